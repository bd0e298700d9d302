#pragma once

#include "core/data/dataset.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace isthmus {

/// The row of its file that a sample is, counted from 1 among the rows of data.
std::uint32_t fileRow(const Dataset& dataset, std::size_t sample);

/// The name of the file that a sample came from; "" where there is one alone.
std::string_view fileName(const Dataset& dataset, std::size_t sample);

/// Fills Dataset::rows where samples are about to change places or go; nothing where it is filled. Those of
/// the test part are counted from 1 again.
void nameRows(Dataset& dataset);

/// Says that the test part came from a file of its own (or a part of the file, with rows of its own).
void nameTestFile(Dataset& dataset, const std::string& file, const std::string& testFile);

/// These samples in the order of their files: file by file, row by row.
std::vector<std::size_t> inFileOrder(const Dataset& dataset, std::span<const std::size_t> samples);
/// All samples in that order.
std::vector<std::size_t> inFileOrder(const Dataset& dataset);

}  // namespace isthmus
