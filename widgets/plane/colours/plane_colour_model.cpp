#include "widgets/plane/colours/plane_colour_model.h"

#include "widgets/text/number_text.h"
#include "widgets/text/sample_text.h"

#include <QCoreApplication>

#include <cmath>

namespace isthmus {
namespace {

QString colourText(const char* text) {
  return QCoreApplication::translate("PlaneColourModel", text);
}

QString capitalised(const std::string& name) {
  QString text = QString::fromStdString(name);
  if (!text.isEmpty()) text[0] = text[0].toUpper();
  return text;
}

}  // namespace

void PlaneColourModel::setDataset(DatasetPtr dataset) {
  m_dataset = std::move(dataset);
  m_errors.reset();
  m_remembered.clear();
  takePreferred();
  m_grouping = -2;  // none yet
  m_visible.clear();
  regroup();
  measure();
}

void PlaneColourModel::setErrors(Values errors, const QString& measureName) {
  m_errors = std::move(errors);
  if (m_errors && m_dataset && m_errors->size() != m_dataset->count()) m_errors.reset();
  m_measureName = measureName;
  const ColourBy before = m_by;
  takePreferred();
  regroup();
  if (m_by.kind == ColourBy::Kind::Error || m_by != before) measure();
}

void PlaneColourModel::takePreferred() {
  m_by = usual();
  for (const Choice& choice : choices())
    if (choice.name == m_preferred) m_by = choice.by;
}

/// What the set itself brings comes before the errors: training must not repaint it.
ColourBy PlaneColourModel::usual() const {
  if (isThere({ColourBy::Kind::Label})) return {ColourBy::Kind::Label};
  if (isThere({ColourBy::Kind::Factor})) return {ColourBy::Kind::Factor};
  return {isThere({ColourBy::Kind::Error}) ? ColourBy::Kind::Error : ColourBy::Kind::Label};
}

std::vector<PlaneColourModel::Choice> PlaneColourModel::choices() const {
  std::vector<Choice> all;
  const auto add = [&](const ColourBy& by) {
    if (isThere(by)) all.push_back({by, nameOf(by)});
  };
  all.push_back({{}, nameOf({})});  // without labels: one colour
  add({ColourBy::Kind::Error});
  const std::size_t factors = m_dataset ? m_dataset->factors.size() : 0;
  for (std::size_t i = 0; i < factors; ++i) add({ColourBy::Kind::Factor, static_cast<int>(i)});
  return all;
}

bool PlaneColourModel::isThere(const ColourBy& by) const {
  switch (by.kind) {
    case ColourBy::Kind::Label:
      return m_dataset && m_dataset->hasLabels();
    case ColourBy::Kind::Error:
      return m_errors != nullptr;
    case ColourBy::Kind::Factor:
      return m_dataset && by.factor >= 0 && static_cast<std::size_t>(by.factor) < m_dataset->factors.size();
  }
  return false;
}

QString PlaneColourModel::nameOf(const ColourBy& by) const {
  if (by.kind == ColourBy::Kind::Label) return isThere(by) ? colourText("Label") : colourText("One colour");
  if (!isThere(by)) return {};
  if (by.kind == ColourBy::Kind::Error) return colourText("Reconstruction error");
  return capitalised(m_dataset->factors[static_cast<std::size_t>(by.factor)].name);
}

const Factor* PlaneColourModel::chosenFactor() const {
  if (m_by.kind != ColourBy::Kind::Factor || !isThere(m_by)) return nullptr;
  return &m_dataset->factors[static_cast<std::size_t>(m_by.factor)];
}

bool PlaneColourModel::isNumeric() const {
  const Factor* factor = chosenFactor();
  return m_by.kind == ColourBy::Kind::Error ? m_errors != nullptr : factor && !factor->isCategorical();
}

void PlaneColourModel::choose(const ColourBy& by) {
  m_by = by;
  m_preferred = nameOf(by);
  regroup();
  measure();
}

void PlaneColourModel::regroup() {
  const Factor* factor = chosenFactor();
  const bool byFactor = factor && factor->isCategorical();
  const int grouping = byFactor ? m_by.factor : -1;
  if (grouping == m_grouping) return;
  if (m_grouping >= -1) m_remembered[m_grouping] = m_visible;
  m_grouping = grouping;
  m_groups = byFactor ? groupsByFactor(*factor) : m_dataset ? groupsByLabel(*m_dataset) : PlaneGroups();
  m_visible = m_remembered[grouping];
  m_visible.resize(m_groups.names.size(), true);
}

void PlaneColourModel::measure() {
  if (!isNumeric()) return;
  const Factor* factor = chosenFactor();
  m_range = factor ? fullRange(factor->values) : robustRange(*m_errors);
}

void PlaneColourModel::setVisible(const std::vector<bool>& visible) {
  m_visible = visible;
  m_visible.resize(m_groups.names.size(), true);
}

QString PlaneColourModel::groupsTitle() const {
  const Factor* factor = chosenFactor();
  return factor && factor->isCategorical() ? nameOf(m_by) : colourText("Label");
}

std::vector<PlaneLegend::Row> PlaneColourModel::rows(bool dark) const {
  std::vector<PlaneLegend::Row> rows;
  for (std::size_t i = 0; i < m_groups.names.size(); ++i)
    rows.push_back({m_groups.names[i], m_groups.counts[i], isNumeric() ? QColor() : groupColour(i, dark)});
  return rows;
}

std::vector<GroupName> PlaneColourModel::names(const PlanePoints& points, bool dark) const {
  constexpr std::size_t kMostNames = 20;
  if (m_grouping != -1 || m_groups.names.size() > kMostNames) return {};  // levels of factors overlap widely
  std::vector<GroupName> names = groupNames(points, m_groups, m_visible);
  if (!isNumeric())
    for (GroupName& name : names) name.colour = groupColour(name.group, dark);
  return names;
}

std::optional<PlaneLegend::Bar> PlaneColourModel::bar() const {
  if (!isNumeric()) return std::nullopt;
  const Factor* factor = chosenFactor();
  const QString unit = factor ? QString::fromStdString(factor->unit) : m_measureName;
  PlaneLegend::Bar bar;
  bar.title = unit.isEmpty() ? nameOf(m_by) : colourText("%1 (%2)").arg(nameOf(m_by), unit);
  const auto text = factor ? &dataValueText : &shortValueText;
  bar.low = (m_range.clampedLow ? QStringLiteral("\u2264 ") : QString()) + text(m_range.low);
  bar.high = (m_range.clampedHigh ? QStringLiteral("\u2265 ") : QString()) + text(m_range.high);
  return bar;
}

PointColours PlaneColourModel::colours(std::size_t count, bool dark) const {
  if (isNumeric()) {
    const Factor* factor = chosenFactor();
    const std::vector<float>& values = factor ? factor->values : *m_errors;
    if (values.size() == count) return coloursByValue(values, m_range, m_groups, m_visible, dark);
  }
  return coloursByGroup(m_groups, m_visible, count, dark);
}

QString PlaneColourModel::hint(std::size_t sample) const {
  QStringList parts;
  const QString name = m_dataset ? sampleName(*m_dataset, sample) : QString();
  if (!name.isEmpty()) parts << name;
  if (m_dataset && m_dataset->hasLabels() && sample < m_dataset->labels.size()) {
    const auto label = static_cast<std::size_t>(m_dataset->labels[sample]);  // negative: huge
    if (label < m_dataset->classNames.size()) parts << QString::fromStdString(m_dataset->classNames[label]);
  }
  if (m_dataset) parts << placeText(*m_dataset, sample);
  const Factor* factor = chosenFactor();
  if (factor && sample < factor->values.size()) {
    const float value = factor->values[sample];
    const auto level = static_cast<std::size_t>(std::max(0.0F, value));
    if (!factor->isCategorical())
      parts << QStringLiteral("%1 %2 %3")
                   .arg(nameOf(m_by), dataValueText(value), QString::fromStdString(factor->unit))
                   .trimmed();
    else if (level < factor->levels.size())
      parts << QStringLiteral("%1 %2").arg(nameOf(m_by), QString::fromStdString(factor->levels[level]));
  } else if (m_by.kind == ColourBy::Kind::Error && m_errors && sample < m_errors->size()) {
    parts << colourText("error %1").arg(shortValueText((*m_errors)[sample]));
  }
  return parts.join(QStringLiteral(" \u00b7 "));
}

}  // namespace isthmus
