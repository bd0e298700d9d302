#include "core/model/file/model_file.h"

#include "core/base/random.h"
#include "core/model/kinds/vae.h"
#include "tests/support/special_floats.h"
#include "tests/support/temp_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <limits>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace isthmus {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

using test::kNan;

ModelSpec smallSpec() {
  return vaeSpec({2, 3, 1}, {5, 4});
}

ModelSnapshot smallModel() {
  ModelSnapshot model{.spec = smallSpec(),
                      .settings = vaeSettings({5, 4}, 2, 0.1),
                      .weights = weightLayout(smallSpec()),
                      .data = "digits, \xC3\xA9t\xC3\xA9",
                      .seed = UINT64_MAX,
                      .epoch = 12,
                      .step = 34'567'890'123};
  Random random(1);
  for (NamedTensor& weight : model.weights) {
    std::int64_t count = 1;
    for (const std::int64_t extent : weight.shape) count *= extent;
    for (std::int64_t i = 0; i < count; ++i) weight.values.push_back(static_cast<float>(random.normal()));
  }
  return model;
}

class ModelFile : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(saveModel(m_path, smallModel())); }

  /// What loading says of the model after a change to its file's content.
  std::string errorAfter(const std::function<void(Safetensors&)>& change) const {
    Safetensors content = readSafetensors(m_path).value();
    change(content);
    const auto bytes = encodeSafetensors(content);
    const auto model = parseModel(bytes, "bundled model");
    if (model) return "accepted";
    EXPECT_EQ(model.error().where, "bundled model");
    EXPECT_EQ(model.error().code, ErrorCode::BadFormat);
    return model.error().message;
  }
  std::string errorWith(const std::string& key, const std::string& value) const {
    return errorAfter([&](Safetensors& content) { content.metadata[key] = value; });
  }

  test::TempFolder m_temporary;
  const fs::path m_folder = m_temporary.path();
  const fs::path m_path = m_folder / "model.safetensors";
};

TEST(WeightLayout, HasTheNamesAndShapesOfTheReferenceVae) {
  const std::vector<std::pair<std::string, std::vector<std::int64_t>>> expected = {
      {"encoder.0.weight", {256, 784}},  {"encoder.0.bias", {256}},
      {"encoder.1.weight", {128, 256}},  {"encoder.1.bias", {128}},
      {"mean.weight", {2, 128}},         {"mean.bias", {2}},
      {"log_variance.weight", {2, 128}}, {"log_variance.bias", {2}},
      {"decoder.0.weight", {128, 2}},    {"decoder.0.bias", {128}},
      {"decoder.1.weight", {256, 128}},  {"decoder.1.bias", {256}},
      {"output.weight", {784, 256}},     {"output.bias", {784}}};
  const ModelSpec spec = vaeSpec({28, 28, 1});
  const auto layout = weightLayout(spec);
  ASSERT_EQ(layout.size(), expected.size());
  std::int64_t numbers = 0;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_EQ(layout[i].name, expected[i].first);
    EXPECT_EQ(layout[i].shape, expected[i].second);
    numbers += layout[i].shape[0] * (layout[i].shape.size() == 2 ? layout[i].shape[1] : 1);
  }
  EXPECT_EQ(spec.parameters(), static_cast<std::uint64_t>(numbers));
  EXPECT_EQ(spec.text(), "784-256-128-2");
}

TEST_F(ModelFile, BringsBackEveryField) {
  const ModelSnapshot saved = smallModel();
  const auto loaded = loadModel(m_path);
  ASSERT_TRUE(loaded) << loaded.error().text();
  const ModelSnapshot& model = **loaded;
  EXPECT_EQ(model.spec, saved.spec);
  EXPECT_EQ(model.data, saved.data);
  EXPECT_EQ(model.seed, saved.seed);
  EXPECT_EQ(model.settings, saved.settings);
  EXPECT_EQ(model.epoch, saved.epoch);
  EXPECT_EQ(model.step, saved.step);
  ASSERT_EQ(model.weights.size(), saved.weights.size());
  for (std::size_t i = 0; i < saved.weights.size(); ++i) {
    EXPECT_EQ(model.weights[i].name, saved.weights[i].name);
    EXPECT_EQ(model.weights[i].shape, saved.weights[i].shape);
    EXPECT_EQ(model.weights[i].values, saved.weights[i].values);
  }
}

