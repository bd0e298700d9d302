#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace isthmus::reader {

/// What an array is to the data set that its file holds, where the file itself says so (AnnData).
enum class Role { None, Samples, Features, SampleNames, Label };

/// An array as `list` writes it and as `read` delivers it: little endian.
struct ListedArray {
  std::string name;
  std::string_view type = "f4";  ///< b1 i1 i2 i4 i8 u1 u2 u4 u8 f4 f8, or S: text padded with zeros
  std::size_t elementBytes = 4;
  bool isFortranOrder = false;  ///< the first index runs fastest
  std::vector<std::uint64_t> shape;
  Role role = Role::None;
};

/// What a file holds.
struct Listing {
  std::vector<ListedArray> arrays;
  std::vector<std::string> remarks;  ///< a sentence each about what is left out or seen another way
};

constexpr std::size_t kMaxArrays = 4'000;  // a person chooses among them
constexpr std::size_t kMaxNameBytes = 1'000;
constexpr std::size_t kMaxTextBytes = 1'024;  // of one text; what is longer is no label or name, and is cut
constexpr std::uint64_t kMaxTexts = 20'000'000;  // all are looked through for the longest
constexpr std::size_t kPortionBytes = 8U << 20;  // what is read and written at a time

/// Whether a line of the listing can carry it: no control characters, not too long, not empty.
bool isPlainName(std::string_view name);
/// So much of it as kMaxTextBytes allows, cut between characters of UTF-8.
std::string_view cutText(std::string_view text);
/// "28 x 28 x 3".
std::string shapeText(const std::vector<std::uint64_t>& shape);

/// Writes it to standard output, a line each with tabs between:
///   isthmus-arrays 1
///   array TYPE ELEMENT-BYTES ORDER SHAPE ROLE NAME     e.g. array u1 1 C 60000,28,28 - /x_train
///   remark SENTENCE
///   end
void write(const Listing& listing);

/// Writes texts as an array of `width` bytes each, padded with zeros, in portions.
class TextWriter {
 public:
  explicit TextWriter(std::size_t width) : m_width(width) {}
  void add(std::string_view text);
  void finish();

 private:
  std::size_t m_width;
  std::string m_pending;
};

/// UTF-8 of one UTF-16 code unit or pair each; unpaired ones become U+FFFD.
std::string utf8Of(const std::vector<std::uint16_t>& units);

}  // namespace isthmus::reader
