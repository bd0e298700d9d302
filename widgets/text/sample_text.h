#pragma once

#include <QString>

#include <cstddef>

namespace isthmus {

struct Dataset;

/// A sample's name as a line that fits beside the mouse: 80 characters at most, "…" in the middle of longer
/// ones. Empty where it has none.
QString sampleName(const Dataset& dataset, std::size_t sample);

/// "row 1,234", counted from 1 as a file's rows are.
QString rowText(std::size_t row);

/// Where a sample stands: "row 1,234", or where the data came from several files "row 1,234 of t10k.csv".
QString placeText(const Dataset& dataset, std::size_t sample);

/// "train", "validation" or "test".
QString partText(const Dataset& dataset, std::size_t sample);

/// What a sample is called in a sentence: its name, or else where it stands: "row 18".
QString sampleTitle(const Dataset& dataset, std::size_t sample);

/// "1 sample", "12,000 samples".
QString samplesText(std::size_t count);

}  // namespace isthmus
