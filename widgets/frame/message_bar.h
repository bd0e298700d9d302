#pragma once

#include "widgets/frame/message_subject.h"

#include <QElapsedTimer>
#include <QFrame>
#include <QString>

#include <chrono>
#include <deque>

class QLabel;
class QTimer;
class QToolButton;

namespace isthmus {

class MessageText;
class TextLabel;

/// Messages that interrupt nobody: one line (or as many as it takes) at the edge of the window, hidden while
/// there is nothing to say. An error stays until it is closed, its subject is settled or a newer one comes;
/// hints and information go by themselves and wait while an error is shown, or another of them that is too
/// new to have been read. Escape inside it closes it.
class MessageBar : public QFrame {
  Q_OBJECT

 public:
  enum class Kind { Error, Hint, Info };

  explicit MessageBar(QWidget* parent = nullptr);

  void showError(const QString& text, MessageSubject subject = MessageSubject::Other);
  void showHint(const QString& text);
  void showInfo(const QString& text);
  /// Closes the message shown; the next, if there is one, takes its place.
  void closeMessage();
  /// What was about this subject has gone well: takes back the errors about it, shown or waiting.
  void settle(MessageSubject subject);
  /// Takes a message back that no longer holds, shown or waiting.
  void withdraw(const QString& text);
  /// How long a hint or information stays; 8 s at first.
  void setFadeTime(std::chrono::milliseconds time);
  /// "" when none is shown.
  QString text() const;

 protected:
  void changeEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void enterEvent(QEnterEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;

 private:
  struct Message {
    Kind kind = Kind::Info;
    QString text;
    MessageSubject subject = MessageSubject::Other;  ///< of an error
  };

  void post(const Message& message);
  void present();
  void startFading();
  void applyIcons();
  /// The icon, the count and the cross are as high as the first line.
  void fitToText();

  std::deque<Message> m_messages;  // the first is shown, the others wait
  std::chrono::milliseconds m_fadeTime{8000};
  QElapsedTimer m_shown;  // since the first came
  // children, owned by Qt
  QLabel* m_icon = nullptr;
  MessageText* m_text = nullptr;
  TextLabel* m_waiting = nullptr;
  QToolButton* m_close = nullptr;
  QTimer* m_timer = nullptr;
};

}  // namespace isthmus
