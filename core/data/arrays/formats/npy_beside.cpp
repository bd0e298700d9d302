#include "core/data/arrays/formats/npy_beside.h"

#include "core/base/text.h"
#include "core/data/arrays/array_file.h"
#include "core/data/arrays/formats/npy_reader.h"
#include "core/data/arrays/guess/array_names.h"
#include "core/data/arrays/guess/array_roles.h"
#include "core/data/load_options.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <system_error>
#include <utility>

namespace isthmus {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostListedBeside = 2'000;  // a folder of more is a collection of something else

/// A file whose name says which part and which role its array has.
struct NpyNeighbour {
  fs::path file;
  ArrayName name = {};
  std::size_t asSamples = kNoRank;
  std::size_t asLabels = kNoRank;
};

NpyNeighbour neighbourOf(fs::path file) {
  NpyNeighbour one{.file = std::move(file)};
  one.name = readArrayName(stemOf(one.file));
  const bool isNumbered = one.name.word.starts_with("arr_");  // says nothing of a file
  if (isNumbered || (one.name.word.empty() && !one.name.part)) return one;
  one.asSamples = sampleRank(one.name.word);
  one.asLabels = labelRank(one.name.word);
  return one;
}

std::vector<NpyNeighbour> neighboursOf(const fs::path& file) {
  std::vector<NpyNeighbour> found;
  std::error_code failed;
  const fs::path folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
  std::size_t listed = 0;
  for (fs::directory_iterator entry(folder, failed); !failed && entry != fs::directory_iterator();
       entry.increment(failed)) {
    if (++listed > kMostListedBeside) return {};
    std::error_code unknown;
    const fs::path& path = entry->path();
    if (withoutPackingSuffix(path).extension() != ".npy" || !entry->is_regular_file(unknown)) continue;
    if (path.filename() == file.filename()) continue;
    NpyNeighbour one = neighbourOf(file.has_parent_path() ? path : path.filename());
    if (one.asSamples != kNoRank || one.asLabels != kNoRank) found.push_back(std::move(one));
  }
  std::ranges::sort(found, {}, &NpyNeighbour::file);
  return found;
}

/// The array of a file by its header.
std::optional<ArrayInfo> arrayIn(const fs::path& file) {
  const auto opened = NpyFiles::open(std::span(&file, 1));
  if (!opened || (*opened)->arrays().empty()) return std::nullopt;
  return (*opened)->arrays().front();
}

bool belongTogether(const fs::path& samples, const fs::path& labels) {
  const auto first = arrayIn(samples);
  const auto second = arrayIn(labels);
  return first && second && canBeSamples(*first) && canBeLabels(*second, first->shape.front());
}

/// The best of those of one part by a rank, that fits.
template <typename Fits>
const NpyNeighbour* bestOf(const std::vector<NpyNeighbour>& files, std::optional<Part> part,
                           std::size_t NpyNeighbour::*rank, Fits fits) {
  const NpyNeighbour* best = nullptr;
  for (const NpyNeighbour& one : files) {
    if (one.name.part != part || one.*rank == kNoRank || (best && best->*rank <= one.*rank)) continue;
    if (fits(one)) best = &one;
  }
  return best;
}

std::string takenRemark(const fs::path& named, const std::vector<fs::path>& files) {
  std::string names;
  std::vector<std::string> stems;
  for (const fs::path& file : files) {
    if (file == named) continue;
    names += (names.empty() ? "" : ", ") + file.filename().string();
    stems.push_back(stemOf(file));
  }
  LoadOptions alone;
  alone.dropped = stems;
  return "With " + named.filename().string() + " came what belongs to it beside it: " + names + "; \"" +
         loadOptionsText(alone) + "\" leaves " + (stems.size() == 1 ? "it" : "them") + " out.";
}

}  // namespace

NpyTogether npyTogether(const fs::path& file) {
  const NpyNeighbour own = neighbourOf(file);
  if (own.asSamples == kNoRank && own.asLabels == kNoRank) return {{file}};
  const std::vector<NpyNeighbour> beside = neighboursOf(file);
  const std::optional<Part> part = own.name.part;
  const bool areSamples = own.asSamples != kNoRank;
  const NpyNeighbour* samples =
      areSamples ? &own : bestOf(beside, part, &NpyNeighbour::asSamples, [&](const NpyNeighbour& one) {
        return belongTogether(one.file, file);
      });
  if (!samples) return {{file}};
  const NpyNeighbour* labels =
      !areSamples ? &own : bestOf(beside, part, &NpyNeighbour::asLabels, [&](const NpyNeighbour& one) {
        return belongTogether(file, one.file);
      });
  NpyTogether together{{samples->file}};
  if (labels) together.files.push_back(labels->file);
  for (const Part other : {Part::Validation, Part::Test}) {
    if (part != Part::Train) break;
    for (const NpyNeighbour& one : beside) {
      const bool isLike =
          one.name.word == samples->name.word || (labels && one.name.word == labels->name.word);
      if (one.name.part == other && isLike) together.files.push_back(one.file);
    }
  }
  if (together.files.size() > 1) together.remark = takenRemark(file, together.files);
  return together;
}

}  // namespace isthmus