TEST_F(ModelFile, MetadataIsWhatOtherProgramsAreToldToExpect) {
  const std::map<std::string, std::string> expected = {{"format", "isthmus-model"},
                                                       {"format_version", "1"},
                                                       {"kind", "vae"},
                                                       {"shape", "2,3,1"},
                                                       {"hidden", "5,4"},
                                                       {"latent", "2"},
                                                       {"decoder", "bernoulli"},
                                                       {"preprocessing", "uint8 / 255"},
                                                       {"data", "digits, \xC3\xA9t\xC3\xA9"},
                                                       {"seed", "18446744073709551615"},
                                                       {"beta", "0.1"},
                                                       {"epoch", "12"},
                                                       {"step", "34567890123"}};
  EXPECT_EQ(readSafetensors(m_path)->metadata, expected);
}

TEST_F(ModelFile, TellsAWarmUpWhereThereWasOneAndRefusesAnImpossibleOne) {
  ModelSnapshot model = smallModel();
  model.settings = vaeSettings({5, 4}, 2, 0.1, 40);
  ASSERT_TRUE(saveModel(m_path, model));
  EXPECT_EQ(readSafetensors(m_path)->metadata.at("warmup"), "40");
  EXPECT_EQ((*loadModel(m_path))->settings, model.settings);
  model.settings = vaeSettings({5, 4}, 2, 0.1, -1);
  EXPECT_FALSE(saveModel(m_path, model));
}

ModelSnapshot vectorModel() {
  ModelSnapshot model = smallModel();
  model.spec = vaeSpec({1, 6, 1}, {5, 4}, 2, SampleKind::Vector);
  model.scaling = {Scaling::Standardise, {1, -2, 3, 0, 5e9F, 6}, {1, 0.5F, 2e-5F, 1, 3, 4}};
  model.decoderVariance = 0.0625;
  model.features = {"length, cm", "\"quoted\"", "", "\xC3\xA9", "two\nlines", "f"};
  return model;
}

class VectorModelFile : public ModelFile {
 protected:
  void SetUp() override {
    ModelFile::SetUp();
    ASSERT_TRUE(saveModel(m_path, vectorModel()));
  }
};

TEST_F(VectorModelFile, BringsBackScalingVarianceAndNames) {
  const auto loaded = loadModel(m_path);
  ASSERT_TRUE(loaded) << loaded.error().text();
  EXPECT_EQ((*loaded)->spec, vectorModel().spec);
  EXPECT_EQ((*loaded)->scaling, vectorModel().scaling);
  EXPECT_EQ((*loaded)->decoderVariance, 0.0625);
  EXPECT_EQ((*loaded)->features, vectorModel().features);
  EXPECT_EQ((*loaded)->weights.back().values, vectorModel().weights.back().values);
}

