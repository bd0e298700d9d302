#pragma once

#include <QTextEdit>

namespace isthmus {

/// Plain text to read and to copy from, as high as it needs to be at its width; even a path without a space
/// wraps (which a QLabel would cut).
class MessageText : public QTextEdit {
  Q_OBJECT

 public:
  explicit MessageText(QWidget* parent = nullptr);

  bool hasHeightForWidth() const override { return true; }
  int heightForWidth(int width) const override;
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override;
};

}  // namespace isthmus
