#pragma once

#include "core/data/dataset_summary.h"
#include "widgets/theme/theme.h"

#include <QFont>
#include <QPointF>
#include <QRectF>
#include <QString>

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

class QPainter;

namespace isthmus {

/// What rows of numbers are drawn against: the names of the features and their ranges in the data.
struct ProfileScale {
  std::vector<std::string> features;  ///< as many as ranges.count(), or none
  FeatureRanges ranges;
  std::vector<double> offsets = {};  ///< Dataset::offsets: of rows, others and ranges alike

  /// A number as it stands in the data: in full where it has an offset, for there the last digits matter.
  QString numberText(std::size_t feature, float held) const;
};
using ProfileScalePtr = std::shared_ptr<const ProfileScale>;

/// Null for pictures.
ProfileScalePtr profileScaleOf(const Dataset& dataset, const DatasetSummary& summary);

/// The feature's name, or its number from 1 on.
QString featureName(const ProfileScale& scale, std::size_t feature);
/// "petal length: 4.7, rebuilt 4.5; 1 to 6.9 in the data". `other` may be empty.
QString featureText(const ProfileScale& scale, std::size_t feature, std::span<const float> row,
                    std::span<const float> other);

/// A row of numbers as bars, each in the range of its feature: from 0, or where the range does not hold 0,
/// from its end nearest to 0. Where there is room, as a list with names and values; else as columns, so many
/// as there are pixels for.
class VectorProfile {
 public:
  enum class Style { List, Columns };

  /// The scale is borrowed. The style is a list where every name fits into a line of `font`.
  VectorProfile(const ProfileScale& scale, const QRectF& room, const QFont& font);
  VectorProfile(const ProfileScale& scale, const QRectF& room, Style style);

  Style style() const { return m_style; }
  /// `other`, if not empty, is marked beside each bar's end: a reconstruction. Rows of another length than
  /// the scale's are not drawn. Numbers outside the range reach to its end.
  void draw(QPainter& painter, const Theme& theme, std::span<const float> row,
            std::span<const float> other = {}) const;
  std::optional<std::size_t> featureAt(QPointF at) const;

 private:
  double fraction(std::size_t feature, double value) const;
  double base(std::size_t feature) const;
  void drawList(QPainter& painter, const Theme& theme, std::span<const float> row,
                std::span<const float> other) const;
  void drawColumns(QPainter& painter, const Theme& theme, std::span<const float> row,
                   std::span<const float> other) const;
  void drawCrowded(QPainter& painter, const Theme& theme, std::span<const float> row,
                   std::span<const float> other) const;
  QRectF columnOf(std::size_t feature) const;

  const ProfileScale& m_scale;
  QRectF m_room;
  QFont m_font;
  Style m_style;
};

}  // namespace isthmus
