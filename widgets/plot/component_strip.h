#pragma once

#include "core/model/model_snapshot.h"

#include <QImage>
#include <QWidget>

#include <cstddef>
#include <vector>

namespace isthmus {

/// The principal components of a model, as many as there is room for, two a row: of pictures as pictures, of
/// vectors as bars, one a number. Blue is below 0 and orange above, each component by its own largest entry.
class ComponentStrip : public QWidget {
  Q_OBJECT

 public:
  explicit ComponentStrip(QWidget* parent = nullptr);

  /// A linear model; null: nothing is drawn.
  void setModel(ModelSnapshotPtr model);

  QSize sizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;
  bool event(QEvent* event) override;

 private:
  int rowHeight() const;
  /// Where component k is drawn, its caption below; nothing where there is no room for it.
  QRect cell(int component) const;
  /// One number of a component.
  float entry(int component, std::size_t number) const;
  QImage pictureOf(int component) const;
  QImage barsOf(int component) const;
  double largestEntry(int component) const;
  void makePictures();
  QString explanationOf(int component) const;

  ModelSnapshotPtr m_model;
  std::vector<QImage> m_pictures;  // of each component
};

}  // namespace isthmus
