#pragma once

#include <QString>
#include <QWidget>

#include <cstddef>

class QLabel;

namespace isthmus {

/// The counts above the threshold in one line (in two where that is too wide): of the samples shown, of the
/// probe, and what could not be counted.
class ErrorHeadline : public QWidget {
  Q_OBJECT
 public:
  explicit ErrorHeadline(QWidget* parent = nullptr);

  /// `explanation` says where the threshold comes from.
  void setCounts(std::size_t above, std::size_t count, const QString& explanation);
  /// An empty name takes the probe away.
  void setProbe(const QString& name, std::size_t above, std::size_t count);
  void setNonFinite(std::size_t count);

  /// Steady while the counts change: a dock must not move because a number has grown a digit.
  QSize minimumSizeHint() const override;

 protected:
  void changeEvent(QEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  /// Two lines where one has no room.
  void fitCounts();

  QLabel* m_counts;
  QLabel* m_nonFinite;
  QWidget* m_probeSwatch;
  QLabel* m_probe;
  QString m_ofSamples;  // "12 of 345 (3.5 %)"
  std::size_t m_nonFiniteCount = 0;
};

}  // namespace isthmus
