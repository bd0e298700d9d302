#pragma once

#include "core/data/dataset.h"
#include "widgets/data/sample_set.h"
#include "widgets/pictures/vector_profile.h"

#include <QAbstractScrollArea>

#include <optional>
#include <vector>

namespace isthmus {

/// All samples of a data set as a wall of small pictures. Only those in view are drawn, so a million samples
/// scroll as well as a hundred. A click or the arrow keys choose a sample; with Ctrl a click selects one
/// more, with Shift all from the one chosen last, and Escape none.
class ThumbnailWall : public QAbstractScrollArea {
  Q_OBJECT

 public:
  explicit ThumbnailWall(QWidget* parent = nullptr);

  /// Null: an empty wall. Forgets filter, choice and selection.
  void setDataset(DatasetPtr dataset);
  /// What vectors are drawn against; until it comes their places are empty.
  void setProfileScale(ProfileScalePtr scale);
  /// Shows one class only (an index into the data set's classNames), or all.
  void setClassFilter(std::optional<int> classIndex);
  /// Shows these samples only, which come in ascending order.
  void setSampleFilter(std::vector<std::size_t> samples);
  /// Frames a sample and scrolls to it; says nothing to anyone. A sample that the filter hides is not framed.
  void setChosen(std::optional<std::size_t> sample);
  std::optional<std::size_t> chosen() const { return m_chosen; }
  /// Tints these samples, without a signal.
  void setSelected(SampleSet samples);
  const SampleSet& selected() const { return m_selected; }
  /// Selects all that the filter lets through.
  void selectShown();
  /// Samples that the filter lets through.
  std::size_t shownCount() const;
  /// Where a sample's picture lies in the viewport (perhaps outside what is visible); empty when the filter
  /// hides it.
  QRectF pictureRect(std::size_t sample) const;

  QSize minimumSizeHint() const override;
  QSize sizeHint() const override;

 Q_SIGNALS:
  /// A person chose a sample.
  void sampleChosen(std::size_t sample);
  /// A person selected other samples.
  void selectionChanged(const isthmus::SampleSet& samples);
  /// A person wants to know what can be done with what is selected, or else chosen.
  void menuRequested(QPoint globalPosition);
  /// A person wants the pictures of what is selected, or else chosen, on the clipboard.
  void copyRequested();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;
  bool viewportEvent(QEvent* event) override;

 private:
  void applyFilter(std::optional<std::vector<std::size_t>> samples);
  std::size_t sampleAt(std::size_t position) const;
  std::optional<std::size_t> positionOf(std::size_t sample) const;
  std::optional<std::size_t> positionAt(QPointF pixel) const;
  QRectF rectOf(std::size_t position) const;
  void layOut();
  void choose(std::size_t position);
  void press(std::size_t position, Qt::KeyboardModifiers modifiers);
  void select(SampleSet samples);
  void selectUpTo(std::size_t position, bool adds);
  void drawMarks(QPainter& painter, const Theme& theme, std::size_t first, std::size_t end) const;
  void scrollTo(std::size_t position);
  void describe();
  QString textOf(std::size_t sample) const;

  DatasetPtr m_dataset;
  ProfileScalePtr m_scale;
  SampleSet m_selected;
  std::optional<std::size_t> m_anchor;               // the sample from which Shift selects
  std::optional<std::vector<std::size_t>> m_filter;  // the samples shown, in order; none: all
  std::optional<std::size_t> m_chosen;
  QSizeF m_picture;  // of each, in device-independent pixels; a whole number of screen pixels
  double m_stride = 1;
  int m_columns = 1;
};

}  // namespace isthmus
