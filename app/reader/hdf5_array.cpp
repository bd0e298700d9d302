#include "app/reader/hdf5_array.h"

#include "app/reader/process.h"

#include <algorithm>
#include <utility>

namespace isthmus::reader {
namespace {

constexpr std::size_t kMaxFixedText = 1U << 16;  // of a text of fixed length
// An array may declare this much for each byte stored of it: deflate reaches 1032, with nothing but
// repetition. HDF5 makes up the chunks that were never written (array[:3] of a million rows), so a tiny file
// could fill the memory with them. Arrays that are half empty and well packed beside stay far below. Small
// ones are let through: they cost nothing.
constexpr std::uint64_t kMaxPackingRatio = 1'100;
constexpr std::uint64_t kPackingMattersAbove = 64ULL << 20;

Hdf5Array leftOut(const std::string& path, const std::string& why) {
  Hdf5Array array;
  array.path = path;
  array.remark = path + " is left out: " + why + ".";
  array.isLeftOut = true;
  return array;
}

/// Why a dataset holds too little for what it declares; "" where it does not.
std::string emptiness(hid_t dataset) {
  const std::uint64_t stored = H5Dget_storage_size(dataset);
  if (stored == 0) return "nothing was ever written to it";
  const Handle type(H5Dget_type(dataset), H5Tclose);
  const Handle space(H5Dget_space(dataset), H5Sclose);
  if (!type || !space) return "its description is damaged";
  const hssize_t elements = H5Sget_simple_extent_npoints(space.id());
  std::uint64_t declared = 0;
  if (elements < 0 ||
      __builtin_mul_overflow(static_cast<std::uint64_t>(elements), H5Tget_size(type.id()), &declared))
    return "its shape is impossible";
  if (declared <= kPackingMattersAbove || declared / stored <= kMaxPackingRatio) return {};
  return "it declares " + std::to_string(declared >> 20) + " MiB, of which only " +
         std::to_string((stored >> 10) + 1) + " KiB were ever written";
}

/// Why a dataset's bytes must not or cannot be read; "" where they can.
std::string obstacle(hid_t dataset) {
  const Handle plist(H5Dget_create_plist(dataset), H5Pclose);
  if (!plist) return "its description is damaged";
  if (H5Pget_layout(plist.id()) == H5D_VIRTUAL) return "it is made of other files, which are not followed";
  if (H5Pget_external_count(plist.id()) > 0) return "its numbers lie in another file, which is not followed";
  const int filters = H5Pget_nfilters(plist.id());
  for (int i = 0; i < filters; ++i) {
    unsigned flags = 0;
    std::size_t values = 0;
    char name[64] = "";
    const H5Z_filter_t filter = H5Pget_filter2(plist.id(), static_cast<unsigned>(i), &flags, &values, nullptr,
                                               sizeof name, name, nullptr);
    if (filter < 0 || H5Zfilter_avail(filter) <= 0)
      return "it is compressed by filter " + std::to_string(filter) + ", which this computer's HDF5 lacks";
  }
  return emptiness(dataset);
}

bool isBoolean(hid_t type) {
  if (H5Tget_class(type) != H5T_ENUM || H5Tget_size(type) != 1 || H5Tget_nmembers(type) != 2) return false;
  char* first = H5Tget_member_name(type, 0);
  const bool isFalse = first != nullptr && std::string_view(first) == "FALSE";
  H5free_memory(first);
  return isFalse;
}

/// Type and bytes of numbers; an empty type where they are none that can be delivered.
std::pair<std::string_view, std::size_t> numberType(hid_t type) {
  const std::size_t size = H5Tget_size(type);
  const H5T_class_t kind = H5Tget_class(type);
  if (kind == H5T_FLOAT) return size <= 4 ? std::pair{"f4", 4} : std::pair{"f8", 8};
  if (kind == H5T_BITFIELD && size == 1) return {"b1", 1};
  if (isBoolean(type)) return {"b1", 1};
  const Handle base(kind == H5T_ENUM ? H5Tget_super(type) : H5Tcopy(type), H5Tclose);
  if (!base || H5Tget_class(base.id()) != H5T_INTEGER) return {"", 0};
  const bool isSigned = H5Tget_sign(base.id()) == H5T_SGN_2;
  switch (H5Tget_size(base.id())) {
    case 1:
      return {isSigned ? "i1" : "u1", 1};
    case 2:
      return {isSigned ? "i2" : "u2", 2};
    case 4:
      return {isSigned ? "i4" : "u4", 4};
    case 8:
      return {isSigned ? "i8" : "u8", 8};
    default:
      return {"", 0};
  }
}

std::string_view classWord(hid_t type) {
  switch (H5Tget_class(type)) {
    case H5T_COMPOUND:
      return "records of several columns";
    case H5T_REFERENCE:
      return "references";
    case H5T_VLEN:
      return "rows of different length";
    case H5T_ARRAY:
      return "arrays in arrays";
    default:
      return "values of an unknown type";
  }
}

/// The sides of MATLAB's array that HDF5 holds in the opposite order.
void seeAsMatlab(Hdf5Array& array) {
  std::vector<std::uint64_t>& shape = array.listed.shape;
  std::ranges::reverse(shape);
  if (shape.size() == 2 && (shape[0] == 1 || shape[1] == 1)) {
    shape = {shape[0] * shape[1]};
  } else {
    array.listed.isFortranOrder = true;
  }
}

std::optional<Hdf5Array> describeChars(hid_t file, Hdf5Array array) {
  if (array.listed.shape.size() != 2 || array.listed.shape[1] < 2) return std::nullopt;  // a single text
  array.kind = Hdf5Kind::MatlabChars;
  array.listed.shape = {array.listed.shape[1]};
  array.listed.type = "S";
  array.listed.elementBytes = longestChars(file, array.path);
  return array;
}

std::optional<Hdf5Array> describeCells(hid_t file, Hdf5Array array) {
  std::uint64_t count = 1;
  for (const std::uint64_t side : array.listed.shape) count *= side;
  if (count > kMaxTexts) return leftOut(array.path, "it has too many cells");
  const std::optional<std::size_t> longest = longestCell(file, array.path);
  if (!longest) return leftOut(array.path, "its cells hold other things than text");
  array.kind = Hdf5Kind::MatlabCells;
  array.listed.shape = {count};
  array.listed.type = "S";
  array.listed.elementBytes = *longest;
  return array;
}

std::optional<Hdf5Array> describeText(hid_t dataset, hid_t type, Hdf5Array array) {
  if (array.listed.shape.size() != 1) return leftOut(array.path, "text is read in one dimension only");
  if (array.listed.shape[0] > kMaxTexts) return leftOut(array.path, "it has too many texts");
  const bool isVariable = H5Tis_variable_str(type) > 0;
  if (!isVariable && (H5Tget_size(type) == 0 || H5Tget_size(type) > kMaxFixedText))
    return leftOut(array.path, "its texts are too long");
  array.kind = Hdf5Kind::Texts;
  array.listed.type = "S";
  array.listed.elementBytes = isVariable ? longestText(dataset, array.path, array.member)
                                         : std::min(H5Tget_size(type), kMaxTextBytes);
  return array;
}

/// A column of AnnData before 0.8: numbers, with the texts in a group beside it.
std::string oldCategories(hid_t file, const std::string& path) {
  const std::size_t slash = path.rfind('/');
  const std::string texts = path.substr(0, slash) + "/__categories" + path.substr(slash);
  return path.starts_with("/obs/") && hasObject(file, path.substr(0, slash) + "/__categories") &&
                 hasObject(file, texts)
             ? texts
             : "";
}

std::optional<Hdf5Array> describeCategories(hid_t file, const std::string& path, const std::string& codes,
                                            const std::string& categories) {
  Hdf5Array array;
  array.kind = Hdf5Kind::Categories;
  array.path = codes;
  array.categories = categories;
  array.listed.name = path;
  array.listed.type = "S";
  const Handle dataset = openDataset(file, codes);
  const Handle texts = openDataset(file, categories);
  const auto shape = dataset ? shapeOf(dataset.id()) : std::nullopt;
  if (!texts || !shape || shape->size() != 1 || !obstacle(dataset.id()).empty() ||
      !obstacle(texts.id()).empty())
    return leftOut(path, "it is no column of categories that can be read");
  if ((*shape)[0] > kMaxTexts) return leftOut(path, "it has too many texts");
  array.listed.shape = {(*shape)[0]};
  array.listed.elementBytes = longestCategory(file, array);
  if (path.starts_with("/obs/")) array.listed.role = Role::Label;
  return array;
}

/// A column of records: text, numbers, or numbers of texts that /uns holds.
std::optional<Hdf5Array> describeColumn(hid_t file, hid_t dataset, const std::string& path,
                                        const std::string& member, std::uint64_t rows) {
  const Handle type = elementType(dataset, member);
  if (!type) return std::nullopt;
  Hdf5Array array;
  array.path = path;
  array.member = member;
  array.listed.name = path + "/" + member;
  array.listed.shape = {rows};
  const std::string texts = "/uns/" + member + "_categories";
  if (H5Tget_class(type.id()) == H5T_STRING) {
    Hdf5Array text = *describeText(dataset, type.id(), std::move(array));
    if (!text.isLeftOut && path == "/obs") text.listed.role = Role::Label;
    return text;
  }
  if (H5Tget_class(type.id()) == H5T_INTEGER && hasObject(file, "/uns") && hasObject(file, texts)) {
    array.kind = Hdf5Kind::Categories;
    array.categories = texts;
    array.listed.type = "S";
    array.listed.elementBytes = longestCategory(file, array);
    if (path == "/obs") array.listed.role = Role::Label;
    return array;
  }
  const auto [name, bytes] = numberType(type.id());
  if (bytes == 0) return leftOut(array.listed.name, "it holds " + std::string(classWord(type.id())));
  array.listed.type = name;
  array.listed.elementBytes = bytes;
  return array;
}

std::optional<Hdf5Array> describeSparse(hid_t file, const std::string& path, bool isByRows,
                                        std::uint64_t rows, std::uint64_t columns, bool isMatlab) {
  if (rows == 0 || columns == 0) return std::nullopt;
  Hdf5Array array;
  array.kind = Hdf5Kind::Sparse;
  array.path = path + "/data";
  array.columns = path + (isMatlab ? "/ir" : "/indices");
  array.starts = path + (isMatlab ? "/jc" : "/indptr");
  array.listed = {.name = path, .isFortranOrder = !isByRows, .shape = {rows, columns}};
  if (path == "/X") array.listed.role = Role::Samples;
  for (const std::string& part : {array.path, array.columns, array.starts}) {
    const Handle dataset = openDataset(file, part);
    if (!dataset || H5Tget_class(Handle(H5Dget_type(dataset.id()), H5Tclose).id()) == H5T_STRING ||
        !obstacle(dataset.id()).empty())
      return leftOut(path, "it is no sparse matrix that can be read");
  }
  return array;
}

}  // namespace

std::optional<Hdf5Array> describeGroup(hid_t file, const std::string& path) {
  if (path.empty()) return std::nullopt;
  const std::string encoding = attributeText(file, path, "encoding-type");
  const std::string oldFormat = attributeText(file, path, "h5sparse_format");
  if (encoding == "categorical" ||
      (encoding.empty() && hasObject(file, path + "/codes") && hasObject(file, path + "/categories")))
    return describeCategories(file, path, path + "/codes", path + "/categories");
  if (encoding == "csr_matrix" || encoding == "csc_matrix" || !oldFormat.empty()) {
    const auto shape = attributeNumbers(file, path, oldFormat.empty() ? "shape" : "h5sparse_shape");
    if (shape.size() != 2) return leftOut(path, "it is a sparse matrix without a shape");
    return describeSparse(file, path, encoding == "csr_matrix" || oldFormat == "csr", shape[0], shape[1],
                          false);
  }
  if (const auto rows = attributeNumbers(file, path, "MATLAB_sparse"); rows.size() == 1) {
    const Handle starts = openDataset(file, path + "/jc");
    const auto shape = starts ? shapeOf(starts.id()) : std::nullopt;
    if (!shape || (*shape)[0] < 2 || !hasObject(file, path + "/data")) return std::nullopt;
    return describeSparse(file, path, false, rows[0], (*shape)[0] - 1, true);
  }
  return std::nullopt;
}

bool holdsRecords(hid_t file, const std::string& path) {
  const Handle dataset = openDataset(file, path);
  if (!dataset) return false;
  const Handle type(H5Dget_type(dataset.id()), H5Tclose);
  const auto shape = shapeOf(dataset.id());
  return type && H5Tget_class(type.id()) == H5T_COMPOUND && shape && shape->size() == 1;
}

std::vector<Hdf5Array> describeColumns(hid_t file, const std::string& path) {
  const Handle dataset = openDataset(file, path);
  const auto shape = dataset ? shapeOf(dataset.id()) : std::nullopt;
  if (!shape) failAt(path);
  if (const std::string why = obstacle(dataset.id()); !why.empty()) return {leftOut(path, why)};
  const Handle type(H5Dget_type(dataset.id()), H5Tclose);
  const int members = type ? H5Tget_nmembers(type.id()) : 0;
  std::vector<Hdf5Array> columns;
  for (int i = 0; i < std::min<int>(members, kMaxArrays); ++i) {
    char* name = H5Tget_member_name(type.id(), static_cast<unsigned>(i));
    const std::string member = name == nullptr ? "" : name;
    H5free_memory(name);
    if (!isPlainName(member) || member.find('/') != std::string::npos) continue;
    auto column = describeColumn(file, dataset.id(), path, member, (*shape)[0]);
    if (!column) continue;
    if (i == 0 && member == "index")
      column->listed.role = path == "/obs" ? Role::SampleNames : Role::Features;
    columns.push_back(std::move(*column));
  }
  return columns;
}

std::optional<Hdf5Array> describeDataset(hid_t file, const std::string& path) {
  const Handle dataset = openDataset(file, path);
  if (!dataset) failAt(path);
  const auto shape = shapeOf(dataset.id());
  if (!shape || hasAttribute(file, path, "MATLAB_empty")) return std::nullopt;
  if (const std::string why = obstacle(dataset.id()); !why.empty()) return leftOut(path, why);
  const Handle type(H5Dget_type(dataset.id()), H5Tclose);
  if (!type) failAt(path);
  Hdf5Array array;
  array.path = path;
  array.listed.name = path;
  array.listed.shape.assign(shape->begin(), shape->end());
  const std::string matlab = attributeText(file, path, "MATLAB_class");
  if (matlab == "char" && H5Tget_class(type.id()) == H5T_INTEGER)
    return describeChars(file, std::move(array));
  if (matlab == "cell" && H5Tequal(type.id(), H5T_STD_REF_OBJ) > 0)
    return describeCells(file, std::move(array));
  if (H5Tget_class(type.id()) == H5T_STRING) return describeText(dataset.id(), type.id(), std::move(array));
  if (const std::string old = oldCategories(file, path); !old.empty())
    return describeCategories(file, path, path, old);
  const auto [name, bytes] = numberType(type.id());
  if (bytes == 0) return leftOut(path, "it holds " + std::string(classWord(type.id())));
  array.listed.type = matlab == "logical" ? "b1" : name;
  array.listed.elementBytes = bytes;
  if (matlab == "logical" && bytes != 1) return leftOut(path, "it holds logical values of several bytes");
  if (!matlab.empty()) seeAsMatlab(array);
  if (path == "/X") array.listed.role = Role::Samples;
  return array;
}

}  // namespace isthmus::reader
