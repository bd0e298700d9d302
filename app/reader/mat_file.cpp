#include "app/reader/mat_file.h"

#include "app/reader/dense_output.h"
#include "app/reader/process.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <fstream>
#include <functional>
#include <matio.h>
#include <memory>
#include <optional>
#include <set>

namespace isthmus::reader {
namespace {

struct CloseFile {
  void operator()(mat_t* file) const { Mat_Close(file); }
};
struct FreeVariable {
  void operator()(matvar_t* variable) const { Mat_VarFree(variable); }
};
using File = std::unique_ptr<mat_t, CloseFile>;
using Variable = std::unique_ptr<matvar_t, FreeVariable>;
using TextSink = std::function<void(std::string_view)>;
using VariableSink = std::function<void(const std::string& name, const matvar_t& variable)>;

constexpr std::size_t kMaxDepth = 16;  // of structures in each other: a damaged file may hold itself

void ignoreMessage(int, char*) {}

File openMat(const std::string& path) {
  Mat_LogInitFunc("isthmus", ignoreMessage);
  File file(Mat_Open(path.c_str(), MAT_ACC_RDONLY));
  if (!file) fail("is damaged or cut off: it cannot be opened as a MATLAB file");
  return file;
}

std::vector<std::uint64_t> sidesOf(const matvar_t& variable) {
  if (variable.rank < 2 || variable.rank > 8 || variable.dims == nullptr) return {};
  return {variable.dims, variable.dims + variable.rank};
}

/// The product of the sides; nothing for an empty array and an impossible one.
std::optional<std::size_t> elementsOf(const matvar_t& variable) {
  const std::vector<std::uint64_t> sides = sidesOf(variable);
  std::size_t elements = sides.empty() ? 0 : 1;
  for (const std::uint64_t side : sides)
    if (__builtin_mul_overflow(elements, side, &elements)) return std::nullopt;
  if (elements == 0 || elements > SIZE_MAX / 16) return std::nullopt;
  return elements;
}

std::pair<std::string_view, std::size_t> numberType(matio_classes type) {
  switch (type) {
    case MAT_C_DOUBLE:
      return {"f8", 8};
    case MAT_C_SINGLE:
      return {"f4", 4};
    case MAT_C_INT8:
      return {"i1", 1};
    case MAT_C_UINT8:
      return {"u1", 1};
    case MAT_C_INT16:
      return {"i2", 2};
    case MAT_C_UINT16:
      return {"u2", 2};
    case MAT_C_INT32:
      return {"i4", 4};
    case MAT_C_UINT32:
      return {"u4", 4};
    case MAT_C_INT64:
      return {"i8", 8};
    case MAT_C_UINT64:
      return {"u8", 8};
    default:
      return {"", 0};
  }
}

/// One row of a char variable, whose characters have one, two or (UTF-8) one byte each.
std::string rowText(const matvar_t& variable, std::size_t row) {
  const std::size_t rows = variable.dims[0];
  const std::size_t columns = variable.dims[1];
  if (variable.data == nullptr || (variable.data_size != 1 && variable.data_size != 2) ||
      variable.nbytes < product(product(rows, columns), static_cast<std::size_t>(variable.data_size)))
    return {};
  const auto* bytes = static_cast<const unsigned char*>(variable.data);
  if (variable.data_size == 1 && variable.data_type == MAT_T_UTF8 && rows == 1)
    return {reinterpret_cast<const char*>(bytes), columns};
  std::vector<std::uint16_t> units;
  for (std::size_t column = 0; column < columns; ++column) {
    const std::size_t place = row + rows * column;
    std::uint16_t unit = bytes[place];
    if (variable.data_size == 2) std::memcpy(&unit, bytes + 2 * place, 2);
    units.push_back(unit);
  }
  while (!units.empty() && (units.back() == ' ' || units.back() == 0)) units.pop_back();  // rows are padded
  return utf8Of(units);
}

bool isText(const matvar_t* cell) {
  return cell != nullptr && cell->class_type == MAT_C_CHAR && cell->rank == 2 && cell->dims[0] <= 1;
}

/// The cells of a cell array that has been read; nothing where one of them is no text.
std::optional<std::span<matvar_t* const>> textCells(const matvar_t& variable) {
  const std::optional<std::size_t> count = elementsOf(variable);
  if (!count || variable.data == nullptr || variable.nbytes < product(*count, sizeof(matvar_t*)))
    return std::nullopt;
  const std::span<matvar_t* const> cells(static_cast<matvar_t**>(variable.data), *count);
  const bool allText = std::ranges::all_of(
      cells, [](const matvar_t* cell) { return isText(cell) || (cell != nullptr && cell->nbytes == 0); });
  return allText ? std::optional(cells) : std::nullopt;
}

/// Every text of a variable that has been read, in order.
void eachText(const matvar_t& variable, const TextSink& sink) {
  if (variable.class_type == MAT_C_CELL) {
    const std::optional<std::span<matvar_t* const>> cells = textCells(variable);
    if (!cells) fail("is damaged: the texts of a cell array have changed while it was read");
    for (const matvar_t* cell : *cells) sink(isText(cell) && cell->dims[0] == 1 ? rowText(*cell, 0) : "");
    return;
  }
  for (std::size_t row = 0; row < variable.dims[0]; ++row) sink(rowText(variable, row));
}

/// Whether it is one structure, whose fields stand for themselves.
bool isOneStructure(const matvar_t& variable) {
  return variable.class_type == MAT_C_STRUCT && elementsOf(variable) == 1;
}

/// Gives out a variable, or in place of a structure its fields: "data.X".
void eachPart(const std::string& name, const matvar_t& variable, const VariableSink& sink,
              std::size_t depth = 0) {
  if (!isOneStructure(variable) || depth == kMaxDepth) return sink(name, variable);
  auto* structure = const_cast<matvar_t*>(&variable);  // matio's getters take no const one
  char* const* names = Mat_VarGetStructFieldnames(structure);
  const unsigned count = Mat_VarGetNumberOfFields(structure);
  for (unsigned i = 0; i < count && names != nullptr; ++i) {
    const matvar_t* field = Mat_VarGetStructFieldByIndex(structure, i, 0);
    if (field != nullptr && names[i] != nullptr) eachPart(name + "." + names[i], *field, sink, depth + 1);
  }
}

/// A variable of a file, or a field of one, without its numbers at first.
class MatVariable {
 public:
  /// Ends the process where there is none.
  MatVariable(const std::string& path, const std::string& name) : m_file(openMat(path)), m_name(name) {
    m_whole.reset(Mat_VarReadInfo(m_file.get(), name.substr(0, name.find('.')).c_str()));
    if (m_whole)
      eachPart(m_whole->name, *m_whole, [&](const std::string& part, const matvar_t& variable) {
        if (part == name && m_part == nullptr) m_part = const_cast<matvar_t*>(&variable);
      });
    if (m_part == nullptr) fail("holds no array called " + name);
  }

