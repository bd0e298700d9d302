#include "core/data/images/files/picture_formats.h"

#include "core/data/files/byte_source.h"
#include "core/data/images/files/picture_loader.h"
#include "core/data/images/files/picture_zip.h"
#include "core/data/images/picture_kind.h"
#include "core/data/images/picture_plan.h"
#include "core/data/images/picture_range.h"
#include "core/data/images/picture_set.h"

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

namespace isthmus {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kZipFormat = "ZIP of pictures";

bool recognisesPicture(const FileHead& head) {
  return pictureKind(head.bytes).has_value();
}

Result<LoadPlan> planFiles(std::span<const fs::path> files, const LoadOptions& options,
                           const LoadTools& tools, const Task& task) {
  const Result<PictureSet> set = pictureFiles(files, options, task);
  if (!set) return set.error();
  Result<LoadPlan> planned = planPictures(*set, options, tools, task);
  if (!planned) return planned;
  LoadPlan plan = std::move(planned).value();
  plan.format = kPicturesFormat;
  std::vector<fs::path> pictures;
  std::ranges::remove_copy_if(files, std::back_inserter(pictures), mayNamePictures);
  std::vector<char> isTest(pictures.size(), 0);
  for (const PictureArrangement::Entry& entry : set->layout.entries)
    isTest[entry.file] = entry.part == Part::Test ? 1 : 0;
  for (std::size_t i = 0; i < pictures.size(); ++i)
    (isTest[i] != 0 ? plan.testFiles : plan.trainFiles).push_back(pictures[i]);
  plan.trainFiles.insert(plan.trainFiles.end(), set->tables.begin(), set->tables.end());
  return plan;
}

Result<Dataset> loadSet(const Result<PictureSet>& set, const LoadPlan& plan, bool mayLeaveOut,
                        const LoadTools& tools, const Task& task) {
  if (!set) return set.error();
  if (!tools.decodeImage)
    return Error{ErrorCode::BadFormat, "holds pictures, which cannot be decoded here", set->where};
  const Result<ImageShape> shape = plannedShape(plan.options);
  if (!shape) return shape.error();
  Result<Dataset> loaded = loadPictures(*set, *shape, givenWhite(plan.options), mayLeaveOut, tools, task);
  if (!loaded) return loaded;
  Dataset dataset = std::move(loaded).value();
  dataset.name = plan.name;
  return dataset;
}

Result<Dataset> loadFiles(const LoadPlan& plan, const LoadTools& tools, const Task& task) {
  std::vector<fs::path> files = plan.trainFiles;
  files.insert(files.end(), plan.testFiles.begin(), plan.testFiles.end());
  return loadSet(pictureFiles(files, plan.options, task), plan, plan.isFromFolder, tools, task);
}

Result<LoadPlan> planZip(std::span<const fs::path> files, const LoadOptions& options, const LoadTools& tools,
                         const Task& task) {
  if (files.size() != 1)
    return Error{ErrorCode::BadFormat, "is one of several ZIP files; expected one alone",
                 files.empty() ? "" : files.front().string()};
  const Result<PictureSet> set = zippedPictures(files.front(), options, task);
  if (!set) return set.error();
  Result<LoadPlan> planned = planPictures(*set, options, tools, task);
  if (!planned) return planned;
  LoadPlan plan = std::move(planned).value();
  plan.format = kZipFormat;
  plan.trainFiles = {files.front()};
  return plan;
}

Result<Dataset> loadZip(const LoadPlan& plan, const LoadTools& tools, const Task& task) {
  return loadSet(zippedPictures(plan.trainFiles.front(), plan.options, task), plan, true, tools, task);
}

std::vector<std::string_view> pictureOptions() {
  return {"label", "size", "colour", "shape", "header"};
}

}  // namespace

DatasetFormat pictureFilesFormat() {
  return {kPicturesFormat,   "pictures (PNG, JPEG, BMP, GIF, PGM, TIFF, WebP)",
          picturePatterns(), recognisesPicture,
          planFiles,         loadFiles,
          pictureOptions()};
}

DatasetFormat pictureZipFormat() {
  return {kZipFormat, "ZIP files of pictures", {"*.zip"}, recognisesPictureZip, planZip,
          loadZip,    pictureOptions()};
}

}  // namespace isthmus
