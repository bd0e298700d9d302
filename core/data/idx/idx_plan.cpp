#include "core/data/idx/idx_plan.h"

#include "core/base/number_text.h"
#include "core/base/text.h"
#include "core/data/idx/idx_reader.h"
#include "core/data/images/picture_guess.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace isthmus {
namespace {

namespace fs = std::filesystem;

enum class IdxPart { Unknown, Train, Test };

/// A file with what its header and its name tell.
struct IdxFile {
  fs::path path;
  IdxHeader header;
  std::string
      stem;  ///< the words of its name that are the set's: "emnist-letters"; "" for "train-images-idx3-ubyte"
  std::string set;  ///< the stem, or else the folder: what tells two sets apart
  IdxPart part = IdxPart::Unknown;

  std::string shown() const { return path.filename().string(); }
};

struct Pair {
  const IdxFile* images = nullptr;
  const IdxFile* labels = nullptr;  ///< null: without labels
};

/// Absolute and without ".."; the path as it is when the working directory is gone.
fs::path fullPath(const fs::path& path) {
  std::error_code failed;
  const fs::path full = fs::absolute(path, failed);
  return (failed ? path : full).lexically_normal();
}

IdxPart partOf(std::string_view word) {
  if (word == "train" || word == "training") return IdxPart::Train;
  if (word == "t10k" || word == "test" || word == "testing") return IdxPart::Test;
  return IdxPart::Unknown;
}

/// Words that say what kind of file it is and nothing of which set.
bool isKindWord(std::string_view word) {
  constexpr std::array<std::string_view, 19> kWords = {
      "images", "image", "imgs", "img",   "labels", "label", "x",    "y",       "idx",    "idx1",
      "idx2",   "idx3",  "idx4", "ubyte", "gz",     "bz2",   "data", "classes", "targets"};
  return std::ranges::find(kWords, word) != kWords.end();
}

/// Splits "emnist-letters-train-images-idx3-ubyte.gz" into the stem "emnist-letters" and the part.
std::pair<std::string, IdxPart> readName(const std::string& name) {
  std::string stem;
  IdxPart part = IdxPart::Unknown;
  for (std::size_t start = 0; start < name.size();) {
    const std::size_t end = std::min(name.find_first_of("-_. ", start), name.size());
    const std::string word = name.substr(start, end - start);
    start = end + 1;
    if (const IdxPart told = partOf(lowerCased(word)); told != IdxPart::Unknown) {
      part = told;
    } else if (!word.empty() && !isKindWord(lowerCased(word))) {
      stem += (stem.empty() ? "" : "-") + word;
    }
  }
  return {stem, part};
}

/// The nearest folder that is named after a set, not after its place in one ("raw", "train", "t10k-images").
std::string folderName(const fs::path& file) {
  constexpr std::array<std::string_view, 3> kPlaces = {"raw", "gzip", "processed"};
  fs::path folder = fullPath(file).parent_path();
  while (folder.has_filename()) {
    const std::string name = folder.filename().string();
    if (std::ranges::find(kPlaces, lowerCased(name)) == kPlaces.end() && !readName(name).first.empty()) break;
    folder = folder.parent_path();
  }
  return folder.filename().string();
}

IdxFile describe(const fs::path& path, const IdxHeader& header) {
  const auto [stem, part] = readName(path.filename().string());
  IdxFile file{path, header, stem, lowerCased(stem.empty() ? folderName(path) : stem), part};
  if (part == IdxPart::Unknown)
    file.part = partOf(lowerCased(fullPath(path).parent_path().filename().string()));
  return file;
}

/// The same file unpacked and packed, or with '-' and '.' in its name, has one key.
std::string keyOf(const fs::path& path) {
  std::string key = withoutPackingSuffix(fullPath(path)).string();
  std::ranges::replace(key, '.', '-');
  return key;
}

Result<std::vector<IdxFile>> describeAll(std::span<const fs::path> paths) {
  std::vector<fs::path> sorted(paths.begin(), paths.end());
  // Unpacked before packed: where both are there the first is kept, and plain files are read faster.
  std::ranges::sort(sorted, {}, [](const fs::path& path) { return std::pair(hasPackingSuffix(path), path); });
  std::set<std::string> seen;
  std::vector<IdxFile> files;
  for (const fs::path& path : sorted) {
    if (!seen.insert(keyOf(path)).second) continue;
    const Result<IdxHeader> header = readIdxHeader(path);
    if (!header) return header.error();
    files.push_back(describe(path, *header));
  }
  return files;
}

Error bad(const IdxFile& file, std::string message) {
  return {ErrorCode::BadFormat, std::move(message), file.path.string()};
}

std::string countText(const IdxFile& file) {
  const bool labels = file.header.content == IdxHeader::Content::Labels;
  return withThousands(file.header.count) + (labels ? " labels" : " images");
}

/// "28 x 28", "32 x 32 in colour", "784 numbers".
std::string shapeText(const ImageShape& shape) {
  if (shape.height == 1 && shape.channels == 1)
    return withThousands(shape.size()) + (shape.size() == 1 ? " number" : " numbers");
  return pictureSizeText(shape);
}

Error countMismatch(const IdxFile& labels, const IdxFile& images) {
  return bad(labels, "holds " + countText(labels) + ", but " + images.shown() + " holds " +
                         countText(images) + "; expected one label for each image");
}

/// Gives each images file its labels file: first by the names, then, among those left, by equal counts.
class LabelMatcher {
 public:
  LabelMatcher(const std::vector<IdxFile>& files) {
    for (const IdxFile& file : files) {
      if (file.header.content == IdxHeader::Content::Images) {
        m_pairs.push_back({&file});
      } else {
        m_free.push_back(&file);
      }
    }
  }

