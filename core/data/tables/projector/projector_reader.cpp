#include "core/data/tables/projector/projector_reader.h"

#include "core/base/memory_limit.h"
#include "core/base/number_text.h"
#include "core/base/text.h"
#include "core/data/files/load_errors.h"
#include "core/data/tables/projector/projector_files.h"
#include "core/data/tables/projector/projector_header.h"
#include "core/data/tables/projector/projector_metadata.h"
#include "core/data/tables/projector/projector_tensors.h"
#include "core/data/tables/table_limits.h"
#include "core/data/tables/text/table_text.h"

#include <algorithm>
#include <set>
#include <system_error>
#include <utility>

namespace isthmus {
namespace {

namespace fs = std::filesystem;
constexpr std::string_view kConfigName = "projector_config.json";

bool isMetadata(const fs::path& file) {
  return file.extension() == ".tsv" && !tensorsBeside(file).empty();
}

/// The configuration that a file is, or that describes a .tsv without a partner of its name; else empty.
fs::path configOf(const fs::path& file) {
  if (file.filename() == kConfigName) return file;
  if (file.extension() != ".tsv" || isTensors(file) || isMetadata(file)) return {};
  const fs::path config = file.parent_path() / kConfigName;
  std::error_code unknown;
  return fs::is_regular_file(config, unknown) ? config : fs::path();
}

bool recognisesProjector(const FileHead& head) {
  const fs::path& file = head.file;
  return isTensors(file) || isMetadata(file) || !configOf(file).empty();
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
      return fileError(file, "names no tensor " + quotedText(*options.samples) + "; expected one such as " +
                                 quotedText(all->front().name));
    return *wanted;
  }
  std::set<fs::path> tensors;
  fs::path metadata;
  for (const fs::path& file : files) {
    tensors.insert(isTensors(file) ? file : tensorsBeside(file));
    if (!isTensors(file) && metadata.empty()) metadata = file;
  }
  if (tensors.size() != 1)
    return fileError(files.front(), "is one of several tensors; expected those of one and its metadata");
  const fs::path& file = *tensors.begin();
  return ProjectorFiles{.name = file.stem().string(),
                        .tensors = file,
                        .metadata = metadata.empty() ? metadataBeside(file) : metadata};
}

std::string vectorsText(std::uint64_t rows, std::uint64_t width) {
  return withThousands(rows) + " vectors of " + withThousands(width) + " numbers";
}

/// How many vectors of how many numbers the tensors hold.
Result<ImageShape> shapeOf(const ProjectorFiles& files, std::size_t metadataRows, const TensorsSize& size,
                           std::uint64_t& rows) {
  rows = files.rows.value_or(size.rows.value_or(metadataRows));
  if (rows == 0 && !files.rows)
    return fileError(files.tensors,
                     "has no metadata (.tsv) beside it and no projector_config.json that tells how many "
                     "numbers a vector has");
  std::uint64_t width = rows == 0 ? 0 : size.numbers / rows;
  if (size.rows) {
    width = size.numbers / *size.rows;
    if (*size.rows != rows || files.width.value_or(width) != width)
      return fileError(files.tensors, "holds " + vectorsText(*size.rows, width) + "; expected " +
                                          vectorsText(rows, files.width.value_or(width)));
  } else if (size.bytes % sizeof(float) != 0 || width == 0 || width * rows != size.numbers ||
             files.width.value_or(width) != width) {
    return fileError(files.tensors,
                     "has " + withThousands(size.bytes) + " bytes; expected 32-bit floats for " +
                         withThousands(rows) + " vectors" +
                         (files.width ? " of " + withThousands(*files.width) + " numbers" : ""));
  }
  if (metadataRows != 0 && metadataRows != rows)
    return fileError(files.metadata, "describes " + withThousands(metadataRows) + " vectors; expected " +
                                         withThousands(rows));
  if (width > kMaxTableColumns || rows > kMaxTableRows)
    return fileError(files.tensors, "holds vectors too long or too many to load", ErrorCode::TooLarge);
  return ImageShape{1, static_cast<int>(width), 1};
}

struct Opened {
  TensorsSize size;
  ProjectorMetadata metadata;
  HeaderChoice header;
  ImageShape shape;
  std::uint64_t rows = 0;
};

/// Everything but the vectors themselves. What will not fit is refused before the metadata takes memory.
Result<Opened> openAll(const ProjectorFiles& files, const LoadOptions& options, const Task& task) {
  const Result<TensorsSize> size = measureTensors(files.tensors, task);
  if (!size) return size.error();
  if (const auto fits = checkDatasetFits(size->numbers * sizeof(float), files.tensors.string()); !fits)
    return fits.error();
  Opened opened{.size = *size, .metadata = {}, .header = {}, .shape = {}};
  if (!files.metadata.empty()) {
    Result<ProjectorMetadata> read = readProjectorMetadata(files.metadata, size->numbers, task);
    if (!read) return read.error();
    opened.metadata = std::move(read).value();
    const VectorCount vectors{.rows = files.rows ? files.rows : size->rows, .numbers = size->numbers};
    auto header = chooseHeader(opened.metadata, vectors, options.header, task);
    if (!header) return header.error();
    opened.header = std::move(header).value();
    nameColumns(opened.metadata, opened.header.header);
    if (opened.metadata.rows.empty())
      return fileError(files.metadata, "holds a header, but no row of metadata");
  }
  const Result<ImageShape> shape = shapeOf(files, opened.metadata.rows.size(), *size, opened.rows);
  if (!shape) return shape.error();
  opened.shape = *shape;
  return opened;
}

Result<LoadPlan> planProjector(std::span<const fs::path> files, const LoadOptions& options, const LoadTools&,
                               const Task& task) {
  if (files.empty()) return Error{ErrorCode::NotFound, "there is no file to load"};
  const Result<ProjectorFiles> chosen = chooseFiles(files, options);
  if (!chosen) return chosen.error();
  const Result<Opened> opened = openAll(*chosen, options, task);
  if (!opened) return opened.error();
  const auto uses = usesOf(opened->metadata, options, task);
  if (!uses) return fileError(chosen->metadata, uses.error().message, uses.error().code);
  LoadPlan plan;
  plan.format = "projector";
  plan.name = chosen->name.empty() ? chosen->tensors.stem().string() : chosen->name;
  plan.trainFiles.assign(files.begin(), files.end());
  plan.summary = vectorsText(opened->rows, opened->shape.size());
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
  for (std::size_t c = 0; c < uses->of.size(); ++c) {
    const MetadataUse& use = uses->of[c];
    const std::string& name = opened->metadata.columns[c];
    if (use.use == FieldUse::Label) {
      plan.options.label = name;
      plan.summary += ", labelled by " + name + " (" + withThousands(use.different) +
                      (use.different == 1 ? " class)" : " classes)");
    }
    if (c >= kPreviewFields) continue;
    plan.preview.fields.push_back(
        {.name = name, .description = use.description, .canBeLabels = use.canBeLabels, .use = use.use});
    plan.preview.columns.push_back(name);
  }
  if (plan.options.label == LoadOptions::kNoLabel) plan.summary += ", without labels";
  if (!uses->guess.empty()) plan.preview.remarks.push_back(uses->guess);
  plan.preview.remarks.insert(plan.preview.remarks.end(), uses->remarks.begin(), uses->remarks.end());
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
  Result<std::vector<float>> values = readTensors(chosen->tensors, opened.size, task);
  if (!values) return values.error();
  Dataset dataset;
  dataset.name = plan.name;
  dataset.kind = SampleKind::Vector;
  dataset.shape = opened.shape;
  dataset.scaling = Scaling::Standardise;
  dataset.trainCount = static_cast<std::size_t>(opened.rows);
  dataset.values = std::move(values).value();
  if (const auto given = giveMetadata(opened.metadata, plan.options, dataset, task); !given)
    return fileError(chosen->metadata, given.error().message, given.error().code);
  return dataset;
}

}  // namespace

DatasetFormat projectorFormat() {
  return {"projector",
          "TensorBoard projector",
          {"*.bytes", "*vectors.tsv", "*tensors.tsv", "*embeddings.tsv", "projector_config.json"},
          recognisesProjector,
          planProjector,
          loadProjector,
          {"data", "label", "header"}};
}

}  // namespace isthmus
