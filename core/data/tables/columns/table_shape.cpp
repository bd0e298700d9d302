#include "core/data/tables/columns/table_shape.h"

#include "core/base/number_text.h"
#include "core/data/images/pixel_order.h"

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace isthmus {
namespace {

bool isFeature(const TableUse& use, std::size_t column) {
  return use.columns[column] == ColumnUse::Feature;
}

/// Whether all features are whole numbers from 0 to 255 without gaps, as far as the head tells.
bool areBytes(const TableHead& head, const TableUse& use) {
  for (std::size_t c = 0; c < head.columnCount(); ++c)
    if (isFeature(use, c) && (!head.columns[c].isByte() || head.columns[c].missing > 0)) return false;
  return true;
}

std::vector<std::string> featureNames(const TableHead& head, const TableUse& use) {
  std::vector<std::string> names;
  for (std::size_t c = 0; c < head.columnCount() && head.dialect.header; ++c)
    if (isFeature(use, c)) names.push_back(head.dialect.names[c]);
  return names;
}

}  // namespace

RowSample featureRows(const TableHead& head, const TableUse& use) {
  RowSample rows{use.featureCount(), {}};
  const std::size_t columns = head.columnCount();
  rows.values.reserve(columns == 0 ? 0 : head.numbers.size() / columns * rows.width);
  for (std::size_t i = 0; i < head.numbers.size(); ++i)
    if (isFeature(use, i % columns)) rows.values.push_back(head.numbers[i]);
  return rows;
}

Result<void> decideShape(const TableHead& head, const LoadOptions& options, const std::filesystem::path& file,
                         TableUse& use) {
  const std::size_t count = use.featureCount();
  use.shape = {1, static_cast<int>(count), 1};
  if (options.shape && options.shape->size() == 0) return {};
  if (options.shape) {
    if (options.shape->size() != count)
      return Error{ErrorCode::BadSetting,
                   "has " + withThousands(count) + (count == 1 ? " column" : " columns") +
                       " of numbers; pictures of the shape asked for have " +
                       withThousands(options.shape->size()) + " pixels",
                   file.string()};
    use.shape = *options.shape;
    use.picture = true;
    use.bytes = areBytes(head, use);
    use.columnMajor = options.order == PixelOrder::ColumnMajor;
    return {};
  }
  PictureGuess guess = guessPictures(featureRows(head, use), featureNames(head, use));
  if (!guess.remark.empty()) use.remarks.push_back(std::move(guess.remark));
  if (!guess.picture) return {};
  use.shape = guess.picture->shape;  // of colours one after the other interleavePlanes() makes pixels
  use.picture = true;
  use.bytes = areBytes(head, use);
  use.columnMajor = options.order ? options.order == PixelOrder::ColumnMajor : guess.isColumnMajor;
  const auto upright =
      options.order || use.columnMajor ? std::nullopt : uprightness(featureRows(head, use), *guess.picture);
  if (upright.value_or(0) < -kTellsRareOrder)
    use.remarks.emplace_back(
        "The pictures look as if they lay on their side: \"order=column-major\" takes their pixels column by "
        "column and so turns them.");
  return {};
}

}  // namespace isthmus
