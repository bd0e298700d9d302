#include "core/engine/training/loss_table.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace isthmus {
namespace {

struct LossLine {
  double epoch;
  std::string_view series;
  LossValues loss;
};

std::vector<LossLine> linesOf(const LossHistory& history) {
  std::vector<LossLine> lines;
  for (const CurvePoint& point : history.train) lines.push_back({point.epoch, "batches", point.loss});
  for (const EpochRecord& epoch : history.epochs)
    lines.push_back({static_cast<double>(epoch.epoch), "train", epoch.train});
  if (!history.hasHeldOut) return lines;
  for (const EpochRecord& epoch : history.epochs)
    lines.push_back({static_cast<double>(epoch.epoch), partName(history.heldOutPart), epoch.heldOut});
  return lines;
}

/// The settings that were changed, in the order of their first change.
std::vector<std::string> changedKeys(const LossHistory& history) {
  std::vector<std::string> keys;
  for (const SettingChange& change : history.changes)
    if (std::ranges::find(keys, change.key) == keys.end()) keys.push_back(change.key);
  return keys;
}

/// The value of a setting that was changed in the step that ended at `epoch`.
double valueAt(const LossHistory& history, const std::string& key, double epoch) {
  std::optional<double> value;
  for (const SettingChange& change : history.changes) {
    if (change.key != key) continue;
    if (!value) value = change.before;
    if (change.epoch < epoch) value = change.after;
  }
  return value.value_or(0);
}

}  // namespace

ResultTable lossTable(const std::shared_ptr<const LossHistory>& history) {
  const auto lines = std::make_shared<const std::vector<LossLine>>(linesOf(*history));
  const auto numbers = [&lines](auto&& value) {
    return ResultColumn::Numbers(
        [lines, value](std::size_t line) { return static_cast<float>(value((*lines)[line])); });
  };
  ResultTable table;
  table.lines = lines->size();
  table.columns = {
      {"epoch", numbers([](const LossLine& line) { return line.epoch; })},
      {"series", ResultColumn::Texts([lines](std::size_t line) { return (*lines)[line].series; })},
      {"total", numbers([](const LossLine& line) { return line.loss.total; })}};
  for (std::size_t term = 0; term < history->terms.size(); ++term)
    table.columns.push_back(
        {history->terms[term].name, numbers([term](const LossLine& line) { return line.loss.terms[term]; })});
  for (const std::string& key : changedKeys(*history))
    table.columns.push_back(
        {key, numbers([history, key](const LossLine& line) { return valueAt(*history, key, line.epoch); })});
  return table;
}

}  // namespace isthmus
