#include "core/engine/training/loss_table.h"

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
  return table;
}

}  // namespace isthmus
