// Texts of HDF5 files, in the many ways in which programs write them.
#include "app/reader/hdf5_array.h"
#include "app/reader/process.h"

#include <algorithm>
#include <charconv>
#include <functional>

namespace isthmus::reader {
namespace {

constexpr hsize_t kTextsAtATime = 1U << 15;
constexpr hsize_t kMaxCategories = 1U << 20;
constexpr hsize_t kMaxChars = 64U << 20;  // of one MATLAB matrix of characters
constexpr std::string_view kMissing = "(missing)";

using TextSink = std::function<void(std::string_view)>;

/// What eachText() goes through.
struct TextColumn {
  hid_t dataset;
  const std::string& path;
  const std::string& member;  ///< of records; else ""
  hid_t type;                 ///< of the texts in the file
};

void eachVariable(const TextColumn& column, const std::vector<hsize_t>& shape, const TextSink& sink) {
  const Handle variable(H5Tcopy(H5T_C_S1), H5Tclose);
  H5Tset_size(variable.id(), H5T_VARIABLE);
  H5Tset_cset(variable.id(), H5Tget_cset(column.type));
  const Handle type = memberOnly(variable.id(), column.member);
  for (hsize_t first = 0; first < shape[0]; first += kTextsAtATime) {
    const hsize_t count = std::min(kTextsAtATime, shape[0] - first);
    std::vector<char*> texts(count, nullptr);
    readSlab(column.dataset, column.path, shape, first, count, type.id(), texts.data());
    for (char* text : texts) {
      sink(text == nullptr ? std::string_view() : std::string_view(text));
      H5free_memory(text);
    }
  }
}

void eachFixed(const TextColumn& column, const std::vector<hsize_t>& shape, const TextSink& sink) {
  const std::size_t size = H5Tget_size(column.type);
  const bool isSpaced = H5Tget_strpad(column.type) == H5T_STR_SPACEPAD;
  const Handle type = memberOnly(column.type, column.member);
  const hsize_t portion = std::max<hsize_t>(1, kPortionBytes / size);
  std::string bytes;
  for (hsize_t first = 0; first < shape[0]; first += portion) {
    const hsize_t count = std::min(portion, shape[0] - first);
    bytes.resize(count * size);
    readSlab(column.dataset, column.path, shape, first, count, type.id(), bytes.data());
    for (hsize_t i = 0; i < count; ++i) {
      std::string_view text = std::string_view(bytes).substr(i * size, size);
      text = text.substr(0, std::min(text.find('\0'), text.size()));
      while (isSpaced && text.ends_with(' ')) text.remove_suffix(1);
      sink(text);
    }
  }
}

/// Every text of a one-dimensional dataset of text, in order.
void eachText(hid_t dataset, const std::string& path, const std::string& member, const TextSink& sink) {
  const auto shape = shapeOf(dataset);
  const Handle type = elementType(dataset, member);
  if (!shape || shape->size() != 1 || !type) failAt(path);
  const TextColumn column{dataset, path, member, type.id()};
  if (H5Tis_variable_str(type.id()) > 0) {
    eachVariable(column, *shape, sink);
  } else {
    eachFixed(column, *shape, sink);
  }
}

/// The categories' texts; numbers are spelt out.
std::vector<std::string> readCategories(hid_t file, const std::string& path) {
  const Handle dataset = openDataset(file, path);
  const auto shape = dataset ? shapeOf(dataset.id()) : std::nullopt;
  if (!shape || shape->size() != 1 || (*shape)[0] > kMaxCategories) failAt(path);
  const Handle type(H5Dget_type(dataset.id()), H5Tclose);
  std::vector<std::string> texts;
  if (H5Tget_class(type.id()) == H5T_STRING) {
    eachText(dataset.id(), path, "", [&](std::string_view text) { texts.emplace_back(cutText(text)); });
    return texts;
  }
  std::vector<double> numbers((*shape)[0]);
  readSlab(dataset.id(), path, *shape, 0, (*shape)[0], H5T_NATIVE_DOUBLE, numbers.data());
  for (const double number : numbers) {
    char buffer[32];
    texts.emplace_back(buffer, std::to_chars(buffer, buffer + sizeof buffer, number).ptr);
  }
  return texts;
}

void eachCategory(hid_t file, const Hdf5Array& array, const TextSink& sink) {
  const std::vector<std::string> texts = readCategories(file, array.categories);
  const Handle dataset = openDataset(file, array.path);
  const auto shape = dataset ? shapeOf(dataset.id()) : std::nullopt;
  if (!shape || shape->size() != 1) failAt(array.path);
  const Handle type = memberOnly(H5T_NATIVE_INT64, array.member);
  std::vector<std::int64_t> codes;
  for (hsize_t first = 0; first < (*shape)[0]; first += kTextsAtATime) {
    codes.resize(std::min(kTextsAtATime, (*shape)[0] - first));
    readSlab(dataset.id(), array.path, *shape, first, codes.size(), type.id(), codes.data());
    for (const std::int64_t code : codes) {
      if (code >= static_cast<std::int64_t>(texts.size()))
        fail("is damaged: " + array.listed.name + " names a category that is not there");
      sink(code < 0 ? kMissing : std::string_view(texts[static_cast<std::size_t>(code)]));
    }
  }
}

/// The characters of a MATLAB char matrix, as HDF5 holds it: columns x rows.
std::vector<std::uint16_t> readChars(hid_t file, const std::string& path, std::vector<hsize_t>& shape) {
  const Handle dataset = openDataset(file, path);
  const auto sides = dataset ? shapeOf(dataset.id()) : std::nullopt;
  if (!sides || sides->size() != 2 || (*sides)[0] * (*sides)[1] > kMaxChars) failAt(path);
  shape = *sides;
  std::vector<std::uint16_t> units(shape[0] * shape[1]);
  readSlab(dataset.id(), path, shape, 0, shape[0], H5T_NATIVE_UINT16, units.data());
  return units;
}

void eachRow(hid_t file, const std::string& path, const TextSink& sink) {
  std::vector<hsize_t> shape;
  const std::vector<std::uint16_t> units = readChars(file, path, shape);
  for (hsize_t row = 0; row < shape[1]; ++row) {
    std::vector<std::uint16_t> text;
    for (hsize_t i = 0; i < shape[0]; ++i) text.push_back(units[i * shape[1] + row]);
    while (!text.empty() && (text.back() == ' ' || text.back() == 0)) text.pop_back();  // rows are padded
    sink(utf8Of(text));
  }
}

/// The text of one cell; nothing where it holds something else.
std::optional<std::string> cellText(hid_t file, hobj_ref_t reference) {
  const Handle cell(H5Rdereference2(file, H5P_DEFAULT, H5R_OBJECT, &reference), H5Oclose);
  if (!cell || H5Iget_type(cell.id()) != H5I_DATASET) return std::nullopt;
  if (attributeText(cell.id(), ".", "MATLAB_class") != "char") return std::nullopt;
  if (hasAttribute(cell.id(), ".", "MATLAB_empty")) return std::string();
  const auto shape = shapeOf(cell.id());
  if (!shape || shape->size() != 2 || (*shape)[1] != 1 || (*shape)[0] > kMaxChars) return std::nullopt;
  std::vector<std::uint16_t> units((*shape)[0]);
  readSlab(cell.id(), "a cell", *shape, 0, (*shape)[0], H5T_NATIVE_UINT16, units.data());
  return utf8Of(units);
}

/// False, and stops, at the first cell that holds no text.
bool eachCell(hid_t file, const std::string& path, const TextSink& sink) {
  const Handle dataset = openDataset(file, path);
  const auto shape = dataset ? shapeOf(dataset.id()) : std::nullopt;
  if (!shape) failAt(path);
  std::vector<hobj_ref_t> references;
  std::size_t count = 1;
  for (const hsize_t side : *shape) count = product(count, side);
  if (count > kMaxTexts) failAt(path);
  references.resize(count);
  readSlab(dataset.id(), path, *shape, 0, (*shape)[0], H5T_STD_REF_OBJ, references.data());
  for (const hobj_ref_t reference : references) {
    const std::optional<std::string> text = cellText(file, reference);
    if (!text) return false;
    sink(*text);
  }
  return true;
}

/// Keeps the length of the longest text, at least 1: an element has bytes.
struct Longest {
  std::size_t bytes = 1;
  TextSink sink() {
    return [this](std::string_view text) { bytes = std::max(bytes, cutText(text).size()); };
  }
};

}  // namespace

std::size_t longestText(hid_t dataset, const std::string& path, const std::string& member) {
  Longest longest;
  eachText(dataset, path, member, longest.sink());
  return longest.bytes;
}

std::size_t longestCategory(hid_t file, const Hdf5Array& array) {
  Longest longest;
  eachCategory(file, array, longest.sink());
  return longest.bytes;
}

std::size_t longestChars(hid_t file, const std::string& path) {
  Longest longest;
  eachRow(file, path, longest.sink());
  return longest.bytes;
}

std::optional<std::size_t> longestCell(hid_t file, const std::string& path) {
  Longest longest;
  if (!eachCell(file, path, longest.sink())) return std::nullopt;
  return longest.bytes;
}

void writeTexts(hid_t file, const Hdf5Array& array) {
  TextWriter writer(array.listed.elementBytes);
  const TextSink sink = [&](std::string_view text) { writer.add(text); };
  switch (array.kind) {
    case Hdf5Kind::Categories:
      eachCategory(file, array, sink);
      break;
    case Hdf5Kind::MatlabChars:
      eachRow(file, array.path, sink);
      break;
    case Hdf5Kind::MatlabCells:
      eachCell(file, array.path, sink);
      break;
    default:
      eachText(openDataset(file, array.path).id(), array.path, array.member, sink);
  }
  writer.finish();
}

}  // namespace isthmus::reader
