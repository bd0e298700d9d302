#pragma once

#include "widgets/plane/colours/plane_colouring.h"
#include "widgets/plane/controls/plane_legend.h"

#include <QString>

#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace isthmus {

/// What the plane's points are coloured by and which of them are shown: data set, errors, the choice between
/// them, and what follows from it for points and legend. Each grouping (labels, each categorical factor)
/// remembers its own hidden groups.
class PlaneColourModel {
 public:
  struct Choice {
    ColourBy by;
    QString name;
  };
  using Values = std::shared_ptr<const std::vector<float>>;

  /// Forgets errors and hidden groups; the choice stays, or comes back, where there is one of the same name.
  void setDataset(DatasetPtr dataset);
  /// One a sample, or null. `measureName` with its unit: "BCE, nats".
  void setErrors(Values errors, const QString& measureName);

  /// What there is to colour by, never empty: labels or, without them, one colour; errors; each factor.
  std::vector<Choice> choices() const;
  const ColourBy& chosen() const { return m_by; }
  void choose(const ColourBy& by);

  const DatasetPtr& dataset() const { return m_dataset; }
  const PlaneGroups& groups() const { return m_groups; }
  /// One flag a group.
  const std::vector<bool>& visible() const { return m_visible; }
  void setVisible(const std::vector<bool>& visible);

  QString groupsTitle() const;
  std::vector<PlaneLegend::Row> rows(bool dark) const;
  std::optional<PlaneLegend::Bar> bar() const;
  /// Where to write the visible classes' names; none for a factor's levels or more classes than one can read.
  std::vector<GroupName> names(const PlanePoints& points, bool dark) const;
  /// Colours for `count` points.
  PointColours colours(std::size_t count, bool dark) const;
  /// What to say of a sample beside the mouse: its name, class, row and part, "queen · royalty · row 1,234 ·
  /// error 0.52".
  QString hint(std::size_t sample) const;

 private:
  bool isThere(const ColourBy& by) const;
  bool isNumeric() const;
  QString nameOf(const ColourBy& by) const;
  const Factor* chosenFactor() const;
  void takePreferred();
  ColourBy usual() const;
  void regroup();
  void measure();

  DatasetPtr m_dataset;
  Values m_errors;
  QString m_measureName;
  ColourBy m_by;
  QString m_preferred;  // what was chosen last by name: taken again as soon as it is there
  PlaneGroups m_groups;
  int m_grouping = -1;  // the factor that m_groups is of, or -1 for the labels
  std::vector<bool> m_visible;
  std::map<int, std::vector<bool>> m_remembered;  // by grouping
  RampRange m_range;
};

}  // namespace isthmus
