#include "widgets/text/sample_text.h"

#include "core/data/dataset.h"
#include "core/data/files/file_rows.h"
#include "widgets/text/number_text.h"
#include "widgets/text/view_text.h"

#include <QCoreApplication>

#include <string_view>

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

QString rowText(std::size_t row) {
  return translated("row %1").arg(countText(row));
}

QString placeText(const Dataset& dataset, std::size_t sample) {
  const QString row = rowText(fileRow(dataset, sample));
  const std::string_view file = fileName(dataset, sample);
  if (file.empty()) return row;
  return translated("%1 of %2").arg(row, viewText(file));
}

QString partText(const Dataset& dataset, std::size_t sample) {
  if (sample < dataset.trainCount) return translated("train");
  return sample < dataset.trainCount + dataset.validationCount ? translated("validation")
                                                               : translated("test");
}

QString sampleTitle(const Dataset& dataset, std::size_t sample) {
  const QString name = sampleName(dataset, sample);
  return name.isEmpty() ? placeText(dataset, sample) : name;
}

QString samplesText(std::size_t count) {
  return countedText(count, translated("sample"), translated("samples"));
}

}  // namespace isthmus
