#pragma once

#include <QAbstractSpinBox>
#include <QFocusEvent>
#include <QKeyEvent>
#include <QString>

class QLineEdit;

namespace isthmus {

/// Whether the text of a spin box is no number of its range.
bool isWrong(const QAbstractSpinBox& box);
/// What is wrong with it, in a sentence that begins with what the field is called; empty: nothing.
QString wrongNumberText(const QAbstractSpinBox& box, const QString& name);
/// The line in which a spin box is typed.
QLineEdit& lineOf(const QAbstractSpinBox& box);

/// A spin box (QSpinBox, RealSpinBox) that takes any text and keeps it: where it is no number of the range
/// (isWrong()), Qt would put another number in its place when the focus leaves. Its value() stays the last
/// right one meanwhile.
template <typename Box>
class TypedBox : public Box {
 public:
  using Box::Box;

  QValidator::State validate(QString& text, int& position) const override {
    const QString typed = text;
    const QValidator::State state = Box::validate(text, position);
    if (state != QValidator::Invalid) return state;
    text = typed;
    return QValidator::Intermediate;
  }

 protected:
  void focusOutEvent(QFocusEvent* event) override {
    if (isWrong(*this))
      QWidget::focusOutEvent(event);
    else
      Box::focusOutEvent(event);
  }
  void hideEvent(QHideEvent* event) override {
    if (isWrong(*this))
      QWidget::hideEvent(event);
    else
      Box::hideEvent(event);
  }
  void keyPressEvent(QKeyEvent* event) override {
    const bool isEntered = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (isEntered && isWrong(*this))
      event->ignore();
    else
      Box::keyPressEvent(event);
  }
};

}  // namespace isthmus
