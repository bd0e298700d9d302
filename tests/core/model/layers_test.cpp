#include "core/base/random.h"
#include "core/model/file/model_file.h"
#include "core/model/placed_layers.h"
#include "tests/support/layer_specs.h"
#include "tests/support/special_floats.h"
#include "tests/support/temp_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace isthmus {
namespace {

using testing::HasSubstr;

std::string layerComplaint(const std::function<void(ModelSpec&)>& change) {
  ModelSpec spec = test::everyLayer();
  change(spec);
  const auto error = spec.validate();
  return error ? error->message : "none";
}

/// The layer of the encoder with this number.
Layer& encoderLayer(ModelSpec& spec, std::size_t at) {
  return spec.nets.front().layers[at];
}

TEST(PlacedLayers, CountThePublishedConvolutionalAutoencoder) {
  const ModelSpec spec = test::publishedConvolutional();
  ASSERT_FALSE(spec.validate()) << spec.validate()->message;
  EXPECT_EQ(spec.parameters(), 416'262U);
  EXPECT_EQ(spec.trainedParameters(), 415'494U);
  EXPECT_NEAR(static_cast<double>(spec.operations()), 117e6, 1e6);
  const std::vector<PlacedLayer> layers = placeLayers(spec).value();
  const auto parametersOf = [](const PlacedLayer& placed) {
    std::uint64_t sum = 0;
    for (const NamedTensor& tensor : placed.weights) sum += tensor.count();
    return sum;
  };
  const std::vector<std::pair<std::uint64_t, ImageShape>> expected = {
      {640, {28, 28, 64}},      {73'856, {28, 28, 128}}, {512, {28, 28, 128}}, {0, {14, 14, 128}},
      {295'168, {14, 14, 256}}, {1'024, {14, 14, 256}},  {0, {7, 7, 256}},     {257, {7, 7, 1}},
      {0, {7, 7, 1}},           {2'450, {1, 1, 49}},     {2'450, {1, 1, 49}},  {39'200, {1, 1, 784}},
      {0, {28, 28, 1}},         {640, {28, 28, 64}},     {65, {28, 28, 1}}};
  ASSERT_EQ(layers.size(), expected.size());
  for (std::size_t i = 0; i < layers.size(); ++i) {
    EXPECT_EQ(parametersOf(layers[i]), expected[i].first) << layers[i].layer->name;
    EXPECT_EQ(layers[i].output, expected[i].second) << layers[i].layer->name;
  }
  EXPECT_EQ(spec.text().substr(0, 40), "784-convolution 64 3x3-convolution 128 3");
}

TEST(PlacedLayers, RefuseWhatCannotFollowOrIsTooLarge) {
  ASSERT_EQ(layerComplaint([](ModelSpec&) {}), "none");
  const auto withType = [](LayerType type) {
    return [type](ModelSpec& spec) { encoderLayer(spec, 1).type = type; };
  };
  EXPECT_THAT(layerComplaint(withType(Convolution{4, 2})), HasSubstr("odd kernel from 1 to 31, not 2"));
  EXPECT_THAT(layerComplaint(withType(Convolution{4, 33})), HasSubstr("odd kernel"));
  EXPECT_THAT(layerComplaint(withType(Convolution{0})), HasSubstr("filters from 1 to 8,192, not 0"));
  EXPECT_THAT(layerComplaint(withType(Convolution{4, 3, 0})), HasSubstr("the stride"));
  EXPECT_THAT(layerComplaint(withType(UpConvolution{4, 3, 17})), HasSubstr("the factor"));
  EXPECT_THAT(layerComplaint(withType(MaxPooling{4})), HasSubstr("leaves nothing of pictures of 3 x 3 x 4"));
  EXPECT_THAT(layerComplaint(withType(MaxPooling{-1})), HasSubstr("the size"));
  EXPECT_THAT(layerComplaint(withType(Dropout{1})), HasSubstr("a share from 0 to 0.95, not 1"));
  EXPECT_THAT(layerComplaint(withType(Dropout{double{test::kNan}})), HasSubstr("a share from 0"));
  EXPECT_THAT(layerComplaint(withType(Reshape{{3, 3, 5}})), HasSubstr("cannot make 3 x 3 x 5 of 36 numbers"));
  EXPECT_THAT(layerComplaint(withType(Reshape{{-6, -6, 1}})), HasSubstr("cannot make"));
  EXPECT_THAT(layerComplaint(withType(Dense{8193})), HasSubstr("a hidden layer must be between 1 and 8,192"));
  // No earlier layer; a later one; one of another shape; one of another net; itself.
  for (const char* name : {"nobody", "e4", "e5", "mean", "e3"})
    EXPECT_THAT(layerComplaint([&](ModelSpec& spec) { encoderLayer(spec, 2).adds = name; }),
                HasSubstr("no earlier layer of its net with outputs of the same shape"))
        << name;
  EXPECT_THAT(layerComplaint([](ModelSpec& spec) { encoderLayer(spec, 4).adds = "e1"; }),
              HasSubstr("of the same shape"));
  // What a picture's decoder ends with is the picture, in its shape.
  EXPECT_THAT(layerComplaint([](ModelSpec& spec) { spec.nets.back().layers.pop_back(); }),
              HasSubstr("must have 36 linear units"));
  EXPECT_THAT(layerComplaint([](ModelSpec& spec) {
                spec.nets.back().layers.push_back({"flat", Reshape{{4, 9, 1}}});
              }),
              HasSubstr("must have 36 linear units"));
  // Each alone is allowed; together they are not, and nothing was taken for them.
  EXPECT_THAT(layerComplaint([](ModelSpec& spec) {
                spec.shape = {1024, 1024, 1};
                encoderLayer(spec, 0).type = Convolution{64, 1};
              }),
              HasSubstr("numbers a sample; at most 8,388,608 are allowed"));
}

TEST(ModelSpec, MayBeADecoderAlone) {
  ModelSpec spec = test::everyLayer();
  std::erase_if(spec.nets, [](const Net& net) { return net.role != NetRole::Decoder; });
  EXPECT_FALSE(spec.validate());
  EXPECT_FALSE(capabilitiesOf(spec).encodes);
  EXPECT_TRUE(capabilitiesOf(spec).decodes);
  EXPECT_EQ(spec.parameters(), 2U * 18 + 18 + 2 * 3 * 9 + 3 + 3 * 9 + 1);
}

class LayersInFile : public testing::Test {
 protected:
  LayersInFile() {
    m_model = {.spec = test::everyLayer(), .settings = {{"depth", 3}}};
    m_model.weights = weightLayout(m_model.spec);
    Random random(4);
    for (NamedTensor& weight : m_model.weights) {
      for (std::uint64_t i = 0; i < weight.count(); ++i)
        weight.values.push_back(static_cast<float>(random.uniform(0.1, 1)));
    }
  }

  /// What is said of the file after a change of its description.
  std::string after(const std::function<void(nlohmann::ordered_json&)>& change) {
    const auto path = m_folder.path() / "every.safetensors";
    EXPECT_TRUE(saveModel(path, m_model));
    Safetensors content = readSafetensors(path).value();
    auto architecture = nlohmann::ordered_json::parse(content.metadata.at("architecture"));
    change(architecture);
    content.metadata["architecture"] = architecture.dump();
    const auto model = parseModel(encodeSafetensors(content), "file");
    return model ? "accepted" : model.error().message;
  }

  ModelSnapshot m_model;
  test::TempFolder m_folder;
};

TEST_F(LayersInFile, ComeBackAsTheyWere) {
  const auto path = m_folder.path() / "every.safetensors";
  ASSERT_TRUE(saveModel(path, m_model));
  const auto read = loadModel(path);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ((*read)->spec, m_model.spec);
  ASSERT_EQ((*read)->weights.size(), m_model.weights.size());
  for (std::size_t i = 0; i < m_model.weights.size(); ++i)
    EXPECT_EQ((*read)->weights[i].values, m_model.weights[i].values) << m_model.weights[i].name;
}

TEST_F(LayersInFile, AreRefusedWhenTheyMakeNoSense) {
  ASSERT_EQ(after([](auto&) {}), "accepted");
  const auto with = [this](const char* key, const nlohmann::ordered_json& value) {
    return after([&](auto& json) { json["nets"][0]["layers"][0][key] = value; });
  };
  EXPECT_THAT(with("type", "attention"),
              HasSubstr("the type \"attention\"; this version reads \"dense\", \"convolution\", "));
  EXPECT_THAT(with("filters", "many"), HasSubstr("whose layer has no whole number \"filters\""));
  EXPECT_THAT(with("kernel", 4), HasSubstr("odd kernel"));
  EXPECT_THAT(with("activation", "softplus"), HasSubstr("this version reads \"none\", \"relu\""));
  EXPECT_THAT(with("adds", "e4"), HasSubstr("no earlier layer"));
  EXPECT_THAT(with("adds", 1), HasSubstr("has no text \"adds\""));
  EXPECT_THAT(after([](auto& json) { json["nets"][3]["layers"][2]["filters"] = 8192; }),
              HasSubstr("with the shape"));  // the weights are not that many
  EXPECT_THAT(with("filters", INT32_MAX), HasSubstr("filters from 1 to 8,192"));
  EXPECT_THAT(after([](auto& json) { json["nets"][0]["layers"][4]["rate"] = 2; }),
              HasSubstr("a share from 0"));
  EXPECT_THAT(after([](auto& json) {
                json["shape"] = {1 << 20, 1, 1};
              }),
              HasSubstr("impossible architecture"));
}

TEST_F(LayersInFile, HaveNoNegativeVariance) {
  const auto variance = std::ranges::find(m_model.weights, "e3.running_variance", &NamedTensor::name);
  ASSERT_NE(variance, m_model.weights.end());
  variance->values[1] = -0.5F;
  const auto path = m_folder.path() / "bad.safetensors";
  const auto saved = saveModel(path, m_model);
  ASSERT_FALSE(saved);
  EXPECT_THAT(saved.error().message, HasSubstr("has a negative variance in \"e3.running_variance\""));
}

}  // namespace
}  // namespace isthmus
