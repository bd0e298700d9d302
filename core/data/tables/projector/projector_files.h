#pragma once

#include "core/base/result.h"
#include "core/base/task.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace isthmus {

/// Vectors and what is known of each, as TensorBoard's projector keeps them: a file of bare 32-bit floats or
/// of text with a vector a line, and a tab-separated file of metadata with or without a header.
struct ProjectorFiles {
  std::string name;                        ///< of the tensor
  std::filesystem::path tensors;           ///< .bytes or .tsv
  std::filesystem::path metadata = {};     ///< empty: none
  std::optional<std::uint64_t> rows = {};  ///< declared by a projector_config.json, with ...
  std::optional<std::uint64_t> width = {};
};

inline constexpr std::size_t kMetadataRowsBetweenLooks = 4096;  // at the stop token

/// The metadata's cells.
struct ProjectorMetadata {
  std::vector<std::string> columns;  ///< names, as soon as it is known whether there is a header
  std::vector<std::vector<std::string>> rows;
};

/// The tensors that a projector_config.json names. An error when a path leaves the folder of the file.
Result<std::vector<ProjectorFiles>> readProjectorConfig(const std::filesystem::path& file);

/// Whether a file that no configuration names holds vectors: any .bytes, and a .tsv called so
/// ("x_vectors.tsv") that starts with numbers and has metadata beside it. Without that it is a table.
bool isTensors(const std::filesystem::path& file);
/// The metadata beside a file of vectors, by its name ("x_tensors.bytes", "x_labels.tsv"; "vectors.tsv",
/// "metadata.tsv"); empty when there is none. Looks for a few names, however many files lie there.
std::filesystem::path metadataBeside(const std::filesystem::path& tensors);
/// The .bytes file beside a .tsv of metadata, likewise; or else the .tsv that isTensors().
std::filesystem::path tensorsBeside(const std::filesystem::path& metadata);

/// All lines of the file as rows, a header as well, at least one. An error when it describes more than
/// `maxRows` vectors, or rows differ in their fields.
Result<ProjectorMetadata> readProjectorMetadata(const std::filesystem::path& file, std::uint64_t maxRows,
                                                const Task& task);

}  // namespace isthmus