  Result<std::vector<Pair>> match() {
    if (m_pairs.empty())
      return bad(*m_free.front(),
                 "holds labels only and their images are missing; expected the images file (such as " +
                     std::string("train-images-idx3-ubyte) together with it"));
    matchWhere([](const IdxFile& images, const IdxFile& labels) {
      return images.set == labels.set && images.part == labels.part;
    });
    for (const Pair& pair : m_pairs) {
      if (pair.labels != nullptr && pair.labels->header.count != pair.images->header.count)
        return countMismatch(*pair.labels, *pair.images);
    }
    matchWhere([](const IdxFile& images, const IdxFile& labels) {
      const bool contrary =
          images.part != labels.part && images.part != IdxPart::Unknown && labels.part != IdxPart::Unknown;
      return images.header.count == labels.header.count && !contrary;
    });
    if (!m_free.empty()) return leftOver(*m_free.front());
    return m_pairs;
  }

 private:
  /// Pairs what fits each other and nothing else.
  template <typename Fits>
  void matchWhere(Fits fits) {
    for (Pair& pair : m_pairs) {
      if (pair.labels != nullptr) continue;
      const auto fitsThis = [&](const IdxFile* labels) { return fits(*pair.images, *labels); };
      if (std::ranges::count_if(m_free, fitsThis) != 1) continue;
      const auto found = std::ranges::find_if(m_free, fitsThis);
      const auto wantsIt = [&](const Pair& other) {
        return other.labels == nullptr && fits(*other.images, **found);
      };
      if (std::ranges::count_if(m_pairs, wantsIt) != 1) continue;
      pair.labels = *found;
      m_free.erase(found);
    }
  }

  Error leftOver(const IdxFile& labels) const {
    const auto bare = std::ranges::find(m_pairs, nullptr, &Pair::labels);
    if (m_pairs.size() == 1 && bare != m_pairs.end() && bare->images->header.count != labels.header.count)
      return countMismatch(labels, *bare->images);
    return bad(labels,
               "holds " + countText(labels) +
                   ", but by their names and counts they belong to none of the images files; expected each "
                   "labels file together with its images");
  }

