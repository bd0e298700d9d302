#include "app/workspace/dataset_history.h"

#include "core/base/memory_limit.h"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace isthmus {
namespace {

std::size_t bytesOf(const Dataset& dataset) {
  std::size_t bytes = dataset.pixels.size() + dataset.values.size() * sizeof(float) +
                      dataset.labels.size() * sizeof(std::int32_t);
  for (const Factor& factor : dataset.factors) bytes += factor.values.size() * sizeof(float);
  for (const std::string& name : dataset.sampleNames) bytes += sizeof(name) + name.size();
  return bytes;
}

}  // namespace

std::size_t DatasetHistory::defaultMostBytes() {
  constexpr std::uint64_t kMostBytes = std::uint64_t{2} << 30U;
  return static_cast<std::size_t>(std::min(kMostBytes, datasetBytesLimit() / 2));
}

void DatasetHistory::add(DatasetVersion before, const QString& edit) {
  m_redo.clear();
  m_undo.push_back({std::move(before), edit});
  forgetOldest();
}

DatasetVersion DatasetHistory::undo(DatasetVersion present) {
  return step(m_undo, m_redo, std::move(present));
}

DatasetVersion DatasetHistory::redo(DatasetVersion present) {
  return step(m_redo, m_undo, std::move(present));
}

DatasetVersion DatasetHistory::step(std::vector<Step>& from, std::vector<Step>& to, DatasetVersion present) {
  if (from.empty()) return {};
  Step step = std::move(from.back());
  from.pop_back();
  to.push_back({std::move(present), step.edit});
  return std::move(step.version);
}

void DatasetHistory::clear() {
  m_undo.clear();
  m_redo.clear();
}

void DatasetHistory::forgetOldest() {
  std::size_t bytes = 0;
  for (auto step = m_undo.rbegin(); step != m_undo.rend(); ++step) {
    bytes += bytesOf(*step->version.dataset);
    if (bytes <= m_mostBytes) continue;
    m_undo.erase(m_undo.begin(), step.base());
    return;
  }
}

}  // namespace isthmus
