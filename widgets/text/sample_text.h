#pragma once

#include <QString>

#include <cstddef>

namespace isthmus {

struct Dataset;

/// A sample's name as a line that fits beside the mouse: 80 characters at most, "…" in the middle of longer
/// ones. Empty where it has none.
QString sampleName(const Dataset& dataset, std::size_t sample);

/// The row of its file, counted from 1.
std::size_t fileRowOf(const Dataset& dataset, std::size_t sample);

/// "row 1,234", counted from 1 as a file's rows are.
QString rowText(std::size_t row);

/// "train", "validation" or "test".
QString partText(const Dataset& dataset, std::size_t sample);

/// What a sample is called in a sentence: its name, or else "row 18".
QString sampleTitle(const Dataset& dataset, std::size_t sample);

/// "1 sample", "12,000 samples".
QString samplesText(std::size_t count);

}  // namespace isthmus
