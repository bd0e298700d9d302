#include "core/data/tables/projector/projector_files.h"

#include "core/base/memory_limit.h"
#include "core/base/number_text.h"
#include "core/base/text.h"
#include "core/data/files/byte_source.h"
#include "core/data/files/load_errors.h"
#include "core/data/tables/projector/projector_tensors.h"
#include "core/data/tables/table_limits.h"
#include "core/data/tables/text/table_text.h"
#include "core/data/tables/text/tsv_rows.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <span>
#include <string_view>
#include <system_error>
#include <utility>

namespace isthmus {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::size_t kMaxConfigBytes = 1U << 20;     // a config names files, it holds no data
constexpr std::size_t kMaxMetadataBytes = 64U << 20;  // a million vectors with 64 letters each
constexpr int kMaxNesting = 16;                       // a config has 4

// What ends the name of the one file and of the other.
constexpr std::array<std::string_view, 7> kTensorKinds = {"tensors",    "tensor",    "vectors", "vector",
                                                          "embeddings", "embedding", "data"};
constexpr auto kTextTensorKinds = std::span(kTensorKinds).first<6>();  // "data" is any table
constexpr std::array<std::string_view, 6> kMetadataKinds = {"labels", "label", "metadata",
                                                            "meta",   "words", "names"};

/// Where the last word that is one of `kinds` stands in a file's stem; the stem's end when none is.
std::pair<std::size_t, std::size_t> findKindWord(const std::string& stem) {
  const std::string name = lowerCased(stem);
  std::pair found{name.size(), name.size()};
  for (std::size_t start = 0; start < name.size();) {
    const std::size_t end = std::min(name.find_first_of("-_. ", start), name.size());
    if (std::ranges::find(kTensorKinds, std::string_view(name).substr(start, end - start)) !=
            kTensorKinds.end() ||
        std::ranges::find(kMetadataKinds, std::string_view(name).substr(start, end - start)) !=
            kMetadataKinds.end())
      found = {start, end};
    start = end + 1;
  }
  return found;
}

/// The file that goes with `file`: "x_labels.tsv", "x_metadata.tsv" or "x.tsv" with "x_tensors.bytes" or
/// "x.bytes".
fs::path beside(const fs::path& file, std::string_view ending, std::span<const std::string_view> kinds) {
  const std::string stem = file.stem().string();
  const auto [start, end] = findKindWord(stem);
  const std::string before = stem.substr(0, start);
  const std::string after = stem.substr(end);
  std::vector<std::string> names;
  if (start == end) names.push_back(stem);
  for (const std::string_view kind : kinds) {
    if (start < end) names.push_back(before + std::string(kind) + after);
    if (start == end) names.push_back(stem + "_" + std::string(kind));
    if (start == end) names.push_back(stem + "-" + std::string(kind));
  }
  if (start < end && before.size() > 1 && after.empty() && ending != file.extension())
    names.push_back(before.substr(0, before.size() - 1));
  for (const std::string& name : names) {
    const fs::path candidate = file.parent_path() / (name + std::string(ending));
    std::error_code unknown;
    if (fs::is_regular_file(candidate, unknown)) return candidate;
  }
  return {};
}

/// The .tsv that goes with a .tsv: both say in their names what they are, for most such files are tables.
fs::path textBeside(const fs::path& file, std::span<const std::string_view> kinds,
                    std::span<const std::string_view> otherKinds) {
  const std::string stem = file.stem().string();
  const auto [start, end] = findKindWord(stem);
  const std::string kind = lowerCased(stem.substr(start, end - start));
  if (std::ranges::find(kinds, std::string_view(kind)) == kinds.end()) return {};
  return beside(file, ".tsv", otherKinds);
}

Result<std::string> readAll(const fs::path& file, std::size_t limit) {
  Result<ByteSource> opened = ByteSource::open(file);
  if (!opened) return opened.error();
  ByteSource source = std::move(opened).value();
  std::string text(static_cast<std::size_t>(std::min<std::uint64_t>(source.largestContent(), limit + 1)), 0);
  const auto got = source.read({reinterpret_cast<std::uint8_t*>(text.data()), text.size()});
  if (!got) return got.error();
  if (*got > limit)
    return fileError(file, "is larger than " + mebibytesText(limit) + "; no more can be loaded",
                     ErrorCode::TooLarge);
  text.resize(*got);
  return text;
}

/// A path of the config, which must stay within the config's folder, links followed.
Result<fs::path> pathWithin(const fs::path& config, const std::string& text) {
  std::error_code failed;
  const fs::path folder = fs::weakly_canonical(fs::absolute(config, failed).parent_path(), failed);
  const fs::path path = fs::weakly_canonical(folder / text, failed);
  const auto [end, unused] = std::ranges::mismatch(folder, path);
  if (text.empty() || failed || end != folder.end() || fs::path(text).is_absolute())
    return fileError(config, "names the file " + quotedText(text) + "; expected a path within its folder");
  return path;
}

Result<ProjectorFiles> readEntry(const json& entry, const fs::path& file) {
  const auto text = [&](const char* key) {
    const auto found = entry.find(key);
    return found != entry.end() && found->is_string() ? found->get<std::string>() : std::string();
  };
  const Result<fs::path> tensors = pathWithin(file, text("tensorPath"));
  if (!tensors) return tensors.error();
  ProjectorFiles files{.name = text("tensorName"), .tensors = *tensors};
  if (const std::string metadata = text("metadataPath"); !metadata.empty()) {
    const Result<fs::path> path = pathWithin(file, metadata);
    if (!path) return path.error();
    files.metadata = *path;
  }
  const auto shape = entry.find("tensorShape");
  if (shape == entry.end()) return files;
  if (!shape->is_array() || shape->size() != 2 || !(*shape)[0].is_number_unsigned() ||
      !(*shape)[1].is_number_unsigned())
    return fileError(file,
                     "has a tensorShape that is not two whole numbers; expected [rows, numbers in each]");
  files.rows = (*shape)[0].get<std::uint64_t>();
  files.width = (*shape)[1].get<std::uint64_t>();
  return files;
}

}  // namespace

