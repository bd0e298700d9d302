#include "core/data/tables/columns/table_orientation.h"

#include "core/base/number_text.h"
#include "core/data/values/label_names.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>
#include <vector>

namespace isthmus {
namespace {

constexpr std::size_t kLeastRowsOfGenes = 20;
constexpr std::size_t kManyFeatures = 1'000;  // and ten times as many as rows: either may be meant
constexpr std::size_t kBlock = 64;            // numbers a side, so that both tables stay in the cache

/// What only the features of a measurement are called.
bool isFeatureName(std::string_view name) {
  constexpr auto kWords =
      std::to_array<std::string_view>({"gene", "genes", "geneid", "genename", "genesymbol", "symbol", "probe",
                                       "probes", "probeset", "probeid", "ensembl", "transcript", "protein",
                                       "feature", "features", "otu", "taxon", "id ref", "metabolite"});
  const std::string words = wordsOfName(name);
  const std::string_view first = std::string_view(words).substr(0, words.find(' '));
  return std::ranges::find(kWords, words) != kWords.end() ||
         (std::ranges::find(kWords, first) != kWords.end() &&
          (words.ends_with(" id") || words.ends_with(" name") || words.ends_with(" symbol")));
}

}  // namespace

bool samplesAreColumns(const TableHead& head) {
  const std::vector<ColumnSample>& columns = head.columns;
  if (!head.dialect.header || columns.size() < 3 || head.rows < kLeastRowsOfGenes ||
      head.rows < 2 * columns.size() || !isFeatureName(head.dialect.names.front()))
    return false;
  return columns.front().namesRows() &&
         std::all_of(columns.begin() + 1, columns.end(),
                     [](const ColumnSample& column) { return column.isNumeric() || column.filled() == 0; });
}

std::string otherOrientation(const TableHead& head, const TableUse& use) {
  const std::size_t features = use.featureCount();
  if (use.picture || use.hasLabels() || !head.whole || features < kManyFeatures || 10 * head.rows > features)
    return {};
  return "Rows are taken for samples: " + withThousands(head.rows) + " of " + withThousands(features) +
         " numbers; transpose=yes takes the columns for samples.";
}

void transposeSamples(Dataset& dataset) {
  const std::size_t rows = dataset.count();
  const std::size_t width = dataset.shape.size();
  std::vector<float> turned(dataset.values.size());
  for (std::size_t firstRow = 0; firstRow < rows; firstRow += kBlock)
    for (std::size_t first = 0; first < width; first += kBlock)
      for (std::size_t row = firstRow; row < std::min(firstRow + kBlock, rows); ++row)
        for (std::size_t c = first; c < std::min(first + kBlock, width); ++c)
          turned[c * rows + row] = dataset.values[row * width + c];
  dataset.values = std::move(turned);
  dataset.shape = {1, static_cast<int>(rows), 1};
  std::swap(dataset.features, dataset.sampleNames);
  dataset.rows.clear();
  dataset.trainCount = width;
  dataset.validationCount = 0;
}

}  // namespace isthmus