  std::vector<Pair> m_pairs;
  std::vector<const IdxFile*> m_free;  ///< labels files that belong to no images yet
};

Error severalSets(const std::vector<Pair>& pairs) {
  std::string names;
  for (std::size_t i = 0; i < pairs.size() && i < 3; ++i)
    names += (i > 0 ? ", " : "") + pairs[i].images->shown();
  if (pairs.size() > 3) names += ", ...";
  return bad(*pairs.front().images,
             "is one of " + std::to_string(pairs.size()) +
                 " images files that are not the training and test part of one data set (" + names +
                 "); expected the files of one data set");
}

/// Puts the training part first.
Result<void> order(std::vector<Pair>& pairs) {
  if (pairs.size() < 2) return {};
  if (pairs.size() > 2) return severalSets(pairs);
  const IdxFile& first = *pairs[0].images;
  const IdxFile& second = *pairs[1].images;
  const bool bothTold = first.part != IdxPart::Unknown && second.part != IdxPart::Unknown;
  if (bothTold && (first.part == second.part || first.set != second.set)) return severalSets(pairs);
  bool swap = first.part == IdxPart::Test || second.part == IdxPart::Train;
  if (first.part == IdxPart::Unknown && second.part == IdxPart::Unknown) {
    if (first.header.count == second.header.count)
      return bad(second,
                 "has as many images as " + first.shown() +
                     " and neither name says which is for training; expected \"train\" and \"test\" in them");
    swap = first.header.count < second.header.count;
  }
  if (swap) std::swap(pairs[0], pairs[1]);
  const IdxFile& train = *pairs[0].images;
  const IdxFile& test = *pairs[1].images;
  if (train.header.shape != test.header.shape)
    return bad(test, "has images of " + shapeText(test.header.shape) + ", but those of " + train.shown() +
                         " are " + shapeText(train.header.shape) + "; expected one size in a data set");
  if ((pairs[0].labels == nullptr) != (pairs[1].labels == nullptr)) {
    const Pair& bare = pairs[0].labels == nullptr ? pairs[0] : pairs[1];
    return bad(*bare.images,
               "comes without labels while the other part has them; expected labels for both or for none");
  }
  return {};
}

/// The labels file beside an images file that was named alone: the same set and part by its name, and as
/// many.
std::optional<IdxFile> labelsBeside(const IdxFile& images) {
  std::error_code ignored;
  std::vector<fs::path> candidates;
  for (fs::directory_iterator entry(fullPath(images.path).parent_path(), ignored), end;
       !ignored && entry != end; entry.increment(ignored)) {
    if (lowerCased(entry->path().filename().string()).find("label") == std::string::npos) continue;
    const IdxFile named = describe(entry->path(), {});
    if (named.set == images.set && named.part == images.part) candidates.push_back(entry->path());
  }
  std::ranges::sort(candidates);  // "x-labels" before "x-labels.gz"
  for (const fs::path& path : candidates) {
    const Result<IdxHeader> header = readIdxHeader(path);
    if (header && header->content == IdxHeader::Content::Labels && header->count == images.header.count)
      return describe(path, *header);
  }
  return std::nullopt;
}

std::string summaryOf(const std::vector<Pair>& pairs, const LoadOptions& options, bool labelsFromBeside) {
  const bool isShaped = options.shape && options.shape->size() > 0;
  const ImageShape& shape = isShaped ? *options.shape : pairs.front().images->header.shape;
  std::string text = withThousands(pairs.front().images->header.count);
  if (pairs.size() > 1) text += " + " + withThousands(pairs.back().images->header.count);
  text += (shape.height == 1 && shape.channels == 1 ? " rows of " : " images of ") + shapeText(shape);
  if (isStoredSideways(pairs.front().images->path)) text += " turned upright";
  const IdxFile* labels = pairs.front().labels;
  if (labels == nullptr) return text + ", without labels";
  return text + (labelsFromBeside ? ", labelled by " + labels->shown() + " beside it" : ", labelled");
}

LoadPlan planOf(const std::vector<Pair>& pairs) {
  LoadPlan plan;
  plan.format = "IDX";
  const IdxFile& images = *pairs.front().images;
  const bool oneStem = std::ranges::all_of(pairs, [&](const Pair& pair) {
    return pair.images->stem == images.stem && (pair.labels == nullptr || pair.labels->stem == images.stem);
  });
  plan.name = oneStem && !images.stem.empty() ? images.stem : folderName(images.path);
  if (plan.name.empty()) plan.name = "data set";
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    auto& files = i == 0 ? plan.trainFiles : plan.testFiles;
    files.push_back(pairs[i].images->path);
    if (pairs[i].labels != nullptr) files.push_back(pairs[i].labels->path);
  }
  return plan;
}

}  // namespace

Result<LoadPlan> planIdx(std::span<const fs::path> files, const LoadOptions& options, const LoadTools&,
                         const Task&) {
  if (files.empty()) return Error{ErrorCode::NotFound, "there is no file to load"};
  const Result<std::vector<IdxFile>> described = describeAll(files);
  if (!described) return described.error();
  LabelMatcher matcher(*described);
  Result<std::vector<Pair>> matched = matcher.match();
  if (!matched) return matched.error();
  std::vector<Pair> pairs = std::move(matched).value();
  if (const Result<void> ordered = order(pairs); !ordered) return ordered.error();

  std::optional<IdxFile> beside;
  if (pairs.size() == 1 && pairs.front().labels == nullptr) {
    beside = labelsBeside(*pairs.front().images);
    if (beside) pairs.front().labels = &*beside;
  }
  LoadPlan plan = planOf(pairs);
  plan.options = options;
  const IdxFile& images = *pairs.front().images;
  if (images.header.areRows && !options.shape) {
    const PictureGuess guess = guessPictures(readIdxRows(images.path), {});
    if (guess.picture) plan.options.shape = guess.picture->shape;
    if (!guess.remark.empty()) plan.preview.remarks.push_back(guess.remark);
  }
  plan.summary = summaryOf(pairs, plan.options, beside.has_value());
  // Files that call themselves the test part are there to be scored as a whole.
  plan.isTestPart = pairs.size() == 1 && pairs.front().images->part == IdxPart::Test;
  if (pairs.size() == 1 && !plan.isTestPart && !plan.options.testShare)
    plan.options.testShare = LoadOptions::kDefaultTestShare;
  return plan;
}

}  // namespace isthmus
