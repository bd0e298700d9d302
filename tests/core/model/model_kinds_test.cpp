#include "core/model/file/model_file.h"
#include "core/model/model_kind.h"
#include "tests/support/special_floats.h"
#include "tests/support/temp_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <set>
#include <string>
#include <vector>

namespace isthmus {
namespace {

using testing::HasSubstr;

const DataFacts kPictures = {SampleKind::Image, {28, 28, 1}};
const DataFacts kVectors = {SampleKind::Vector, {1, 12, 1}};

/// A model of this kind with some finite weights.
ModelSnapshot modelOf(const ModelKind& kind, const DataFacts& data) {
  ModelSnapshot model;
  model.spec = planModel(kind, {}, data)->spec;
  model.settings = completed(kind, {});
  model.weights = weightLayout(model.spec);
  for (NamedTensor& tensor : model.weights) {
    std::size_t count = 1;
    for (const std::int64_t side : tensor.shape) count *= static_cast<std::size_t>(side);
    tensor.values.assign(count, 0.25F);
  }
  model.data = "test";
  return model;
}

TEST(ModelKinds, HaveAllThatFormsAndCommandsShow) {
  std::set<std::string_view> ids;
  for (const ModelKind& kind : modelKinds()) {
    EXPECT_TRUE(ids.insert(kind.id).second) << kind.id;
    EXPECT_EQ(findKind(kind.id), &kind);
    EXPECT_FALSE(kind.title.empty() || kind.shortTitle.empty() || kind.explanation.empty()) << kind.id;
    EXPECT_TRUE(kind.explanation.ends_with('.'));
    for (const Setting& setting : kind.settings) {
      EXPECT_FALSE(setting.key.empty() || setting.label.empty() || setting.noun.empty());
      EXPECT_TRUE(setting.explanation.ends_with('.')) << setting.key;
      EXPECT_FALSE(checkSetting(setting, setting.usual)) << setting.key;
      const auto read = parseSetting(setting, settingText(setting.usual));
      ASSERT_TRUE(read) << setting.key;
      EXPECT_EQ(*read, setting.usual);
    }
    for (const DataFacts& data : {kPictures, kVectors}) {
      const auto plan = planModel(kind, {}, data);
      ASSERT_TRUE(plan) << plan.error().text();
      EXPECT_EQ(plan->spec.kind, kind.id);
      EXPECT_FALSE(plan->objective.terms.empty());
      EXPECT_LE(plan->objective.terms.size(), Objective::kMaxTerms);
      EXPECT_EQ(plan->objective.solver, kind.solver);
    }
  }
  EXPECT_EQ(findKind("ae"), findKind("autoencoder"));
  EXPECT_EQ(findKind(""), nullptr);
}

TEST(ModelKinds, SayWhatAVaeAnAutoencoderAndPcaCan) {
  const auto can = [](const char* id) {
    return capabilitiesOf(planModel(*findKind(id), {}, kPictures)->spec);
  };
  EXPECT_EQ(can("vae"), (Capabilities{true, true, true, true}));
  EXPECT_EQ(can("autoencoder"), (Capabilities{true, true, false, false}));
  EXPECT_EQ(can("pca"), (Capabilities{true, true, false, false}));
}

TEST(ModelSpec, CountsWeightsAndOperations) {
  const auto spec = [](const char* id) { return planModel(*findKind(id), {}, kPictures)->spec; };
  EXPECT_EQ(spec("vae").parameters(), 469'268U);
  EXPECT_EQ(spec("vae").operations(), 784U * 256 * 2 + 256U * 128 * 2 + 128U * 2 * 3);
  EXPECT_EQ(spec("autoencoder").parameters(), 469'268U - 258);  // no log-variance
  EXPECT_EQ(spec("pca").parameters(), 784U * 2 + 2 + 2 * 784U + 784);
  EXPECT_EQ(spec("pca").text(), "784-2");
  std::size_t counted = 0;
  for (const NamedTensor& tensor : weightLayout(spec("pca"))) {
    std::size_t count = 1;
    for (const std::int64_t side : tensor.shape) count *= static_cast<std::size_t>(side);
    counted += count;
  }
  EXPECT_EQ(counted, spec("pca").parameters());
}

TEST(ModelSpec, RefusesNetsThatDoNotChain) {
  const ModelSpec sound = planModel(*findKind("vae"), {}, kPictures)->spec;
  ASSERT_FALSE(sound.validate());
  const auto refused = [&](auto change) {
    ModelSpec spec = sound;
    change(spec);
    return spec.validate().has_value();
  };
  EXPECT_TRUE(refused([](ModelSpec& s) { s.nets.clear(); }));
  EXPECT_TRUE(refused([](ModelSpec& s) { s.nets.pop_back(); }));
  EXPECT_TRUE(refused([](ModelSpec& s) { s.nets.push_back(s.nets.back()); }));
  EXPECT_TRUE(refused([](ModelSpec& s) { std::swap(s.nets[0], s.nets[1]); }));
  EXPECT_TRUE(refused([](ModelSpec& s) { s.nets[0].layers.clear(); }));
  EXPECT_TRUE(refused([](ModelSpec& s) { s.nets[1].layers[0].type = Dense{3}; }));
  EXPECT_TRUE(refused([](ModelSpec& s) { s.nets.back().layers.back().type = Dense{783}; }));
  EXPECT_TRUE(refused([](ModelSpec& s) { s.nets.back().layers.back().activation = Activation::Relu; }));
  EXPECT_TRUE(refused([](ModelSpec& s) { s.nets[0].layers[0].name = "mean"; }));
  EXPECT_TRUE(refused([](ModelSpec& s) { s.nets[0].layers[0].name = ""; }));
  EXPECT_TRUE(refused([](ModelSpec& s) { s.prior = Prior::None; }));
  EXPECT_TRUE(refused([](ModelSpec& s) { s.nets[0].layers.resize(65, {"x", Dense{4}}); }));
}

TEST(Settings, SayWhatWasExpected) {
  const Setting& latent = *findKind("vae")->setting("latent");
  EXPECT_THAT(parseSetting(latent, "many").error().message, HasSubstr("not a whole number"));
  EXPECT_THAT(parseSetting(latent, "2.5").error().message, HasSubstr("not a whole number"));
  EXPECT_EQ(parseSetting(latent, "65").error().message,
            "the number of latent dimensions must be between 2 and 64, not 65");
  const Setting& beta = *findKind("vae")->setting("beta");
  EXPECT_EQ(parseSetting(beta, "1e4").error().message, "beta must be between 0 and 1,000, not 10000");
  EXPECT_TRUE(checkSetting(beta, double{test::kNan}));
  const Setting& hidden = *findKind("vae")->setting("hidden");
  EXPECT_EQ(std::get<std::vector<int>>(*parseSetting(hidden, "7,5")), (std::vector<int>{7, 5}));
  for (const char* bad : {"", "7,", "7,x", "0", "9000", "1,1,1,1,1,1,1,1,1"})
    EXPECT_FALSE(parseSetting(hidden, bad)) << bad;
  EXPECT_THAT(checkSettings(*findKind("pca"), {{"beta", 1.0}})->message, HasSubstr("which has latent"));
  EXPECT_THAT(planModel(*findKind("pca"), {{"latent", 13}}, kVectors).error().message,
              HasSubstr("samples of 12 numbers have no 13 principal components"));
}

class ModelFile2 : public testing::Test {
 protected:
  /// What is said of the file after a change of its content.
  std::string after(const std::function<void(Safetensors&)>& change) {
    const auto path = m_folder.path() / "pca.safetensors";
    EXPECT_TRUE(saveModel(path, modelOf(*findKind("pca"), kVectors)));
    Safetensors content = readSafetensors(path).value();
    change(content);
    const auto model = parseModel(encodeSafetensors(content), "file");
    return model ? "accepted " + (*model)->spec.kind : model.error().message;
  }
  std::string withArchitecture(const std::string& from, const std::string& to) {
    return after([&](Safetensors& content) {
      std::string& text = content.metadata["architecture"];
      const std::size_t at = text.find(from);
      ASSERT_NE(at, std::string::npos) << from;
      text.replace(at, from.size(), to);
    });
  }

  test::TempFolder m_folder;
};

TEST_F(ModelFile2, KeepsEveryKindWithItsStatistics) {
  for (const ModelKind& kind : modelKinds()) {
    for (const DataFacts& data : {kPictures, kVectors}) {
      ModelSnapshot model = modelOf(kind, data);
      if (kind.id == "pca")
        model.statistics = {{"explained_variance", {2}, {3, 1}}, {"total_variance", {1}, {8}}};
      const auto path = m_folder.path() / "any.safetensors";
      ASSERT_TRUE(saveModel(path, model)) << kind.id;
      const auto loaded = loadModel(path);
      ASSERT_TRUE(loaded) << loaded.error().text();
      EXPECT_EQ((*loaded)->spec, model.spec);
      EXPECT_EQ((*loaded)->settings, model.settings);
      EXPECT_EQ(explainedShare(**loaded), explainedShare(model));
      EXPECT_EQ(readSafetensors(path)->metadata.at("format_version"), kind.id == "vae" ? "1" : "2");
    }
  }
}

TEST_F(ModelFile2, OfAnUnknownKindIsTakenByItsArchitecture) {
  EXPECT_EQ(after([](Safetensors& content) { content.metadata["kind"] = "from the future"; }),
            "accepted from the future");
  EXPECT_EQ(after([](Safetensors& content) {
              content.metadata["kind"] = "new";
              content.metadata["settings"] = R"({"depth":3,"rate":0.5,"sides":[1,2]})";
            }),
            "accepted new");
}

TEST_F(ModelFile2, SaysWhatIsWrong) {
  EXPECT_THAT(withArchitecture("\"dense\"", "\"attention\""), HasSubstr("layer of the type \"attention\""));
  EXPECT_THAT(withArchitecture("\"gaussian\"", "\"laplace\""), HasSubstr("has the likelihood \"laplace\""));
  EXPECT_THAT(withArchitecture("\"units\":2", "\"units\":\"2\""), HasSubstr("no whole number \"units\""));
  EXPECT_THAT(withArchitecture("\"units\":2", "\"units\":3"), HasSubstr("impossible architecture"));
  EXPECT_THAT(withArchitecture("[1,12,1]", "[1,12]"), HasSubstr("not three whole numbers"));
  EXPECT_THAT(withArchitecture("[1,12,1]", "[1,13,1]"), HasSubstr("impossible architecture"));
  EXPECT_THAT(withArchitecture("{", "["), HasSubstr("not JSON"));
  EXPECT_THAT(after([](Safetensors& c) { c.metadata["architecture"] = "[]"; }), HasSubstr("is no object"));
  EXPECT_THAT(after([](Safetensors& c) { c.metadata["architecture"] = std::string(100'000, '['); }),
              HasSubstr("not JSON"));
  EXPECT_THAT(after([](Safetensors& c) { c.metadata.erase("architecture"); }),
              HasSubstr("no \"architecture\""));
  EXPECT_THAT(after([](Safetensors& c) { c.metadata["settings"] = "{\"latent\":99}"; }),
              HasSubstr("impossible setting \"latent\""));
  EXPECT_THAT(after([](Safetensors& c) { c.metadata["settings"] = "7"; }),
              HasSubstr("settings that are no object"));
  EXPECT_THAT(after([](Safetensors& c) { c.metadata["kind"] = ""; }), HasSubstr("has the kind \"\""));
  EXPECT_THAT(after([](Safetensors& c) {
                c.tensors.push_back({"statistics.x", {1}, {test::kNan}});
              }),
              HasSubstr("not a list of finite numbers"));
}

}  // namespace
}  // namespace isthmus
