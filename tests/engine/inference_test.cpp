#include "core/engine/inference.h"

#include "core/engine/training/training_run.h"
#include "core/model/file/model_file.h"
#include "tests/engine/small_data.h"
#include "tests/support/layer_specs.h"
#include "tests/support/temp_folder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <numbers>

namespace isthmus {
namespace {

/// The model by plain loops, an implementation that shares nothing with LibTorch.
class PlainVae {
 public:
  explicit PlainVae(const ModelSnapshot& model) : m_model(model) {}

  std::vector<double> layer(std::size_t tensor, const std::vector<double>& x, bool relu) const {
    const NamedTensor& weight = m_model.weights[tensor];
    const NamedTensor& bias = m_model.weights[tensor + 1];
    std::vector<double> y(bias.values.begin(), bias.values.end());
    for (std::size_t o = 0; o < y.size(); ++o) {
      for (std::size_t i = 0; i < x.size(); ++i)
        y[o] += static_cast<double>(weight.values[o * x.size() + i]) * x[i];
      if (relu) y[o] = std::max(y[o], 0.0);
    }
    return y;
  }
  std::vector<double> hidden(std::vector<double> x, std::size_t first) const {
    for (std::size_t i = 0; i < hiddenCount(); ++i) x = layer(first + 2 * i, x, true);
    return x;
  }
  std::vector<double> mean(const std::vector<double>& x) const {
    return layer(2 * hiddenCount(), hidden(x, 0), false);
  }
  std::vector<double> decode(const std::vector<double>& z) const {
    auto outputs = layer(2 * (2 * hiddenCount() + 2), hidden(z, 2 * (hiddenCount() + 2)), false);
    if (m_model.spec.likelihood == Likelihood::Bernoulli)
      for (double& l : outputs) l = 1 / (1 + std::exp(-l));
    return outputs;
  }

 private:
  std::size_t hiddenCount() const { return m_model.spec.net(NetRole::Encoder)->layers.size(); }