  const matvar_t& get() const { return *m_part; }

  /// Reads what it holds; ends the process where that fails.
  const matvar_t& read() {
    if (Mat_VarReadDataAll(m_file.get(), m_part) != 0)
      fail("is damaged or cut off: " + m_name + " cannot be read");
    return *m_part;
  }

 private:
  File m_file;
  Variable m_whole;
  matvar_t* m_part = nullptr;  // of m_whole
  std::string m_name;
};

/// The texts' number and the longest one's bytes, which only reading tells.
void measureTexts(const std::string& path, const std::string& name, ListedArray& listed, std::string& why) {
  MatVariable found(path, name);
  const matvar_t* variable = &found.read();
  if (variable->class_type == MAT_C_CELL && !textCells(*variable)) {
    why = "its cells hold other things than text";
    return;
  }
  listed.type = "S";
  listed.elementBytes = 1;
  std::uint64_t count = 0;
  eachText(*variable, [&](std::string_view text) {
    listed.elementBytes = std::max(listed.elementBytes, cutText(text).size());
    ++count;
  });
  listed.shape = {count};
}

/// Sides and order of the numbers.
void describeNumbers(const matvar_t& variable, ListedArray& listed) {
  listed.shape = sidesOf(variable);
  if (listed.shape.size() == 2 && (listed.shape[0] == 1 || listed.shape[1] == 1)) {
    listed.shape = {listed.shape[0] * listed.shape[1]};
  } else {
    listed.isFortranOrder = true;
  }
}

/// How a variable, or a field of one, is listed; nothing, with a reason or without one, where it is not.
std::optional<ListedArray> describe(const std::string& path, const std::string& name,
                                    const matvar_t& variable, std::string& remark) {
  ListedArray listed;
  listed.name = name;
  std::string why;
  const auto [type, bytes] = numberType(variable.class_type);
  const std::optional<std::size_t> elements = elementsOf(variable);
  if (!elements) return std::nullopt;
  if (variable.isComplex != 0) {
    why = "it holds complex numbers";
  } else if (bytes != 0) {
    listed.type = variable.isLogical != 0 && bytes == 1 ? "b1" : type;
    listed.elementBytes = bytes;
    describeNumbers(variable, listed);
  } else if (variable.class_type == MAT_C_SPARSE && variable.rank == 2) {
    listed.isFortranOrder = true;
    listed.shape = sidesOf(variable);
  } else if (variable.class_type == MAT_C_CELL && *elements <= kMaxTexts) {
    measureTexts(path, listed.name, listed, why);
  } else if (variable.class_type == MAT_C_CHAR && variable.rank == 2) {
    if (variable.dims[0] < 2) return std::nullopt;  // a single text
    measureTexts(path, listed.name, listed, why);
  } else if (variable.class_type == MAT_C_STRUCT) {
    why = *elements == 1 ? "its structures lie too deep in each other"
                         : "it is an array of " + shapeText(sidesOf(variable)) + " structures";
  } else {
    why = "it is an object or a function";
  }
  if (!why.empty()) {
    remark = listed.name + " is left out: " + why + ".";
    return std::nullopt;
  }
  return listed;
}

float numberAt(const mat_sparse_t& sparse, matio_types type, std::size_t index) {
  const auto get = [&]<typename T>(T value) {
    std::memcpy(&value, static_cast<const char*>(sparse.data) + index * sizeof(T), sizeof(T));
    return static_cast<float>(value);
  };
  switch (type) {
    case MAT_T_DOUBLE:
      return get(double{});
    case MAT_T_SINGLE:
      return get(float{});
    case MAT_T_INT8:
      return get(std::int8_t{});
    case MAT_T_UINT8:
      return get(std::uint8_t{});
    case MAT_T_INT16:
      return get(std::int16_t{});
    case MAT_T_UINT16:
      return get(std::uint16_t{});
    case MAT_T_INT32:
      return get(std::int32_t{});
    case MAT_T_UINT32:
      return get(std::uint32_t{});
    case MAT_T_INT64:
      return get(std::int64_t{});
    case MAT_T_UINT64:
      return get(std::uint64_t{});
    default:
      fail("holds a sparse matrix of an unknown type");
  }
}

/// Sparse matrices lie by columns: so they are written.
void writeSparse(const matvar_t& variable) {
  const auto* sparse = static_cast<const mat_sparse_t*>(variable.data);
  if (sparse == nullptr || sparse->jc == nullptr || sparse->ir == nullptr || sparse->data == nullptr)
    fail("is damaged: a sparse matrix has no entries");
  CompressedRows matrix;
  matrix.rows = variable.dims[1];
  matrix.columns = variable.dims[0];
  matrix.starts.assign(sparse->jc, sparse->jc + sparse->njc);
  checkStarts(matrix, std::min<std::uint64_t>(
                          {matrix.starts.empty() ? 0 : matrix.starts.back(), sparse->nir, sparse->ndata}));
  matrix.fetch = [&](std::uint64_t first, std::span<float> values, std::span<std::int64_t> columns) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      values[i] = numberAt(*sparse, variable.data_type, first + i);
      columns[i] = sparse->ir[first + i];
    }
  };
  writeDense(matrix);
}