TEST_F(VectorModelFile, KeepsWhatNumbersFarFromZeroAreHeldLessOfToTheLastBit) {
  ModelSnapshot model = vectorModel();
  model.scaling.base = {0, 1'700'000'000'000.125, -5'000'000.007468, 0.1, 9'007'199'254'740'991, 0};
  ASSERT_TRUE(saveModel(m_path, model));
  const auto loaded = loadModel(m_path);
  ASSERT_TRUE(loaded) << loaded.error().text();
  EXPECT_EQ((*loaded)->scaling, model.scaling);
  model.scaling.base.pop_back();
  EXPECT_FALSE(saveModel(m_path, model));
}

TEST_F(VectorModelFile, PicturesInFloatsKeepTheirRange) {
  ModelSnapshot model = smallModel();
  model.scaling = {Scaling::UnitRange, {-3}, {260.5F}};
  ASSERT_TRUE(saveModel(m_path, model));
  EXPECT_EQ((*loadModel(m_path))->scaling, model.scaling);
  EXPECT_EQ((*loadModel(m_path))->spec.samples, SampleKind::Image);
}

TEST_F(VectorModelFile, RefusesAScalingThatCannotBe) {
  const auto withOffset = [&](const std::function<void(NamedTensor&)>& change) {
    return errorAfter([&](Safetensors& content) { change(content.tensors[0]); });
  };
  const auto withFactor = [&](const std::function<void(NamedTensor&)>& change) {
    return errorAfter([&](Safetensors& content) { change(content.tensors[1]); });
  };
  EXPECT_EQ(withOffset([](NamedTensor&) {}), "accepted");
  EXPECT_EQ(withOffset([](NamedTensor& offset) { offset.name = "other"; }), "has no tensor \"input.offset\"");
  EXPECT_THAT(withOffset([](NamedTensor& offset) { offset.shape = {2, 3}; }), HasSubstr("2 x 3"));
  EXPECT_THAT(withOffset([](NamedTensor& offset) { offset.values[2] = kNan; }), HasSubstr("offset"));
  EXPECT_THAT(withFactor([](NamedTensor& factor) {
                factor.values.pop_back();
                factor.shape = {5};
              }),
              HasSubstr("6 offsets and 5 factors of its input's scaling; 6 each were expected"));
  for (const float bad : {0.0F, -1.0F, kNan, std::numeric_limits<float>::infinity(), 1e-42F})
    EXPECT_THAT(withFactor([bad](NamedTensor& factor) { factor.values[4] = bad; }), HasSubstr("factor"))
        << bad;
  EXPECT_THAT(errorWith("preprocessing", "uint8 / 255"), HasSubstr("\"input.offset\", which its"));
  EXPECT_THAT(errorWith("preprocessing", "mean 0"), HasSubstr("has the preprocessing \"mean 0\""));
}

TEST_F(VectorModelFile, RefusesADecoderThatCannotBe) {
  for (const char* bad : {"0", "-1", "nan", "inf", "1e-9", "1e300", "", "x"})
    EXPECT_THAT(errorWith("decoder_variance", bad), HasSubstr("has the decoder_variance")) << bad;
  EXPECT_THAT(errorAfter([](Safetensors& content) { content.metadata.erase("decoder_variance"); }),
              HasSubstr("has no \"decoder_variance\""));
  EXPECT_THAT(errorWith("decoder", "bernoulli"), HasSubstr("must have a Gaussian decoder"));
  EXPECT_THAT(errorWith("decoder", "laplace"), HasSubstr("\"bernoulli\", \"gaussian\""));
  EXPECT_THAT(errorWith("samples", "image"), HasSubstr("must have a Bernoulli decoder"));
  EXPECT_THAT(errorWith("samples", "sound"), HasSubstr("has the samples \"sound\""));
  EXPECT_THAT(errorAfter([](Safetensors& content) { content.metadata.erase("samples"); }),
              HasSubstr("must have a Bernoulli decoder"));
  EXPECT_THAT(errorWith("shape", "2,3,1"), HasSubstr("a vector must be one row of numbers"));
}

TEST_F(VectorModelFile, RefusesNamesThatAreNotOnePerFeature) {
  EXPECT_EQ(errorAfter([](Safetensors& content) { content.metadata.erase("features"); }), "accepted");
  for (const std::string bad : {"", "[]", "[\"a\"]", "{}", "[1,2,3,4,5,6]", "a,b,c,d,e,f", "[[[[[["})
    EXPECT_EQ(errorWith("features", bad), "has features that are not a list of 6 names") << bad;
  EXPECT_THAT(errorWith("features", std::string(100'000, '[')), HasSubstr("not a list"));
}

TEST_F(VectorModelFile, LeavesNamesOutThatWouldMakeTheFileUnreadable) {
  ModelSnapshot model = vectorModel();
  model.features[0] = std::string(600'000, 'x');
  ASSERT_TRUE(saveModel(m_path, model));
  const auto loaded = loadModel(m_path);
  ASSERT_TRUE(loaded) << loaded.error().text();
  EXPECT_TRUE((*loaded)->features.empty());
}

TEST_F(VectorModelFile, IsNotReplacedByAModelThatCouldNotBeLoaded) {
  const auto refuses = [this](const std::function<void(ModelSnapshot&)>& change) {
    ModelSnapshot model = vectorModel();
    change(model);
    return !saveModel(m_path, model) && loadModel(m_path);
  };
  EXPECT_TRUE(refuses([](ModelSnapshot& model) { model.decoderVariance = 0; }));
  EXPECT_TRUE(refuses([](ModelSnapshot& model) { model.decoderVariance = double{kNan}; }));
  EXPECT_TRUE(refuses([](ModelSnapshot& model) { model.scaling.factor[1] = 0; }));
  EXPECT_TRUE(refuses([](ModelSnapshot& model) { model.scaling.offset.pop_back(); }));
  EXPECT_TRUE(refuses([](ModelSnapshot& model) { model.scaling.kind = Scaling::None; }));
  EXPECT_TRUE(refuses([](ModelSnapshot& model) { model.features.pop_back(); }));
  EXPECT_TRUE(refuses([](ModelSnapshot& model) { model.spec.likelihood = Likelihood::Bernoulli; }));
}

TEST_F(ModelFile, OrderOfTheTensorsDoesNotMatter) {
  EXPECT_EQ(
      errorAfter([](Safetensors& content) { std::swap(content.tensors.front(), content.tensors.back()); }),
      "accepted");
}

TEST_F(ModelFile, RefusesAModelThatLacksAnyField) {
  const auto metadata = readSafetensors(m_path)->metadata;
  for (const auto& [key, value] : metadata) {
    EXPECT_EQ(errorAfter([&key = key](Safetensors& content) { content.metadata.erase(key); }),
              "is not a model of Isthmus: its metadata has no \"" + key + "\"");
  }
}

TEST_F(ModelFile, RefusesOtherVersionsAndKinds) {
  EXPECT_EQ(errorWith("format_version", "3"),
            "has the format_version \"3\"; this version reads \"1\", \"2\"");
  EXPECT_THAT(errorWith("format", "pt"), HasSubstr("has the format \"pt\""));
  EXPECT_THAT(errorWith("kind", "gan"), HasSubstr("has the kind \"gan\""));
  EXPECT_THAT(errorWith("decoder", "gaussian"), HasSubstr("must have a Bernoulli decoder"));
  EXPECT_THAT(errorWith("preprocessing", "mean 0"), HasSubstr("has the preprocessing \"mean 0\""));
}

TEST_F(ModelFile, RefusesNumbersThatAreNoneOrOutOfRange) {
  for (const auto& [key, value] :
       std::vector<std::pair<std::string, std::string>>{{"shape", "2,3"},
                                                        {"shape", "2,3,1,1"},
                                                        {"shape", "2,,1"},
                                                        {"shape", ""},
                                                        {"shape", "2,3,2"},
                                                        {"shape", "0,3,1"},
                                                        {"shape", "-2,-3,1"},
                                                        {"shape", "2147483647,2147483647,3"},
                                                        {"shape", "99999999999,1,1"},
                                                        {"shape", "2, 3,1"},
                                                        {"hidden", ""},
                                                        {"hidden", "5,"},
                                                        {"hidden", "5,0"},
                                                        {"hidden", "5,9000"},
                                                        {"hidden", "1,1,1,1,1,1,1,1,1"},
                                                        {"latent", "1"},
                                                        {"latent", "65"},
                                                        {"latent", "2.0"},
                                                        {"latent", "+2"},
                                                        {"seed", "-1"},
                                                        {"seed", "18446744073709551616"},
                                                        {"beta", "nan"},
                                                        {"beta", "inf"},
                                                        {"beta", "-1"},
                                                        {"beta", "0,5"},
                                                        {"beta", ""},
                                                        {"epoch", "-1"},
                                                        {"epoch", "2147483648"},
                                                        {"step", "1 "},
                                                        {"step", "-5"}}) {
    EXPECT_THAT(errorWith(key, value),
                HasSubstr(key == "shape" || key == "hidden" ? "has " : "has the " + key))
        << key << "=" << value;
  }
}

TEST_F(ModelFile, RefusesWeightsThatDoNotFitTheArchitecture) {
  EXPECT_EQ(errorWith("hidden", "5,3"),
            "has the weights \"encoder.1.weight\" with the shape 4 x 5; its architecture needs 3 x 5");
  EXPECT_EQ(errorWith("hidden", "5"),
            "has the weights \"mean.weight\" with the shape 2 x 4; its architecture needs 2 x 5");
  EXPECT_EQ(errorWith("hidden", "5,4,4"), "has no weights \"encoder.2.weight\"");
  EXPECT_THAT(errorWith("shape", "1024,1024,1"), HasSubstr("its architecture needs 5 x 1048576"));
  EXPECT_THAT(errorWith("shape", "3,2,1"), "accepted");  // as many numbers
  EXPECT_EQ(errorAfter([](Safetensors& content) { content.tensors.pop_back(); }),
            "has no weights \"output.bias\"");
  EXPECT_EQ(errorAfter([](Safetensors& content) {
              content.tensors.push_back({"extra", {1}, {1}});
            }),
            "has the weights \"extra\", which its architecture does not use");
  EXPECT_THAT(errorAfter([](Safetensors& content) {
                content.tensors[1].shape = {5, 1};
              }),
              HasSubstr("\"encoder.0.bias\" with the shape 5 x 1"));
}

TEST_F(ModelFile, RefusesWeightsThatAreNotFinite) {
  for (const float bad : {kNan, std::numeric_limits<float>::infinity()}) {
    EXPECT_EQ(errorAfter([bad](Safetensors& content) { content.tensors[2].values[3] = bad; }),
              "has a value in the weights \"encoder.1.weight\" that is not a finite number");
  }
}

TEST_F(ModelFile, RefusesEveryTruncationByTheFilesName) {
  const auto whole = encodeSafetensors(readSafetensors(m_path).value());
  for (std::size_t length = 0; length < whole.size(); ++length) {
    const auto model = parseModel(std::span(whole).first(length), "cut.safetensors");
    ASSERT_FALSE(model) << length;
    EXPECT_EQ(model.error().where, "cut.safetensors");
  }
}

TEST_F(ModelFile, DoesNotReplaceAGoodFileByAModelThatCouldNotBeLoaded) {
  const auto refuses = [this](const std::function<void(ModelSnapshot&)>& change) {
    ModelSnapshot model = smallModel();
    change(model);
    const auto saved = saveModel(m_path, model);
    return !saved && saved.error().where == m_path.string() && loadModel(m_path);
  };
  EXPECT_TRUE(refuses([](ModelSnapshot& model) { model.weights[0].values[0] = kNan; }));
  EXPECT_TRUE(refuses([](ModelSnapshot& model) { model.weights.pop_back(); }));
  EXPECT_TRUE(refuses([](ModelSnapshot& model) { model.spec = vaeSpec({2, 3, 1}, {5}); }));
  EXPECT_TRUE(refuses([](ModelSnapshot& model) { model.spec.latent = 0; }));
  EXPECT_TRUE(refuses([](ModelSnapshot& model) { std::swap(model.weights[0], model.weights[1]); }));
  EXPECT_TRUE(refuses([](ModelSnapshot& model) { model.settings["beta"] = double{kNan}; }));
}

TEST_F(ModelFile, SaysWhichFileIsAbsent) {
  const auto model = loadModel(m_folder / "none.safetensors");
  ASSERT_FALSE(model);
  EXPECT_EQ(model.error().code, ErrorCode::NotFound);
  EXPECT_EQ(model.error().where, (m_folder / "none.safetensors").string());
}

TEST(ModelNumbers, BetaComesBackToTheLastBit) {
  const test::TempFolder folder;
  const fs::path path = folder.path() / "beta.safetensors";
  Random random(2);
  for (int round = 0; round < 50; ++round) {
    ModelSnapshot model = smallModel();
    model.settings["beta"] = random.uniform(0, 1) * (round % 2 == 0 ? 1000 : 1e-9);
    ASSERT_TRUE(saveModel(path, model));
    EXPECT_EQ((*loadModel(path))->settings, model.settings);
  }
}

}  // namespace
}  // namespace isthmus
