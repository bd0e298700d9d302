#pragma once

#include "core/base/image.h"
#include "widgets/pictures/vector_profile.h"

#include <QImage>
#include <QWidget>

#include <optional>
#include <vector>

namespace isthmus {

/// One picture; if it is small, its pixels are sharp squares of equal size. Or a vector as bars, each with a
/// tooltip. Ctrl+C copies it, the context menu saves it.
class PictureView : public QWidget {
  Q_OBJECT

 public:
  /// What a click or Enter does beside taking the focus.
  enum class Press { Nothing, Activates };

  /// `title` names the picture for screen readers.
  explicit PictureView(const QString& title, QSize minimum, Press press = Press::Nothing,
                       QWidget* parent = nullptr);

  /// Nothing: an empty place.
  void setImage(std::optional<Image> image);
  const std::optional<Image>& image() const { return m_image; }
  /// With a scale, pictures that come are rows of numbers in the data's units, and drawn as bars; null: as
  /// pictures. Empties the view.
  void setProfileScale(ProfileScalePtr scale);
  /// A second row of numbers to mark beside the bars: the reconstruction.
  void setOther(std::vector<float> row);
  /// Where the picture is drawn, in device-independent pixels; a whole multiple of its own size in screen
  /// pixels whenever there is room for one.
  QRectF pictureRect() const;
  /// The side of a square view, `room` at most, that this picture fills without a margin.
  int snugSide(int room) const;
  void copyImage() const;
  /// The height it would like to have; it can be less, down to the minimum.
  void setPreferredHeight(int height);

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return m_minimum; }

 Q_SIGNALS:
  void activated();
  void saveRequested(const isthmus::Image& image);

 protected:
  bool event(QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;

 private:
  QSizeF sizeOnScreen(const QSizeF& room) const;
  QString description() const;
  VectorProfile profile(const QRectF& room) const;
  QImage copied() const;

  QSize m_minimum;
  int m_preferredHeight;
  Press m_press;
  std::optional<Image> m_image;
  QImage m_screen;
  ProfileScalePtr m_scale;
  std::vector<float> m_other;
};

}  // namespace isthmus