void writeNumbers(const matvar_t& variable, const ListedArray& listed) {
  const std::size_t bytes = product(*elementsOf(variable), listed.elementBytes);
  if (variable.data == nullptr || variable.nbytes != bytes ||
      static_cast<std::size_t>(variable.data_size) != listed.elementBytes)
    fail("is damaged or cut off: " + listed.name + " cannot be read");
  std::span all(static_cast<std::uint8_t*>(variable.data), bytes);
  if (listed.type == "b1") std::ranges::transform(all, all.begin(), [](std::uint8_t b) { return b != 0; });
  writeOut(all);
}

}  // namespace

bool isMat5(const std::string& file) {
  constexpr std::string_view kStart = "MATLAB 5.0 MAT-file";
  std::array<char, kStart.size()> head{};
  std::ifstream in(file, std::ios::binary);
  return in.read(head.data(), head.size()) && std::string_view(head.data(), head.size()) == kStart;
}

Listing listMat(const std::string& path) {
  const File file = openMat(path);
  Listing listing;
  std::set<std::string> names;
  while (const Variable variable{Mat_VarReadNextInfo(file.get())}) {
    if (variable->name == nullptr) continue;
    eachPart(variable->name, *variable, [&](const std::string& name, const matvar_t& part) {
      if (!isPlainName(name) || !names.insert(name).second) return;
      std::string remark;
      const std::optional<ListedArray> listed = describe(path, name, part, remark);
      if (!remark.empty()) listing.remarks.push_back(remark);
      if (listed) listing.arrays.push_back(*listed);
      if (names.size() > kMaxArrays) fail("holds more than " + std::to_string(kMaxArrays) + " arrays");
    });
  }
  return listing;
}

void readMat(const std::string& path, const std::string& name) {
  MatVariable found(path, name);
  std::string remark;
  const std::optional<ListedArray> listed = describe(path, name, found.get(), remark);
  if (!listed) fail("holds no array called " + name);
  std::uint64_t bytes = listed->elementBytes;
  for (const std::uint64_t side : listed->shape) bytes = product(bytes, side);
  allowMemory(bytes * 2);  // matio reads it whole, and converts it
  const matvar_t& variable = found.read();
  if (listed->type == "S") {
    TextWriter writer(listed->elementBytes);
    eachText(variable, [&](std::string_view text) { writer.add(text); });
    writer.finish();
  } else if (variable.class_type == MAT_C_SPARSE) {
    writeSparse(variable);
  } else {
    writeNumbers(variable, *listed);
  }
}

}  // namespace isthmus::reader
