#include "core/data/tables/projector_reader.h"

#include "core/base/memory_limit.h"
#include "core/base/number_text.h"
#include "core/base/text.h"
#include "core/data/byte_source.h"
#include "core/data/tables/projector_files.h"
#include "core/data/tables/projector_header.h"
#include "core/data/tables/projector_metadata.h"
#include "core/data/tables/table_limits.h"
#include "core/data/tables/table_text.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <set>
#include <system_error>
#include <utility>

namespace isthmus {
namespace {

namespace fs = std::filesystem;
constexpr std::string_view kConfigName = "projector_config.json";

static_assert(std::endian::native == std::endian::little, "tensors are little endian");

Error bad(const fs::path& file, std::string message, ErrorCode code = ErrorCode::BadFormat) {
  return {code, std::move(message), file.string()};
}

/// The configuration that a file is, or that describes metadata without tensors of its name; else empty.
fs::path configOf(const fs::path& file) {
  if (file.filename() == kConfigName) return file;
  if (file.extension() != ".tsv" || !tensorsBeside(file).empty()) return {};
  const fs::path config = file.parent_path() / kConfigName;
  std::error_code unknown;
  return fs::is_regular_file(config, unknown) ? config : fs::path();
}

bool recognisesProjector(const fs::path& file) {
  const std::string ending = file.extension().string();
  return ending == ".bytes" || (ending == ".tsv" && !tensorsBeside(file).empty()) || !configOf(file).empty();
}

/// The one tensor that is meant: a configuration before bare files, the one that `data=` names, or the first.
/// Metadata that was named goes before what lies beside the tensors.
Result<ProjectorFiles> chooseFiles(std::span<const fs::path> files, const LoadOptions& options) {
  for (const fs::path& named : files) {
    const fs::path file = configOf(named);
    if (file.empty()) continue;
    const auto all = readProjectorConfig(file);
    if (!all) return all.error();
    const auto wanted =
        std::ranges::find(*all, options.samples.value_or(all->front().name), &ProjectorFiles::name);
    if (wanted == all->end())
      return bad(file, "names no tensor " + quotedText(*options.samples) + "; expected one such as " +
                           quotedText(all->front().name));
    return *wanted;
  }
  std::set<fs::path> tensors;
  fs::path metadata;
  for (const fs::path& file : files) {
    const bool isTensor = file.extension() == ".bytes";
    tensors.insert(isTensor ? file : tensorsBeside(file));
    if (!isTensor && metadata.empty()) metadata = file;
  }
  if (tensors.size() != 1)
    return bad(files.front(), "is one of several tensors; expected the .bytes and .tsv of one");
  const fs::path& file = *tensors.begin();
  return ProjectorFiles{.name = file.stem().string(),
                        .tensors = file,
                        .metadata = metadata.empty() ? metadataBeside(file) : metadata};
}

/// How many vectors of how many numbers the tensors hold.
Result<ImageShape> shapeOf(const ProjectorFiles& files, std::size_t metadataRows, std::uint64_t size,
                           std::uint64_t& rows) {
  rows = files.rows.value_or(metadataRows);
  const std::uint64_t numbers = size / sizeof(float);
  if (rows == 0 && !files.rows)
    return bad(files.tensors,
               "has no metadata (.tsv) beside it and no projector_config.json that tells how many "
               "numbers a vector has");
  const std::uint64_t width = rows == 0 ? 0 : numbers / rows;
  if (size % sizeof(float) != 0 || width == 0 || width * rows != numbers ||
      files.width.value_or(width) != width)
    return bad(files.tensors, "has " + withThousands(size) + " bytes; expected 32-bit floats for " +
                                  withThousands(rows) + " vectors" +
                                  (files.width ? " of " + withThousands(*files.width) + " numbers" : ""));
  if (metadataRows != 0 && metadataRows != rows)
    return bad(files.metadata,
               "describes " + withThousands(metadataRows) + " vectors; expected " + withThousands(rows));
  if (width > kMaxTableColumns || rows > kMaxTableRows)
    return bad(files.tensors, "holds vectors too long or too many to load", ErrorCode::TooLarge);
  return ImageShape{1, static_cast<int>(width), 1};
}

struct Opened {
  ByteSource source;
  ProjectorMetadata metadata;
  HeaderChoice header;
  ImageShape shape;
  std::uint64_t rows = 0;
};

Result<Opened> openAll(const ProjectorFiles& files, const LoadOptions& options, const Task& task) {
  Result<ByteSource> source = ByteSource::open(files.tensors);
  if (!source) return source.error();
  if (source->isCompressed()) return bad(files.tensors, "is compressed; expected bare 32-bit floats");
  ProjectorMetadata metadata;
  HeaderChoice header;
  if (!files.metadata.empty()) {
    const std::uint64_t numbers = source->fileSize() / sizeof(float);
    Result<ProjectorMetadata> read = readProjectorMetadata(files.metadata, numbers, task);
    if (!read) return read.error();
    metadata = std::move(read).value();
    auto chosen = chooseHeader(metadata, {.rows = files.rows, .numbers = numbers}, options.header, task);
    if (!chosen) return chosen.error();
    header = std::move(chosen).value();
    nameColumns(metadata, header.header);
    if (metadata.rows.empty()) return bad(files.metadata, "holds a header, but no row of metadata");
  }
  std::uint64_t rows = 0;
  const Result<ImageShape> shape = shapeOf(files, metadata.rows.size(), source->fileSize(), rows);
  if (!shape) return shape.error();
  return Opened{std::move(source).value(), std::move(metadata), std::move(header), *shape, rows};
}

Result<LoadPlan> planProjector(std::span<const fs::path> files, const LoadOptions& options, const LoadTools&,
                               const Task& task) {
  if (files.empty()) return Error{ErrorCode::NotFound, "there is no file to load"};
  const Result<ProjectorFiles> chosen = chooseFiles(files, options);
  if (!chosen) return chosen.error();
  const Result<Opened> opened = openAll(*chosen, options, task);
  if (!opened) return opened.error();
  const auto uses = usesOf(opened->metadata, options);
  if (!uses) return bad(chosen->metadata, uses.error().message, uses.error().code);
  LoadPlan plan;
  plan.format = "projector";
  plan.name = chosen->name.empty() ? chosen->tensors.stem().string() : chosen->name;
  plan.trainFiles.assign(files.begin(), files.end());
  plan.summary =
      withThousands(opened->rows) + " vectors of " + withThousands(opened->shape.size()) + " numbers";
  plan.isSingleSample = opened->rows == 1;
  plan.options = options;
  plan.options.label = LoadOptions::kNoLabel;
  if (!plan.options.scaling) plan.options.scaling = Scaling::Standardise;
  if (!plan.options.testShare) plan.options.testShare = LoadOptions::kDefaultTestShare;
  plan.preview.choices = {LoadChoice::Label, LoadChoice::Scaling, LoadChoice::Split};
  if (opened->header.isOpen) {
    plan.preview.choices.push_back(LoadChoice::Header);
    plan.options.header = opened->header.header;
  }
  if (!opened->header.remark.empty()) {
    plan.notes.push_back(opened->header.remark);
    plan.preview.remarks.push_back(opened->header.remark);
  }
  for (std::size_t c = 0; c < std::min(uses->size(), kPreviewFields); ++c) {
    const MetadataUse& use = (*uses)[c];
    const std::string& name = opened->metadata.columns[c];
    plan.preview.fields.push_back(
        {.name = name, .description = use.description, .canBeLabels = use.canBeLabels, .use = use.use});
    plan.preview.columns.push_back(name);
    if (use.use == FieldUse::Label) plan.options.label = name;
  }
  const auto& rows = opened->metadata.rows;
  plan.preview.rows.assign(rows.begin(),
                           rows.begin() + std::min(std::ssize(rows), std::ptrdiff_t{kPreviewRows}));
  return plan;
}

Result<Dataset> loadProjector(const LoadPlan& plan, const LoadTools&, const Task& task) {
  const Result<ProjectorFiles> chosen = chooseFiles(plan.trainFiles, plan.options);
  if (!chosen) return chosen.error();
  Result<Opened> result = openAll(*chosen, plan.options, task);
  if (!result) return result.error();
  Opened opened = std::move(result).value();
  const std::size_t count = static_cast<std::size_t>(opened.rows) * opened.shape.size();
  if (const auto fits = checkDatasetFits(count * sizeof(float), chosen->tensors.string()); !fits)
    return fits.error();
  Dataset dataset;
  dataset.name = plan.name;
  std::error_code noWorkingFolder;  // then the source stays empty
  dataset.source = fs::absolute(chosen->tensors, noWorkingFolder).parent_path().string();
  dataset.kind = SampleKind::Vector;
  dataset.shape = opened.shape;
  dataset.scaling = Scaling::Standardise;
  dataset.trainCount = static_cast<std::size_t>(opened.rows);
  dataset.values.resize(count);
  constexpr std::size_t kChunk = kTableChunkBytes / sizeof(float);
  for (std::size_t at = 0; at < count; at += kChunk) {
    if (task.cancelled()) return Error{ErrorCode::Cancelled, "loading was cancelled"};
    const auto part = std::span(dataset.values).subspan(at, std::min(kChunk, count - at));
    const auto got = opened.source.read({reinterpret_cast<std::uint8_t*>(part.data()), part.size_bytes()});
    if (!got) return got.error();
    if (*got < part.size_bytes()) return bad(chosen->tensors, "became shorter while it was read");
    if (!std::ranges::all_of(part, [](float number) { return std::isfinite(number); }))
      return bad(chosen->tensors, "holds numbers that are not finite; expected 32-bit floats");
    task.report(static_cast<double>(at + part.size()) / static_cast<double>(count));
  }
  const auto ended = opened.source.atEnd();
  if (!ended) return ended.error();
  if (!*ended) return bad(chosen->tensors, "grew while it was read");
  if (const auto given = giveMetadata(opened.metadata, plan.options, dataset); !given)
    return bad(chosen->metadata, given.error().message, given.error().code);
  return dataset;
}

}  // namespace

DatasetFormat projectorFormat() {
  return {"projector",
          "TensorBoard projector vectors",
          {"*.bytes", "projector_config.json"},
          recognisesProjector,
          planProjector,
          loadProjector};
}

}  // namespace isthmus
