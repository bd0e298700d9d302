#include "core/data/files/foreign_files.h"

#include "core/base/text.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstddef>
#include <cstdint>

namespace isthmus {
namespace {

using namespace std::string_view_literals;

struct Signature {
  std::string_view start;
  std::string_view sentence;
  bool isText = false;  ///< otherwise bytes that no text has follow: a table may have a column PAR1
};

constexpr std::string_view kArchive =
    "is a packed archive, not data itself; unpack it and load the files that are in it";
constexpr std::string_view kPickle =
    "is a Python pickle, which can run programs and so is not read; save the arrays in Python with "
    "numpy.savez "
    "or the table with to_csv";

constexpr std::array kSignatures = {
    Signature{
        "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv,
        "is an old Excel workbook (.xls) or another Office document; save its sheet as CSV and load that"},
    Signature{
        "PAR1"sv,
        "is a Parquet file; save it as CSV (in Python: pandas.read_parquet(...).to_csv(...)) or as .npz"},
    Signature{
        "ARROW1"sv,
        "is an Arrow or Feather file; save it as CSV (in Python: pandas.read_feather(...).to_csv(...))"},
    Signature{"FEA1"sv,
              "is a Feather file; save it as CSV (in Python: pandas.read_feather(...).to_csv(...))"},
    Signature{"SQLite format 3\0"sv, "is an SQLite database; export a table of it as CSV and load that"},
    Signature{"7z\xBC\xAF\x27\x1C"sv, kArchive},
    Signature{"Rar!\x1A\x07"sv, kArchive},
    Signature{"\xFD"
              "7zXZ\0"sv,
              "is packed with xz, which is not read; unpack it (xz -d) and load what comes out"},
    Signature{"\x28\xB5\x2F\xFD"sv,
              "is packed with zstd, which is not read; unpack it (zstd -d) and load what comes out"},
    Signature{"%PDF-"sv, "is a PDF document; export its table as CSV and load that", true},
    Signature{
        "%%MatrixMarket"sv,
        "is a sparse matrix in Matrix Market form (.mtx); save it as LIBSVM text or as .npz (in Python: "
        "scipy.io.mmread, then numpy.savez of its toarray())",
        true},
    Signature{"version https://git-lfs.github.com/spec/"sv,
              "is a Git LFS pointer in place of the data; fetch the data with git lfs pull", true},
    Signature{"RDX2\n"sv, "is an R workspace; save its table with write.csv and load that", true},
    Signature{"RDX3\n"sv, "is an R workspace; save its table with write.csv and load that", true},
    Signature{"$FL2"sv, "is an SPSS file; export it as CSV and load that"},
    Signature{"HEADER RECORD*******LIBRARY HEADER"sv,
              "is a SAS transport file; export it as CSV and load that", true},
    Signature{"SIMPLE  ="sv, "is a FITS file; save its arrays as .npy and load that", true},
};

bool contains(std::string_view head, std::string_view part) {
  return head.find(part) != std::string_view::npos;
}

/// Zip archives that readers know (arrays, pictures) do not come here.
std::optional<std::string> zipContent(std::string_view head) {
  if (contains(head, "xl/") || contains(head, "xl\\"))
    return "is an Excel workbook (.xlsx); save its sheet as CSV and load that";
  if (contains(head, "opendocument.spreadsheet"))
    return "is an OpenDocument spreadsheet (.ods); save its sheet as CSV and load that";
  if (contains(head, "opendocument") || contains(head, "word/") || contains(head, "ppt/"))
    return "is a document of an office program; export its table as CSV and load that";
  if (contains(head, "data.pkl"))
    return "is a PyTorch file (.pt), which can run programs and so is not read; save its tensors with "
           "safetensors or numpy.savez";
  if (contains(head, "model.weights.h5") || contains(head, "config.json"))
    return "is a Keras model, not data; load the data that it was trained on";
  return "is a zip archive without pictures or arrays that could be read; unpack it and load the files that "
         "are in it";
}

std::string_view withoutSpace(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  return first == std::string_view::npos ? std::string_view() : text.substr(first);
}

/// MATLAB 4 has no mark: five small whole numbers (type, rows, columns, imaginary, length of the name).
bool isMatlab4(std::string_view head) {
  if (head.size() < 24) return false;
  const auto number = [&](std::size_t i) {
    std::uint32_t value = 0;
    for (std::size_t b = 4; b-- > 0;) value = value << 8U | static_cast<unsigned char>(head[4 * i + b]);
    return value;
  };
  const std::uint32_t type = number(0);
  const bool isType = type < 100 && type % 10 <= 2 && type / 10 % 10 <= 5;
  const std::uint32_t name = number(4);
  const bool sizes = number(1) > 0 && number(2) > 0 && number(1) < 1U << 24U && number(2) < 1U << 24U &&
                     number(3) <= 1 && name >= 2 && name <= 64 && head.size() >= 20 + name;
  if (!isType || !sizes || head[20 + name - 1] != '\0') return false;
  return std::ranges::all_of(head.substr(20, name - 1), [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
  });
}

bool isPickle(std::string_view head) {
  const bool protocol = head.size() > 2 && head[0] == '\x80' && head[1] >= 2 && head[1] <= 5;
  // "cnumpy", "ccopy_reg": protocol 0 begins with the module of a class
  return protocol || head.starts_with("ccopy_reg\n") || head.starts_with("cnumpy") ||
         head.starts_with("(dp0\n") || head.starts_with("(lp0\n") || head.starts_with("csklearn");
}

std::optional<std::string> textContent(std::string_view head) {
  const std::string_view text = withoutSpace(withoutByteOrderMark(head));
  if (text.empty()) return std::nullopt;
  if (text.front() == '<') {
    const std::string start = lowerCased(text.substr(0, 2048));
    if (contains(start, "<html") || contains(start, "<!doctype html"))
      return "is a web page that was saved under this name, not data; download the file itself (on a page "
             "that "
             "shows it, by its \"raw\" or \"download\" button)";
    return "is XML; expected rows of a table (save the data as CSV)";
  }
  if (text.front() != '{' && text.front() != '[') return std::nullopt;
  const std::string_view line = text.substr(0, text.find('\n'));
  const std::string_view second = line.size() < text.size() ? withoutSpace(text.substr(line.size())) : "";
  const bool isLines = text.front() == '{' && contains(line, "}") && second.starts_with('{');
  return isLines ? "is JSON lines, an object a line; save it as CSV (in Python: pandas.read_json(..., "
                   "lines=True).to_csv(...))"
                 : "is JSON; expected rows of a table (save the data as CSV)";
}

}  // namespace

std::optional<std::string> foreignContent(std::string_view head) {
  if (head.starts_with("PK\x03\x04") || head.starts_with("PK\x05\x06")) return zipContent(head);
  const bool isBinary = std::ranges::any_of(head.substr(0, 1024), [](char c) { return c >= 0 && c < '\t'; });
  for (const Signature& signature : kSignatures)
    if ((signature.isText || isBinary) && head.starts_with(signature.start))
      return std::string(signature.sentence);
  constexpr std::size_t kTarMark = 257;
  if (head.size() > kTarMark + 5 && head.substr(kTarMark, 5) == "ustar") return std::string(kArchive);
  constexpr std::size_t kDicomMark = 128;
  if (head.size() > kDicomMark + 4 && head.substr(kDicomMark, 4) == "DICM")
    return "is a DICOM picture; export it as PNG and load that";
  if (isPickle(head)) return std::string(kPickle);
  if (isMatlab4(head))
    return "is a MATLAB 4 file, which is not read; save it anew in MATLAB or Octave (save -v7)";
  return textContent(head);
}

}  // namespace isthmus
