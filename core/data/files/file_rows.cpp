#include "core/data/files/file_rows.h"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace isthmus {
namespace {

std::uint16_t fileIndex(const Dataset& dataset, std::size_t sample) {
  return dataset.fileOf.empty() ? std::uint16_t{0} : dataset.fileOf[sample];
}

}  // namespace

std::uint32_t fileRow(const Dataset& dataset, std::size_t sample) {
  return dataset.rows.empty() ? static_cast<std::uint32_t>(sample + 1) : dataset.rows[sample];
}

std::string_view fileName(const Dataset& dataset, std::size_t sample) {
  return dataset.files.empty() ? std::string_view() : dataset.files[fileIndex(dataset, sample)];
}

void nameRows(Dataset& dataset) {
  if (!dataset.rows.empty()) return;
  dataset.rows.resize(dataset.count());
  const auto test =
      dataset.rows.begin() + static_cast<std::ptrdiff_t>(dataset.trainCount + dataset.validationCount);
  std::iota(dataset.rows.begin(), test, std::uint32_t{1});
  std::iota(test, dataset.rows.end(), std::uint32_t{1});
}

void nameTestFile(Dataset& dataset, const std::string& file, const std::string& testFile) {
  const std::size_t first = dataset.trainCount + dataset.validationCount;
  const std::size_t count = dataset.count();
  if (first == 0 || first >= count) return;
  dataset.files = {file, testFile};
  dataset.fileOf.assign(count, 0);
  std::fill(dataset.fileOf.begin() + static_cast<std::ptrdiff_t>(first), dataset.fileOf.end(),
            std::uint16_t{1});
  nameRows(dataset);
}

std::vector<std::size_t> inFileOrder(const Dataset& dataset, std::span<const std::size_t> samples) {
  std::vector<std::size_t> order(samples.begin(), samples.end());
  const auto place = [&dataset](std::size_t sample) {
    return std::tuple(fileIndex(dataset, sample), fileRow(dataset, sample), sample);
  };
  std::ranges::sort(order, {}, place);
  return order;
}

std::vector<std::size_t> inFileOrder(const Dataset& dataset) {
  std::vector<std::size_t> all(dataset.count());
  std::iota(all.begin(), all.end(), std::size_t{0});
  return inFileOrder(dataset, all);
}

}  // namespace isthmus
