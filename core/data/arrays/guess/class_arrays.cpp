#include "core/data/arrays/guess/class_arrays.h"

#include "core/base/image.h"
#include "core/base/number_text.h"
#include "core/data/arrays/array_samples.h"
#include "core/data/images/picture_guess.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <utility>

namespace isthmus {
namespace {

constexpr std::size_t kNamedClasses = 12;  // in a sentence

/// An array of which all is held, given out sample by sample: the last dimension runs fastest.
std::vector<std::uint8_t> turnedBytes(const ArrayInfo& piece, const std::vector<std::uint8_t>& raw) {
  const std::vector<std::uint64_t> sides = piece.fileShape();
  std::vector<std::size_t> strides(sides.size(), piece.elementBytes);
  for (std::size_t k = 1; k < sides.size(); ++k) {
    const std::size_t i = piece.isFortranOrder ? k : sides.size() - 1 - k;
    const std::size_t before = piece.isFortranOrder ? i - 1 : i + 1;
    strides[i] = strides[before] * static_cast<std::size_t>(sides[before]);
  }
  const auto axis = static_cast<std::ptrdiff_t>(piece.samplesAxis);
  std::rotate(strides.begin(), strides.begin() + axis, strides.begin() + axis + 1);
  std::vector<std::uint8_t> turned(raw.size());
  std::vector<std::uint64_t> index(sides.size());
  std::size_t from = 0;
  for (std::size_t to = 0; to < turned.size(); to += piece.elementBytes) {
    std::memcpy(turned.data() + to, raw.data() + from, piece.elementBytes);
    for (std::size_t i = sides.size(); i-- > 0;) {
      from += strides[i];
      if (++index[i] < piece.shape[i]) break;
      from -= strides[i] * static_cast<std::size_t>(piece.shape[i]);
      index[i] = 0;
    }
  }
  return turned;
}

/// The samples of some arrays, one after the other.
class PiecesStream : public ArrayStream {
 public:
  PiecesStream(ArrayFile& file, std::vector<ArrayInfo> pieces, std::vector<std::size_t> indices)
      : m_file(file), m_pieces(std::move(pieces)), m_indices(std::move(indices)) {}

  Result<void> read(std::span<std::uint8_t> to) override {
    while (!to.empty()) {
      if (m_left == 0) {
        if (auto begun = begin(); !begun) return begun;
      }
      const auto bytes = static_cast<std::size_t>(std::min<std::uint64_t>(m_left, to.size()));
      if (m_stream) {
        if (auto read = m_stream->read(to.first(bytes)); !read) return read;
      } else {
        std::copy_n(m_turned.end() - static_cast<std::ptrdiff_t>(m_left), bytes, to.begin());
      }
      m_left -= bytes;
      to = to.subspan(bytes);
    }
    return {};
  }

 private:
  /// The next piece.
  Result<void> begin() {
    const ArrayInfo& piece = m_pieces[m_next];
    auto opened = m_file.open(m_indices[m_next++]);
    if (!opened) return opened.error();
    m_stream = std::move(opened).value();
    m_left = piece.bytes();
    if (!mustBeTurned(piece)) return {};
    std::vector<std::uint8_t> raw(static_cast<std::size_t>(m_left));
    if (auto read = m_stream->read(raw); !read) return read;
    m_stream.reset();
    m_turned = turnedBytes(piece, raw);
    return {};
  }

  ArrayFile& m_file;
  std::vector<ArrayInfo> m_pieces;
  std::vector<std::size_t> m_indices;
  std::size_t m_next = 0;
  std::uint64_t m_left = 0;
  std::unique_ptr<ArrayStream> m_stream;  ///< none while the turned ones are given out
  std::vector<std::uint8_t> m_turned;
};

/// For each sample the name or number of its class, padded with zeros to so many bytes.
class ClassStream : public ArrayStream {
 public:
  ClassStream(std::vector<ClassPiece> pieces, bool areNumbers, std::size_t bytes)
      : m_pieces(std::move(pieces)), m_areNumbers(areNumbers), m_bytes(bytes) {
    setElement();
  }

  Result<void> read(std::span<std::uint8_t> to) override {
    for (std::uint8_t& byte : to) {
      if (m_place == m_bytes) {
        m_place = 0;
        ++m_sample;
        while (m_sample == m_pieces[m_piece].count) {
          m_sample = 0;
          ++m_piece;
          setElement();
        }
      }
      byte = m_element[m_place++];
    }
    return {};
  }

 private:
  void setElement() {
    const std::string& name = m_pieces[m_piece].className;
    m_element.assign(m_bytes, 0);
    if (!m_areNumbers) {
      std::ranges::copy(name, m_element.begin());
      return;
    }
    auto number = parseNumber<std::uint32_t>(name).value_or(0);
    for (std::uint8_t& byte : m_element) {  // little endian
      byte = static_cast<std::uint8_t>(number & 0xFF);
      number >>= 8;
    }
  }

