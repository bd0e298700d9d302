#pragma once

#include "core/base/random.h"
#include "tests/support/widget_support.h"
#include "widgets/errors/error_histogram.h"
#include "widgets/errors/error_panel.h"
#include "widgets/plot/qcp.h"
#include "widgets/theme/theme.h"

#include <QApplication>
#include <QLabel>
#include <QRegularExpression>
#include <QTest>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace isthmus {

using Above = std::shared_ptr<const std::vector<std::uint32_t>>;
using Kind = ThresholdRule::Kind;

/// Ten classes of small pictures: a bright block whose place tells the class.
inline DatasetPtr makeDataset(std::size_t count) {
  auto dataset = std::make_shared<Dataset>();
  dataset->name = "digits";
  dataset->shape = {28, 28, 1};
  dataset->pixels.resize(count * dataset->shape.size());
  dataset->trainCount = count * 5 / 6;
  for (const char* name : {"T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt",
                           "Sneaker", "Bag", "Ankle boot"})
    dataset->classNames.emplace_back(name);
  for (std::size_t i = 0; i < count; ++i) {
    dataset->labels.push_back(static_cast<std::int32_t>(i % 10));
    for (std::size_t y = 6; y < 22; ++y)
      for (std::size_t x = 0; x < 7; ++x) dataset->pixels[i * 784 + y * 28 + x + 2 * (i % 10)] = 230;
  }
  return dataset;
}

/// Errors with a long tail to the right about `centre` nats, a little different for each class.
inline EncodingPtr makeEncoding(std::uint64_t seed, std::size_t count, double centre) {
  Random random(seed);
  auto encoding = std::make_shared<Encoding>();
  encoding->means = Matrix(count, 2);
  for (std::size_t i = 0; i < count; ++i) {
    double sum = 0;
    for (int k = 0; k < 8; ++k) sum -= std::log(1 - random.uniform());
    const double bce = centre * (0.5 + 0.03 * static_cast<double>(i % 10) + sum / 21);
    encoding->measures[Measure::Nll].push_back(static_cast<float>(bce));
    encoding->measures[Measure::Mse].push_back(static_cast<float>(bce / 4000));
    encoding->measures[Measure::Kl].push_back(static_cast<float>(5 + random.normal()));
    encoding->measures[Measure::SampledNll].push_back(static_cast<float>(bce + 4));
  }
  return encoding;
}

inline std::shared_ptr<const std::vector<Part>> makeParts(const Dataset& dataset) {
  auto parts = std::make_shared<std::vector<Part>>(dataset.count(), Part::Train);
  std::fill(parts->begin() + static_cast<std::ptrdiff_t>(dataset.trainCount), parts->end(), Part::Test);
  return parts;
}

/// A panel at its size in the smallest window, with 12,000 samples of ten classes at hand.
class ErrorPanelTest : public testing::Test {
 protected:
  static constexpr std::size_t kCount = 12'000;

  void SetUp() override {
    panel.resize(560, 240);
    panel.show();
  }
  void TearDown() override { applyTheme(*qApp, ThemeChoice::Light); }

  ErrorPanelTest() {
    QObject::connect(&panel, &ErrorPanel::viewChanged, &panel, [this](const ErrorsView& view) {
      if (isLoaded && view.measure != measure) load();
    });
  }
  /// Brings the panel what it shows, by the measure that is chosen, as the window does.
  void load() {
    isLoaded = true;
    measure = panel.view().measure;
    const ErrorTraits traits = expectedTraits(dataset->kind);
    panel.setData({dataset, measureErrors(*encoding, traits, measure), parts, traits, probeName,
                   probe ? measureErrors(*probe, traits, measure) : nullptr});
  }
  void setProbe(const QString& name, EncodingPtr encodedProbe) {
    probeName = name;
    probe = std::move(encodedProbe);
    load();
  }
  void clearProbe() { setProbe({}, nullptr); }
  void setRule(const ThresholdRule& rule) {
    ErrorsView view = panel.view();
    view.rule = rule;
    panel.setView(view);
  }
  template <typename T>
  T* child(const char* name) {
    return &isthmus::child<T>(panel, name);
  }
  QString plain(const char* name) {
    return child<QLabel>(name)->text().remove(QRegularExpression(QStringLiteral("<[^>]*>")));
  }
  std::vector<float> train() const {
    return {encoding->of(Measure::Nll).begin(),
            encoding->of(Measure::Nll).begin() + static_cast<std::ptrdiff_t>(dataset->trainCount)};
  }
  QPoint onPlot(const QPoint& pointInHistogram) {
    return child<QCustomPlot>("errorBars")
        ->mapFrom(child<ErrorHistogram>("errorHistogram"), pointInHistogram);
  }
  void drag(int pixels) {
    auto* plot = child<QCustomPlot>("errorBars");
    const QPoint from = onPlot(child<ErrorHistogram>("errorHistogram")->thresholdPosition());
    QTest::mousePress(plot, Qt::LeftButton, {}, from);
    QTest::mouseMove(plot, from + QPoint(pixels / 2, 0));
    QTest::mouseMove(plot, from + QPoint(pixels, 0));
    QTest::mouseRelease(plot, Qt::LeftButton, {}, from + QPoint(pixels, 0));
  }

  DatasetPtr dataset = makeDataset(kCount);
  EncodingPtr encoding = makeEncoding(1, kCount, 150);
  std::shared_ptr<const std::vector<Part>> parts = makeParts(*dataset);
  QString probeName;
  EncodingPtr probe;
  bool isLoaded = false;
  std::optional<ErrorMeasure> measure;  // that was chosen when the data were brought last
  ErrorPanel panel;
};

}  // namespace isthmus
