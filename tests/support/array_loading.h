#pragma once

#include "core/data/dataset_format.h"
#include "tests/support/idx_bytes.h"
#include "tests/support/temp_folder.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace isthmus::test {

/// The data set of these files; a failure and an empty one when they do not load.
inline Dataset loaded(const std::vector<std::filesystem::path>& files, const std::string& options = "") {
  const auto parsed = parseLoadOptions(options);
  EXPECT_TRUE(parsed) << parsed.error().text();
  const auto plan = planLoading(files, *parsed);
  EXPECT_TRUE(plan) << plan.error().text();
  if (!plan) return {};
  const auto dataset = loadDataset(*plan, {}, {});
  EXPECT_TRUE(dataset) << dataset.error().text();
  return dataset ? **dataset : Dataset();
}

/// The same without a test part split off, so that samples keep their order.
inline Dataset loadedWhole(const std::vector<std::filesystem::path>& files, const std::string& options = "") {
  return loaded(files, options + (options.empty() ? "" : ",") + "split=0");
}

/// Why these files are refused, by the plan or on loading; "" and a failure when they are not.
inline std::string refusal(const std::vector<std::filesystem::path>& files, const std::string& options = "") {
  const auto plan = planLoading(files, parseLoadOptions(options).value());
  if (!plan) return plan.error().text();
  const auto dataset = loadDataset(*plan, {}, {});
  EXPECT_FALSE(dataset) << "loaded " << files.front();
  return dataset ? "" : dataset.error().text();
}

/// Either an error with a sentence, or a data set that is whole in itself.
inline void expectErrorOrWhole(const std::filesystem::path& file) {
  const auto plan = planLoading(std::vector{file});
  const auto dataset = plan ? loadDataset(*plan, {}, {}) : Result<DatasetPtr>(plan.error());
  if (!dataset) {
    EXPECT_FALSE(dataset.error().message.empty());
    EXPECT_EQ(dataset.error().where, file.string());
    return;
  }
  const Dataset& set = **dataset;
  EXPECT_GT(set.count(), 0U);
  EXPECT_LE(set.trainCount + set.validationCount, set.count());
  EXPECT_EQ(set.count() * set.shape.size(), set.isBytes() ? set.pixels.size() : set.values.size());
  if (set.hasLabels()) {
    EXPECT_EQ(set.labels.size(), set.count());
    for (std::size_t i = 0; i < set.count(); ++i)
      EXPECT_LT(static_cast<std::size_t>(set.labels[i]), set.classNames.size());
  }
  for (const Factor& factor : set.factors) EXPECT_EQ(factor.values.size(), set.count());
}

/// Every shorter beginning of `whole`, the content of a sound file `name`, is refused; with any one bit
/// flipped it is refused with a sentence or gives a whole data set.
inline void expectSurvivesDamage(const TempFolder& folder, const std::string& name, const Bytes& whole) {
  for (std::size_t length = 0; length < whole.size(); ++length) {
    const auto cut = folder.write(name, std::span(whole).first(length));
    EXPECT_FALSE(planLoading(std::vector{cut})) << length;
  }
  for (std::size_t bit = 0; bit < whole.size() * 8; ++bit) {
    Bytes flipped = whole;
    flipped[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
    SCOPED_TRACE(bit);
    expectErrorOrWhole(folder.write(name, flipped));
  }
}

}  // namespace isthmus::test
