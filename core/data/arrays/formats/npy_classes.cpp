#include "core/data/arrays/formats/npy_classes.h"

#include "core/base/number_text.h"
#include "core/base/text.h"
#include "core/data/values/class_names.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <utility>

namespace isthmus {
namespace {

constexpr std::size_t kNamedClasses = 12;                           // in a sentence
constexpr std::uint64_t kMaxClassSamples = std::uint64_t{1} << 40;  // so that nothing overflows

/// Whether a word of a name says that the array is a part, a piece or a role of something else.
bool isRoleOrPart(std::string_view name) {
  constexpr std::array<std::string_view, 42> kWords = {
      "x",          "y",        "z",       "train",      "training", "test",   "testing", "val",    "valid",
      "validation", "dev",      "data",    "labels",     "label",    "target", "targets", "images", "image",
      "imgs",       "features", "samples", "arr",        "array",    "idx",    "index",   "ids",    "names",
      "batch",      "chunk",    "shard",   "part",       "fold",     "split",  "mean",    "std",    "weights",
      "bias",       "mask",     "meta",    "embeddings", "vectors",  "latents"};
  const std::string lower = lowerCased(name);
  for (std::size_t begin = 0; begin < lower.size();) {
    const std::size_t end = std::min(lower.find_first_of("-_. 0123456789", begin), lower.size());
    const std::string_view word = std::string_view(lower).substr(begin, end - begin);
    begin = end + 1;
    if (std::ranges::find(kWords, word) != kWords.end() || word.starts_with("xtr") || word.starts_with("xte"))
      return true;
  }
  return false;
}

bool areClasses(const std::vector<ArrayInfo>& arrays) {
  if (arrays.size() < 2 || arrays.size() > kMaxClasses) return false;
  const ArrayInfo& first = arrays.front();
  bool differInCount = false;
  std::uint64_t count = 0;
  for (const ArrayInfo& array : arrays) {
    const bool isAlike = array.shape.size() >= 2 && array.shape.size() == first.shape.size() &&
                         !array.isText() && array.type == first.type &&
                         array.elementBytes == first.elementBytes && array.isBigEndian == first.isBigEndian &&
                         !array.isFortranOrder &&
                         std::equal(array.shape.begin() + 1, array.shape.end(), first.shape.begin() + 1);
    if (!isAlike || array.shape.front() == 0 || isRoleOrPart(array.name)) return false;
    differInCount = differInCount || array.shape.front() != first.shape.front();
    count += std::min(array.shape.front(), kMaxClassSamples);
  }
  const std::uint64_t width = std::max<std::uint64_t>(first.elements() / first.shape.front(), 1);
  // Many files of one square each are a picture a file, not a class a file.
  const bool areSingle = !differInCount && first.shape.size() == 2 && first.shape[0] == first.shape[1];
  return !areSingle && count <= kMaxClassSamples / (width * first.elementBytes);
}

/// The samples of all files, one after the other.
class SamplesStream : public ArrayStream {
 public:
  explicit SamplesStream(NpyFiles& files) : m_files(files) {}

  Result<void> read(std::span<std::uint8_t> to) override {
    while (!to.empty()) {
      if (m_left == 0) {
        auto opened = m_files.open(m_next);
        if (!opened) return opened.error();
        m_stream = std::move(opened).value();
        m_left = m_files.arrays()[m_next++].bytes();
        continue;
      }
      const auto bytes = static_cast<std::size_t>(std::min<std::uint64_t>(m_left, to.size()));
      if (auto read = m_stream->read(to.first(bytes)); !read) return read;
      m_left -= bytes;
      to = to.subspan(bytes);
    }
    return {};
  }

 private:
  NpyFiles& m_files;
  std::size_t m_next = 0;  // file
  std::uint64_t m_left = 0;
  std::unique_ptr<ArrayStream> m_stream;
};

/// For each sample the name of its file, padded with zeros.
class ClassStream : public ArrayStream {
 public:
  ClassStream(const NpyFiles& files, std::size_t nameBytes) : m_files(files), m_nameBytes(nameBytes) {}

  Result<void> read(std::span<std::uint8_t> to) override {
    for (std::uint8_t& byte : to) {
      if (m_place == m_nameBytes) {
        m_place = 0;
        ++m_sample;
      }
      while (m_sample == m_files.arrays()[m_file].shape.front()) {
        m_sample = 0;
        ++m_file;
      }
      const std::string& name = m_files.arrays()[m_file].name;
      byte = m_place < name.size() ? static_cast<std::uint8_t>(name[m_place]) : std::uint8_t{0};
      ++m_place;
    }
    return {};
  }

 private:
  const NpyFiles& m_files;
  std::size_t m_nameBytes;
  std::size_t m_file = 0;
  std::uint64_t m_sample = 0;
  std::size_t m_place = 0;
};

}  // namespace

std::unique_ptr<NpyClasses> NpyClasses::of(std::unique_ptr<NpyFiles>& files, const LoadOptions& options) {
  const bool isOtherwise =
      (options.samples && *options.samples != kSamples) ||
      (options.label && *options.label != kClass && *options.label != LoadOptions::kNoLabel);
  const std::vector<ArrayInfo>& arrays = files->arrays();
  if (isOtherwise || !files->leftOut().empty() || !areClasses(arrays)) return nullptr;
  auto classes = std::make_unique<NpyClasses>();
  ArrayInfo samples = arrays.front();
  samples.name = kSamples;
  samples.shape.front() = 0;
  ArrayInfo labels{.name = std::string(kClass), .type = ElementType::Bytes, .elementBytes = 1, .shape = {0}};
  for (const ArrayInfo& array : arrays) {
    samples.shape.front() += array.shape.front();
    labels.elementBytes = std::max(labels.elementBytes, array.name.size());
  }
  labels.shape.front() = samples.shape.front();
  classes->m_arrays = {std::move(samples), std::move(labels)};
  classes->m_files = std::move(files);
  return classes;
}

Result<std::unique_ptr<ArrayStream>> NpyClasses::open(std::size_t index) {
  if (index == 0) return std::unique_ptr<ArrayStream>(std::make_unique<SamplesStream>(*m_files));
  return std::unique_ptr<ArrayStream>(std::make_unique<ClassStream>(*m_files, m_arrays[1].elementBytes));
}

std::string NpyClasses::remark() const {
  const std::vector<ArrayInfo>& arrays = m_files->arrays();
  const auto all = static_cast<double>(m_arrays.front().shape.front());
  std::string text = "The " + withThousands(arrays.size()) + " files are " + withThousands(arrays.size()) +
                     " classes by their names: ";
  for (std::size_t i = 0; i < std::min(arrays.size(), kNamedClasses); ++i) {
    const std::uint64_t count = arrays[i].shape.front();
    const double percent = 100 * static_cast<double>(count) / all;
    const auto rounded = static_cast<std::uint64_t>(std::lround(percent));
    text += (i == 0 ? "" : ", ") + arrays[i].name + " (" + withThousands(count) +
            (i == 0 ? count == 1 ? " sample, " : " samples, " : ", ") +
            (rounded == 0 ? "less than 1" : withThousands(rounded)) + " %)";
  }
  return text + (arrays.size() > kNamedClasses ? ", ..." : "") + "; \"data=" + arrays.front().name +
         "\" takes one of them alone.";
}

}  // namespace isthmus
