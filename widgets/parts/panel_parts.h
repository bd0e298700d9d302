#pragma once

#include "widgets/theme/theme.h"

#include <QLabel>
#include <QPushButton>

namespace isthmus {

/// A tooltip that wraps: Qt breaks the lines of rich text only. Newlines stay.
QString wrappedToolTip(const QString& text);

/// For event filters of controls in a scroll area: the wheel scrolls the area; only a control that has the
/// focus is changed by it. Whether the event was kept from `watched`.
bool leaveWheelToArea(QObject* watched, QEvent* event);

enum class Tone { Normal, Muted, Warning };

/// A label in one of the three type sizes and a colour of the theme; wraps, or, when made elided, stays one
/// line that ends in "…", or has it in the middle, and shows the whole as its tooltip.
class TextLabel : public QLabel {
  Q_OBJECT

 public:
  enum class Overflow { Wrap, Elide, ElideMiddle };

  explicit TextLabel(TypeSize size, Tone tone = Tone::Normal, Overflow overflow = Overflow::Wrap,
                     QWidget* parent = nullptr);
  void setTone(Tone tone);
  /// An elided label's explanation: shown below its whole text.
  void setExplanation(const QString& explanation);

  QSize minimumSizeHint() const override;

 protected:
  bool event(QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  void applyTone();

  Tone m_tone;
  QColor m_ownColour;  // of the text where the palette's would not do; else invalid
  Overflow m_overflow;
  QString m_explanation;
};

/// "UNDER THE POINTER": the title of a section of a panel.
class SectionHeading : public TextLabel {
  Q_OBJECT

 public:
  explicit SectionHeading(const QString& title, QWidget* parent = nullptr);
};

/// A line, one pixel high, between two parts of a panel.
class Separator : public QWidget {
  Q_OBJECT

 public:
  explicit Separator(QWidget* parent = nullptr);

 protected:
  void paintEvent(QPaintEvent* event) override;
};

/// The one button of a panel that a person is meant to press next, in the accent colour.
class PrimaryButton : public QPushButton {
  Q_OBJECT

 public:
  explicit PrimaryButton(QWidget* parent = nullptr);

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void applyAccent();

  QColor m_accent;
  QColor m_onAccent;
};

}  // namespace isthmus
