#include "widgets/text/sample_text.h"

#include "core/data/dataset.h"
#include "widgets/text/number_text.h"

#include <QCoreApplication>

namespace isthmus {
namespace {

QString translated(const char* text) {
  return QCoreApplication::translate("SampleText", text);
}

}  // namespace

QString sampleName(const Dataset& dataset, std::size_t sample) {
  constexpr qsizetype kLongest = 80;
  if (sample >= dataset.sampleNames.size()) return {};
  const QString name = QString::fromStdString(dataset.sampleNames[sample]);
  if (name.size() <= kLongest) return name;
  return name.left(kLongest / 2) + QChar(0x2026) + name.right(kLongest / 2 - 1);
}

std::size_t fileRowOf(const Dataset& dataset, std::size_t sample) {
  return sample < dataset.rows.size() ? dataset.rows[sample] : sample + 1;
}

QString rowText(std::size_t row) {
  return translated("row %1").arg(countText(row));
}

QString partText(const Dataset& dataset, std::size_t sample) {
  if (sample < dataset.trainCount) return translated("train");
  return sample < dataset.trainCount + dataset.validationCount ? translated("validation")
                                                               : translated("test");
}

QString sampleTitle(const Dataset& dataset, std::size_t sample) {
  const QString name = sampleName(dataset, sample);
  return name.isEmpty() ? rowText(fileRowOf(dataset, sample)) : name;
}

QString samplesText(std::size_t count) {
  return countedText(count, translated("sample"), translated("samples"));
}

}  // namespace isthmus
