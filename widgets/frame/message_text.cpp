#include "widgets/frame/message_text.h"

#include "widgets/theme/theme.h"

#include <QTextDocument>

#include <cmath>
#include <memory>

namespace isthmus {
namespace {

constexpr int kNarrowest = 160;
constexpr int kUsual = 480;
constexpr int kMargin = kGrid / 2;

}  // namespace

MessageText::MessageText(QWidget* parent) : QTextEdit(parent) {
  setReadOnly(true);
  setAcceptRichText(false);
  setTabChangesFocus(true);
  setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  setFrameShape(QFrame::NoFrame);
  setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  document()->setDocumentMargin(kMargin);
  viewport()->setAutoFillBackground(false);
  QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
  policy.setHeightForWidth(true);
  setSizePolicy(policy);
}

int MessageText::heightForWidth(int width) const {
  const std::unique_ptr<QTextDocument> copy(document()->clone());
  copy->setTextWidth(width);
  return static_cast<int>(std::ceil(copy->size().height()));
}

QSize MessageText::sizeHint() const {
  return QSize(kUsual, heightForWidth(kUsual));
}

QSize MessageText::minimumSizeHint() const {
  return QSize(kNarrowest, fontMetrics().height() + 2 * kMargin);
}

}  // namespace isthmus
