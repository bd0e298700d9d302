#include "app/shell/start_log.h"

#include "app/shell/main_window.h"

#include <QEvent>
#include <QLoggingCategory>

namespace isthmus {
namespace {

Q_LOGGING_CATEGORY(startLog, "isthmus.start", QtWarningMsg)

/// Waits for a widget's first painting and says so once all that is painted with it is on the screen.
class FirstPaint : public QObject {
 public:
  FirstPaint(QWidget* widget, const char* message) : QObject(widget), m_message(message) {
    widget->installEventFilter(this);
  }

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override {
    if (event->type() == QEvent::Paint) {
      watched->removeEventFilter(this);
      QMetaObject::invokeMethod(
          this, [this] { qCDebug(startLog).noquote() << m_message; }, Qt::QueuedConnection);
    }
    return false;
  }

 private:
  const char* m_message;
};

}  // namespace

void logStart(MainWindow& window) {
  if (!startLog().isDebugEnabled()) return;
  new FirstPaint(&window, "window painted");
  // Hidden until there is a picture in it.
  if (auto* picture = window.findChild<QWidget*>(QStringLiteral("decodedPicture")))
    new FirstPaint(picture, "model shown");
}

}  // namespace isthmus
