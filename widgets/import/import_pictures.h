#pragma once

#include "core/base/image.h"

#include <QImage>
#include <QWidget>

#include <vector>

namespace isthmus {

/// The first pictures of a file in a grid, as they would be loaded. As many as there is room for are drawn.
class ImportPictures : public QWidget {
  Q_OBJECT

 public:
  explicit ImportPictures(QWidget* parent = nullptr);

  void setPictures(const std::vector<Image>& pictures);
  /// How many there is room for.
  int shownCount() const;

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  /// The side of a picture's square, in device-independent pixels: the largest that shows all, within limits.
  int side() const;
  int columnsAt(int side) const;

  std::vector<QImage> m_pictures;
};

}  // namespace isthmus