  std::vector<ClassPiece> m_pieces;
  bool m_areNumbers;
  std::size_t m_bytes;
  std::vector<std::uint8_t> m_element;
  std::size_t m_piece = 0;
  std::uint64_t m_sample = 0;
  std::size_t m_place = 0;
};

std::string partText(Part part) {
  return part == Part::Train ? "training" : part == Part::Test ? "test" : "validation";
}

/// How like pictures the samples are when the pages are classes, and when they are not.
bool arePagesLikelier(ArrayFile& file, std::size_t index, ClassArrays& classes, const Task& task) {
  const ArrayInfo& samples = classes.arrays().front();
  const ArrayInfo& whole = file.arrays()[index];
  const int side = squareSide(static_cast<std::size_t>(samples.shape.back()));
  const auto asPages = likeness(lookAtRows(classes, 0, samples, task).rows, {{side, side, 1}});
  if (!asPages || *asPages < kPictureLikeness) return false;
  const ImageShape usual{static_cast<int>(whole.shape[1]), static_cast<int>(whole.shape[2]), 1};
  return *asPages > likeness(lookAtRows(file, index, whole, task).rows, {usual}).value_or(0);
}

}  // namespace

std::unique_ptr<ClassArrays> ClassArrays::of(ArrayFile& file, const Task& task) {
  const std::vector<ArrayInfo>& arrays = file.arrays();
  auto groups = classesByName(arrays, file.areFiles());
  const bool byPage = !groups;
  if (byPage) groups = classesByPage(arrays);
  if (!groups) return nullptr;
  std::unique_ptr<ClassArrays> classes(new ClassArrays(file, *std::move(groups)));
  std::set<std::string_view> names;
  for (const ArrayInfo& array : classes->m_arrays)
    if (!names.insert(array.name).second) return nullptr;
  const std::size_t first = classes->m_groups.pieces.front().array;
  if (byPage && !arePagesLikelier(file, first, *classes, task)) return nullptr;
  return classes;
}

ClassArrays::ClassArrays(ArrayFile& file, ClassGroups groups) : m_file(file), m_groups(std::move(groups)) {
  const std::vector<ClassPiece>& pieces = m_groups.pieces;
  for (std::size_t first = 0; first < pieces.size();) {
    std::size_t last = first;
    std::uint64_t count = 0;
    std::size_t nameBytes = 1;
    for (; last < pieces.size() && pieces[last].part == pieces[first].part; ++last) {
      count += pieces[last].count;
      nameBytes = std::max(nameBytes, pieces[last].className.size());
    }
    m_parts.push_back({first, last});
    ArrayInfo samples = file.arrays()[pieces[first].array].withSamplesAxis(m_groups.axis);
    if (m_groups.arePages)  // the fastest dimension, whichever stands first
      samples.shape = {0, samples.elements() / count};
    samples.name = madeName(kSamples, pieces[first]);
    samples.shape.front() = count;
    samples.samplesAxis = 0;
    samples.isFortranOrder = false;
    samples.origin = ArrayOrigin::Made;
    ArrayInfo labels{.name = madeName(kClass, pieces[first]),
                     .type = m_groups.areNumbers ? ElementType::UInt32 : ElementType::Bytes,
                     .elementBytes = m_groups.areNumbers ? sizeof(std::uint32_t) : nameBytes,
                     .shape = {count}};
    labels.origin = ArrayOrigin::Made;
    m_arrays.push_back(std::move(samples));
    m_arrays.push_back(std::move(labels));
    first = last;
  }
  const std::size_t made = m_arrays.size();
  m_arrays.insert(m_arrays.end(), file.arrays().begin(), file.arrays().end());
  for (const ClassPiece& piece : pieces) m_arrays[made + piece.array].origin = ArrayOrigin::Piece;
}

Result<std::unique_ptr<ArrayStream>> ClassArrays::open(std::size_t index) {
  if (index >= 2 * m_parts.size()) return m_file.open(index - 2 * m_parts.size());
  const Range& range = m_parts[index / 2];
  const auto begin = m_groups.pieces.begin() + static_cast<std::ptrdiff_t>(range.first);
  const auto end = m_groups.pieces.begin() + static_cast<std::ptrdiff_t>(range.last);
  if (index % 2 == 1)
    return std::unique_ptr<ArrayStream>(std::make_unique<ClassStream>(
        std::vector<ClassPiece>(begin, end), m_groups.areNumbers, m_arrays[index].elementBytes));
  if (m_groups.arePages) return m_file.open(begin->array);  // the pages lie one after the other
  std::vector<ArrayInfo> pieces;
  std::vector<std::size_t> indices;
  for (auto piece = begin; piece != end; ++piece) {
    pieces.push_back(m_file.arrays()[piece->array].withSamplesAxis(m_groups.axis));
    indices.push_back(piece->array);
  }
  return std::unique_ptr<ArrayStream>(
      std::make_unique<PiecesStream>(m_file, std::move(pieces), std::move(indices)));
}

bool ClassArrays::mayBeColumnMajor() const {
  const ArrayInfo& piece = m_file.arrays()[m_groups.pieces.front().array];
  // The sides of MATLAB's own pictures are known once they have been turned.
  const bool areTurned = piece.isFortranOrder && piece.shape.size() > 2 && !m_groups.arePages;
  return m_file.mayBeColumnMajor() && !areTurned;
}

std::uint64_t ClassArrays::bytesBeside(std::size_t index) const {
  if (index >= 2 * m_parts.size()) return m_file.bytesBeside(index - 2 * m_parts.size());
  std::uint64_t most = 0;
  const Range& range = m_parts[index / 2];
  for (std::size_t i = range.first; i < range.last && index % 2 == 0; ++i) {
    const std::size_t array = m_groups.pieces[i].array;
    const ArrayInfo piece = m_file.arrays()[array].withSamplesAxis(m_groups.axis);
    const std::uint64_t turned = mustBeTurned(piece) && !m_groups.arePages ? 2 * piece.bytes() : 0;
    most = std::max(most, m_file.bytesBeside(array) + turned);
  }
  return most;
}

std::string ClassArrays::madeName(std::string_view word, const ClassPiece& piece) const {
  std::string name(word);
  if (piece.part)
    name += *piece.part == Part::Train ? "_train" : *piece.part == Part::Test ? "_test" : "_val";
  return name;
}

LoadOptions ClassArrays::completed(LoadOptions options) const {
  const bool isLabelMade =
      !options.label || *options.label == LoadOptions::kNoLabel || *options.label == m_arrays[1].name;
  if (m_groups.isLikely && !options.samples && isLabelMade) options.samples = m_arrays.front().name;
  return options;
}

bool ClassArrays::isChosen(const LoadOptions& options) const {
  return options.samples == m_arrays.front().name;
}

std::uint64_t ClassArrays::samplesBytes() const {
  std::uint64_t bytes = 0;
  for (std::size_t part = 0; part < m_parts.size(); ++part) bytes += m_arrays[2 * part].bytes();
  return bytes;
}

/// "The 3 files", "The 10 pages of data (256 x 1,100 x 10, uint8)".
std::string ClassArrays::whatText() const {
  const std::vector<ClassPiece>& pieces = m_groups.pieces;
  const ArrayInfo& first = m_file.arrays()[pieces.front().array];
  const std::string count = withThousands(pieces.size());
  if (m_groups.arePages) return "The " + count + " pages of " + first.name + " (" + first.text() + ")";
  if (m_file.areFiles()) return "The " + count + " files";
  return "The " + count + " arrays " + first.name + " to " + m_file.arrays()[pieces.back().array].name;
}

std::string ClassArrays::remark(const LoadOptions& options) const {
  std::vector<std::pair<std::string, std::uint64_t>> classes;  // in the order of the file
  std::map<std::string, std::size_t> places;
  std::uint64_t all = 0;
  for (const ClassPiece& piece : m_groups.pieces) {
    const auto [place, isNew] = places.emplace(piece.className, classes.size());
    if (isNew) classes.emplace_back(piece.className, 0);
    classes[place->second].second += piece.count;
    all += piece.count;
  }
  const std::string ofClasses =
      withThousands(classes.size()) + " classes by their " + (m_groups.arePages ? "numbers" : "names");
  if (!isChosen(options))
    return whatText() + " could be " + ofClasses + "; \"data=" + m_arrays.front().name + "\" takes them so.";
  std::string text = whatText() + " are " + ofClasses;
  for (std::size_t part = 0; part < m_parts.size() && m_parts.size() > 1; ++part)
    text += (part == 0                   ? ", in a "
             : part + 1 < m_parts.size() ? ", a "
                                         : " and a ") +
            partText(*m_groups.pieces[m_parts[part].first].part) + " part of " +
            withThousands(m_arrays[2 * part].shape.front());
  for (std::size_t i = 0; i < std::min(classes.size(), kNamedClasses); ++i) {
    const std::uint64_t count = classes[i].second;
    const auto percent =
        static_cast<std::uint64_t>(std::lround(100 * static_cast<double>(count) / static_cast<double>(all)));
    text += (i == 0 ? ": " : ", ") + classes[i].first + " (" + withThousands(count) +
            (i == 0 ? count == 1 ? " sample, " : " samples, " : ", ") +
            (percent == 0 ? "less than 1" : withThousands(percent)) + " %)";
  }
  return text + (classes.size() > kNamedClasses ? ", ..." : "") +
         "; \"data=" + m_file.arrays()[m_groups.pieces.front().array].name + "\" takes " +
         (m_groups.arePages ? "it as it is." : "one of them alone.");
}

}  // namespace isthmus