Result<std::vector<ProjectorFiles>> readProjectorConfig(const fs::path& file) {
  const Result<std::string> content = readAll(file, kMaxConfigBytes);
  if (!content) return content.error();
  bool deep = false;
  const auto guard = [&](int depth, json::parse_event_t, json&) {
    deep = deep || depth > kMaxNesting;
    return depth <= kMaxNesting;
  };
  const json config = json::parse(*content, guard, false);
  if (config.is_discarded() || deep || !config.is_object() || !config.contains("embeddings") ||
      !config["embeddings"].is_array() || config["embeddings"].empty())
    return fileError(file, "is no projector configuration; expected JSON with a list called embeddings");
  std::vector<ProjectorFiles> all;
  for (const json& entry : config["embeddings"]) {
    if (!entry.is_object()) return fileError(file, "lists something under embeddings that is no object");
    Result<ProjectorFiles> files = readEntry(entry, file);
    if (!files) return files.error();
    all.push_back(std::move(files).value());
  }
  return all;
}

bool isTensors(const fs::path& file) {
  if (file.extension() == ".bytes") return true;
  return areTextTensors(file) && !metadataBeside(file).empty() && startsWithNumbers(file);
}

fs::path metadataBeside(const fs::path& tensors) {
  if (areTextTensors(tensors)) return textBeside(tensors, kTextTensorKinds, kMetadataKinds);
  return beside(tensors, ".tsv", kMetadataKinds);
}

fs::path tensorsBeside(const fs::path& metadata) {
  const fs::path bare = beside(metadata, ".bytes", kTensorKinds);
  if (!bare.empty()) return bare;
  const fs::path text = textBeside(metadata, kMetadataKinds, kTextTensorKinds);
  return !text.empty() && isTensors(text) ? text : fs::path();
}

Result<ProjectorMetadata> readProjectorMetadata(const fs::path& file, std::uint64_t maxRows,
                                                const Task& task) {
  const Task looking{.stop = task.stop};  // vectors have the progress
  // A cell of a letter costs twenty times its size in memory, so all are counted before any is kept.
  std::uint64_t rows = 0;
  std::uint64_t bytes = 0;
  const auto counted = readTsvRows(
      file, kMaxMetadataBytes, looking, [&](std::span<const CsvField> fields, std::size_t) -> Result<void> {
        bytes += sizeof(std::vector<std::string>);
        for (const CsvField& field : fields) bytes += sizeof(std::string) + field.text.size();
        if (++rows <= maxRows + 1) return {};  // one more for the header
        return fileError(file,
                         "describes more than the " + withThousands(maxRows) + " vectors that there can be");
      });
  if (!counted) return counted.error();
  if (rows == 0) return fileError(file, "holds no row of metadata");
  if (const auto fits = checkDatasetFits(bytes, file.string()); !fits) return fits.error();
  ProjectorMetadata metadata;
  metadata.rows.reserve(static_cast<std::size_t>(rows));
  const auto read = readTsvRows(file, kMaxMetadataBytes, looking,
                                [&](std::span<const CsvField> fields, std::size_t) -> Result<void> {
                                  if (metadata.rows.size() == rows)
                                    return fileError(file, "grew while it was read");
                                  auto& row = metadata.rows.emplace_back();
                                  row.reserve(fields.size());
                                  for (const CsvField& field : fields) row.push_back(toUtf8(field.text));
                                  return {};
                                });
  if (!read) return read.error();
  if (metadata.rows.empty()) return fileError(file, "became shorter while it was read");
  return metadata;
}

}  // namespace isthmus