  const ModelSnapshot& m_model;
};

ModelSnapshotPtr trainedModel(const DatasetPtr& dataset, int latent = 2) {
  TrainerConfig config;
  config.settings = vaeSettings({16, 8}, latent);
  config.epochs = 2;
  auto run = std::move(TrainingRun::create(dataset, config)).value();
  while (!run->finished()) {
    EXPECT_TRUE(run->step());
    if (run->atEpochEnd()) {
      EXPECT_TRUE(run->finishEpoch({}));
    }
  }
  return run->snapshot().model;
}

TEST(Inference, AgreesWithAnIndependentImplementation) {
  const auto dataset = twoSides();
  const auto model = trainedModel(dataset, 3);
  const PlainVae plain(*model);
  const auto encoding = *encodeDataset(*model, *dataset);
  for (const std::size_t index : {0U, 17U, 399U, 499U}) {
    const Image image = dataset->image(index);
    const auto mean = plain.mean({image.pixels.begin(), image.pixels.end()});
    for (std::size_t k = 0; k < mean.size(); ++k) EXPECT_NEAR(encoding->means.at(index, k), mean[k], 1e-4);

    const auto expected = plain.decode(mean);
    const auto reconstruction = *reconstruct(*model, *dataset, std::array{index});
    double bce = 0;
    double mse = 0;
    for (std::size_t j = 0; j < expected.size(); ++j) {
      const double x = static_cast<double>(image.pixels[j]);
      EXPECT_NEAR(reconstruction.at(0, j), expected[j], 1e-4);
      bce -= x * std::log(expected[j]) + (1 - x) * std::log(1 - expected[j]);
      mse += (x - expected[j]) * (x - expected[j]) / static_cast<double>(expected.size());
    }
    EXPECT_NEAR(encoding->of(Measure::Nll)[index], bce, 1e-2);
    EXPECT_NEAR(encoding->of(Measure::Mse)[index], mse, 1e-4);
  }
}

TEST(Inference, OfVectorsAgreesWithAnIndependentImplementationInTheDatasOwnUnits) {
  const auto dataset = twoSidesAsVectors();
  const auto model = trainedModel(dataset, 3);
  const PlainVae plain(*model);
  const auto encoding = *encodeDataset(*model, *dataset);
  const double variance = model->decoderVariance;
  ASSERT_NE(variance, 1);
  for (const std::size_t index : {0U, 17U, 399U, 499U}) {
    std::vector<double> x;
    for (std::size_t j = 0; j < 36; ++j)
      x.push_back(
          (static_cast<double>(dataset->numbers(index)[j]) - static_cast<double>(model->scaling.offset[j])) /
          static_cast<double>(model->scaling.factor[j]));
    const auto mean = plain.mean(x);
    for (std::size_t k = 0; k < mean.size(); ++k) EXPECT_NEAR(encoding->means.at(index, k), mean[k], 1e-4);

    const auto expected = plain.decode(mean);
    const auto reconstruction = *reconstruct(*model, *dataset, std::array{index});
    double sse = 0;
    for (std::size_t j = 0; j < expected.size(); ++j) {
      const double ownUnits = expected[j] * static_cast<double>(model->scaling.factor[j]) +
                              static_cast<double>(model->scaling.offset[j]);
      EXPECT_NEAR(reconstruction.at(0, j), ownUnits, 1e-2);  // of about 100
      sse += (x[j] - expected[j]) * (x[j] - expected[j]);
    }
    const double nll = sse / (2 * variance) + 18 * std::log(2 * std::numbers::pi * variance);
    EXPECT_NEAR(encoding->of(Measure::Nll)[index], nll, 1e-2);
    EXPECT_NEAR(encoding->of(Measure::Mse)[index], sse / 36, 1e-4);
    Matrix z(1, 3);
    std::ranges::copy(encoding->means.row(index), z.values.begin());
    const auto decoded = *decode(*model, z);
    for (std::size_t j = 0; j < 36; ++j) EXPECT_NEAR(decoded.at(0, j), reconstruction.at(0, j), 1e-3);
  }
}

TEST(Inference, ScalesDataEncodedLaterAsTheModelsTrainingSamplesWere) {
  const auto dataset = twoSidesAsVectors();
  const auto model = trainedModel(dataset);
  Dataset later = firstSamples(*dataset, 50);
  later.scaling = Scaling::None;  // its own wish does not count
  const auto whole = *encodeDataset(*model, *dataset);
  const auto part = *encodeDataset(*model, later);
  for (std::size_t i = 0; i < 50; ++i) EXPECT_NEAR(whole->means.at(i, 0), part->means.at(i, 0), 1e-4);
}

TEST(Inference, PicturesInBytesAreToAModelOfFloatPicturesWhatTheirFloatsAre) {
  const auto bytes = twoSides();
  const auto floats = twoSidesInFloats();
  const auto model = trainedModel(floats);
  ASSERT_EQ(model->scaling.kind, Scaling::UnitRange);
  const auto expected = *encodeDataset(*model, *floats);
  const auto encoded = *encodeDataset(*model, *bytes);
  for (std::size_t i = 1; i < 50; ++i)  // the first has other numbers
    EXPECT_NEAR(encoded->means.at(i, 0), expected->means.at(i, 0), 0.02) << i;
}

TEST(Inference, DoesNotDependOnTheOtherSamples) {
  const auto dataset = twoSides(900, 100);
  const auto model = trainedModel(dataset);
  const auto whole = *encodeDataset(*model, *dataset);
  const auto part = *encodeDataset(*model, firstSamples(*dataset, 300));
  for (std::size_t i = 0; i < 300; ++i)
    EXPECT_NEAR(whole->of(Measure::SampledNll)[i], part->of(Measure::SampledNll)[i], 1e-3);
}

TEST(Inference, APreviewIsNearTheExactEncodingAndLeavesTheSampledErrorOut) {
  const auto dataset = twoSides();
  const auto model = trainedModel(dataset);
  const auto exact = *encodeDataset(*model, *dataset);
  const auto preview = *encodeDataset(*model, *dataset, {}, EncodingQuality::Preview);
  for (std::size_t i = 0; i < dataset->count(); ++i) {
    for (std::size_t k = 0; k < 2; ++k) EXPECT_NEAR(preview->means.at(i, k), exact->means.at(i, k), 0.05);
    EXPECT_NEAR(preview->of(Measure::Nll)[i], exact->of(Measure::Nll)[i], 0.01 * exact->of(Measure::Nll)[i]);
    EXPECT_TRUE(std::isnan(preview->of(Measure::SampledNll)[i]));
    EXPECT_FALSE(std::isnan(exact->of(Measure::SampledNll)[i]));
  }
}

TEST(Inference, RefusesSamplesOfAnotherShapeAndSaysBoth) {
  const auto dataset = twoSides();
  const auto model = trainedModel(dataset);
  Dataset other = *dataset;
  other.shape = {4, 9, 1};
  const auto encoded = encodeDataset(*model, other);
  ASSERT_FALSE(encoded);
  EXPECT_NE(encoded.error().message.find("4 x 9"), std::string::npos);
  EXPECT_NE(encoded.error().message.find("6 x 6"), std::string::npos);
  EXPECT_FALSE(decode(*model, Matrix(1, 3)));
}

TEST(Inference, RefusesFeaturesOfOtherNamesOrInAnotherOrder) {
  auto rows = std::make_shared<Dataset>(*twoSidesAsVectors());
  for (std::size_t i = 0; i < rows->shape.size(); ++i) rows->features.push_back("f" + std::to_string(i));
  const auto model = trainedModel(rows);
  EXPECT_TRUE(checkFits(*model, *rows));
  EXPECT_TRUE(checkFits(*model, *twoSidesAsVectors())) << "rows without names may be anything";
  Dataset other = *rows;
  other.features[3] = "weight";
  const auto renamed = checkFits(*model, other);
  ASSERT_FALSE(renamed);
  EXPECT_EQ(renamed.error().message,
            "has \"weight\" as number 4 of a sample, where the model expects \"f3\"");
  other = *rows;
  std::swap(other.features[1], other.features[2]);
  const auto swapped = checkFits(*model, other);
  ASSERT_FALSE(swapped);
  EXPECT_EQ(swapped.error().message,
            "has \"f2\" as number 2 of a sample, where the model expects \"f1\", which comes elsewhere");
}

TEST(Inference, RefusesVectorsForAModelOfPicturesWithAsManyNumbers) {
  auto pictures = std::make_shared<Dataset>(*twoSidesAsVectors());
  pictures->kind = SampleKind::Image;
  const auto encoded = encodeDataset(*trainedModel(pictures), *twoSidesAsVectors());
  ASSERT_FALSE(encoded);
  EXPECT_EQ(encoded.error().message, "has samples of 36 numbers, but the model was made for 1 x 36 grey");
}

TEST(Inference, StopsWhenCancelled) {
  const auto dataset = twoSides();
  std::stop_source stop;
  stop.request_stop();
  const auto encoded = encodeDataset(*trainedModel(dataset), *dataset, {stop.get_token()});
  ASSERT_FALSE(encoded);
  EXPECT_EQ(encoded.error().code, ErrorCode::Cancelled);
}

TEST(ModelFile, ASavedModelEncodesAndDecodesAsBefore) {
  for (const DatasetPtr& dataset : {twoSides(), twoSidesInFloats(), twoSidesAsVectors()}) {
    const auto model = trainedModel(dataset);
    const test::TempFolder folder;
    const auto path = folder.path() / "saved.safetensors";
    ASSERT_TRUE(saveModel(path, *model));
    const auto loaded = loadModel(path);
    ASSERT_TRUE(loaded);
    Matrix z(2, 2);
    z.values = {0.5F, -1.0F, 2.0F, 0.1F};
    EXPECT_EQ(decode(*model, z).value().values, decode(**loaded, z).value().values);
    EXPECT_EQ((*encodeDataset(*model, *dataset))->of(Measure::Nll),
              (*encodeDataset(**loaded, *dataset))->of(Measure::Nll));
    EXPECT_EQ((*loaded)->step, model->step);
  }
}

/// Convolutions need LibTorch, whose library this process loads for them and not before.
TEST(Inference, RunsLayersThatTheFastPathDoesNotKnow) {
  const auto dataset = twoSides(40, 10);
  ModelSnapshot model{.spec = test::everyLayer(), .weights = drawWeights(test::everyLayer(), 3)};
  model.scaling = fitScaling(*dataset);
  const auto encoding = encodeDataset(model, *dataset);
  ASSERT_TRUE(encoding) << encoding.error().text();
  EXPECT_TRUE(
      std::ranges::all_of((*encoding)->of(Measure::Nll), [](float value) { return std::isfinite(value); }));
  const auto pictures = decode(model, (*encoding)->means);
  ASSERT_TRUE(pictures) << pictures.error().text();
  const std::array first{std::size_t{7}};
  const auto reconstructed = reconstruct(model, *dataset, first);
  ASSERT_TRUE(reconstructed);
  for (std::size_t pixel = 0; pixel < 36; ++pixel)
    EXPECT_NEAR(pictures->at(7, pixel), reconstructed->at(0, pixel), 1e-5);
}

TEST(Inference, OfADecoderAloneDecodesAndSaysThatItCannotEncode) {
  const auto dataset = twoSides(40, 10);
  ModelSnapshot whole = freshModel(*dataset, {{16, 8}, 2});
  ModelSnapshot decoder = whole;
  std::erase_if(decoder.spec.nets, [](const Net& net) { return net.role != NetRole::Decoder; });
  std::erase_if(decoder.weights, [](const NamedTensor& tensor) {
    return !tensor.name.starts_with("decoder") && !tensor.name.starts_with("output");
  });
  Matrix z(2, 2);
  z.values = {0.5F, -1.0F, 2.0F, 0.1F};
  EXPECT_EQ(decode(decoder, z).value().values, decode(whole, z).value().values);
  EXPECT_EQ(encodeDataset(decoder, *dataset).error().message, "cannot be encoded: the model has no encoder");
}

}  // namespace
}  // namespace isthmus
