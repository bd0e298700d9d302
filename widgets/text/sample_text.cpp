#include "widgets/text/sample_text.h"

#include "core/data/dataset.h"

namespace isthmus {

QString sampleName(const Dataset& dataset, std::size_t sample) {
  constexpr qsizetype kLongest = 80;
  if (sample >= dataset.sampleNames.size()) return {};
  const QString name = QString::fromStdString(dataset.sampleNames[sample]);
  return name.size() <= kLongest ? name : name.left(kLongest - 1) + QChar(0x2026);
}

}  // namespace isthmus
