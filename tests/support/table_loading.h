#pragma once

#include "core/data/dataset_format.h"
#include "tests/support/temp_folder.h"
#include "tests/support/zip_bytes.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace isthmus::test {

/// Writes files and loads them as a user would: planned, then carried out.
class TableLoading : public ::testing::Test {
 protected:
  std::filesystem::path write(const std::filesystem::path& name, std::string_view text) {
    return m_folder.write(name, bytesOfText(text));
  }
  std::filesystem::path at(const std::filesystem::path& name) const { return m_folder.path() / name; }

  static Result<DatasetPtr> tryToLoad(std::vector<std::filesystem::path> paths,
                                      std::string_view options = "") {
    const auto parsed = parseLoadOptions(options);
    EXPECT_TRUE(parsed);
    const auto plan = planLoading(paths, *parsed);
    if (!plan) return plan.error();
    return loadDataset(*plan, {}, {});
  }
  static Dataset load(std::vector<std::filesystem::path> paths, std::string_view options = "split=0") {
    const auto loaded = tryToLoad(std::move(paths), options);
    EXPECT_TRUE(loaded) << loaded.error().text();
    return loaded ? **loaded : Dataset();
  }
  Dataset loadText(std::string_view text, std::string_view options = "split=0") {
    return load({write("t.csv", text)}, options);
  }
  std::string refusal(std::string_view text, std::string_view options = "split=0") {
    const auto loaded = tryToLoad({write("t.csv", text)}, options);
    EXPECT_FALSE(loaded);
    return loaded ? "" : loaded.error().text();
  }

  /// The sentences that a person sees before loading.
  std::vector<std::string> remarksOn(std::string_view text, std::string_view options = "") {
    const auto plan = planLoading(std::vector{write("t.csv", text)}, parseLoadOptions(options).value());
    EXPECT_TRUE(plan) << plan.error().text();
    return plan ? plan->preview.remarks : std::vector<std::string>();
  }

  TempFolder m_folder;
};

}  // namespace isthmus::test
