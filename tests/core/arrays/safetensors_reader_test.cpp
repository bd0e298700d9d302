#include "core/data/arrays/formats/safetensors_reader.h"

#include "core/model/file/model_file.h"
#include "core/model/kinds/vae.h"
#include "tests/support/array_loading.h"
#include "tests/support/npy_bytes.h"
#include "tests/support/temp_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace isthmus {
namespace {

using test::Bytes;
using test::bytesOfValues;
using test::refusal;
using test::TempFolder;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

Bytes safetensors(const std::string& header, const Bytes& data) {
  Bytes bytes;
  test::append(bytes, header.size(), 8);
  bytes.insert(bytes.end(), header.begin(), header.end());
  return test::joined({bytes, data});
}

Bytes rowsAndLabels() {
  return safetensors(
      R"({"x":{"dtype":"F64","shape":[3,2],"data_offsets":[0,48]},)"
      R"("y":{"dtype":"I64","shape":[3],"data_offsets":[48,72]}})",
      test::joined({bytesOfValues<double>({1, 2, 3, 4, 5, 6}), bytesOfValues<std::int64_t>({2, 0, 2})}));
}

ModelSnapshot smallModel() {
  ModelSnapshot model{.spec = vaeSpec({2, 2, 1}, {3})};
  model.weights = weightLayout(model.spec);
  for (NamedTensor& weight : model.weights) {
    std::size_t count = 1;
    for (const std::int64_t side : weight.shape) count *= static_cast<std::size_t>(side);
    weight.values.assign(count, 0.5F);
  }
  return model;
}

TEST(SafetensorsReader, ReadsNumbersAndLabels) {
  const TempFolder folder;
  const Dataset set = test::loadedWhole({folder.write("s.safetensors", rowsAndLabels())});
  EXPECT_THAT(set.values, ElementsAre(1, 2, 3, 4, 5, 6));
  EXPECT_THAT(set.labels, ElementsAre(1, 0, 1));
  EXPECT_THAT(set.classNames, ElementsAre("0", "2"));
}

TEST(SafetensorsReader, ReadsBytesAsPicturesAndWidensBfloat) {
  const TempFolder folder;
  const Dataset pictures = test::loadedWhole({folder.write(
      "p.safetensors", safetensors(R"({"images":{"dtype":"U8","shape":[2,1,2,2],"data_offsets":[0,8]}})",
                                   {1, 2, 3, 4, 5, 6, 7, 8}))});
  EXPECT_EQ(pictures.shape, (ImageShape{2, 2, 1}));
  EXPECT_THAT(pictures.pixels, ElementsAre(1, 2, 3, 4, 5, 6, 7, 8));
  const Dataset narrow = test::loadedWhole({folder.write(
      "b.safetensors", safetensors(R"({"x":{"dtype":"BF16","shape":[2,2],"data_offsets":[0,8]}})",
                                   bytesOfValues<std::uint16_t>({0x3F80, 0xC000, 0, 0x4049})))});
  EXPECT_THAT(narrow.values, ElementsAre(1.0F, -2.0F, 0.0F, 3.140625F));
}

TEST(SafetensorsReader, LeavesModelsToBeOpenedAsModels) {
  const TempFolder folder;
  const auto model = folder.path() / "model.safetensors";
  ASSERT_TRUE(saveModel(model, smallModel()));
  const auto data = folder.write("data.safetensors", rowsAndLabels());
  const auto broken = folder.write("broken.safetensors", Bytes{1, 2, 3});
  EXPECT_TRUE(isModelFile(model));
  EXPECT_FALSE(isModelFile(data));
  EXPECT_TRUE(isModelFile(broken));  // so that the model's loader says what is wrong
  EXPECT_FALSE(isModelFile(folder.path() / "data.npz"));
  EXPECT_FALSE(planLoading(std::vector{model}));
}

TEST(SafetensorsReader, PassesAModelInAFolderOfDataOver) {
  const TempFolder folder;
  ASSERT_TRUE(saveModel(folder.path() / "model.safetensors", smallModel()));
  folder.write("x.npy", test::npy<float>("<f4", "(2, 2)", {1, 2, 3, 4}));
  EXPECT_THAT(test::loadedWhole({folder.path()}).values, ElementsAre(1, 2, 3, 4));
}

TEST(SafetensorsReader, SurvivesEveryTruncationAndEveryFlippedBit) {
  const TempFolder folder;
  const Bytes whole = rowsAndLabels();
  test::expectSurvivesDamage(folder, "x.safetensors", whole);
}

}  // namespace
}  // namespace isthmus
