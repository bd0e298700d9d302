// Numbers of HDF5 files, in portions.
#include "app/reader/dense_output.h"
#include "app/reader/hdf5_array.h"
#include "app/reader/process.h"

#include <algorithm>
#include <cstdint>

namespace isthmus::reader {
namespace {

constexpr std::size_t kMaxPortion = 256U << 20;
constexpr std::size_t kMaxStarts = 1U << 28;  // rows of a sparse matrix

hid_t memoryType(std::string_view type) {
  if (type == "i1") return H5T_STD_I8LE;
  if (type == "i2") return H5T_STD_I16LE;
  if (type == "i4") return H5T_STD_I32LE;
  if (type == "i8") return H5T_STD_I64LE;
  if (type == "u1") return H5T_STD_U8LE;
  if (type == "u2") return H5T_STD_U16LE;
  if (type == "u4") return H5T_STD_U32LE;
  if (type == "u8") return H5T_STD_U64LE;
  if (type == "f8") return H5T_IEEE_F64LE;
  return H5T_IEEE_F32LE;
}

/// In what the truth values of a dataset are to be read.
hid_t booleanType(hid_t dataset, const std::string& member) {
  const Handle type = elementType(dataset, member);
  return H5Tget_class(type.id()) == H5T_BITFIELD ? H5T_STD_B8LE : H5T_STD_I8LE;
}

/// Rows (parts along the first side) to be read at a time: whole chunks where they are not too large.
hsize_t rowsAtATime(hid_t dataset, const std::vector<hsize_t>& shape, std::size_t rowBytes) {
  hsize_t rows = std::max<hsize_t>(1, kPortionBytes / rowBytes);
  const Handle plist(H5Dget_create_plist(dataset), H5Pclose);
  std::vector<hsize_t> chunk(shape.size());
  if (H5Pget_layout(plist.id()) == H5D_CHUNKED &&
      H5Pget_chunk(plist.id(), static_cast<int>(chunk.size()), chunk.data()) > 0 && chunk[0] > 0) {
    const hsize_t whole = (rows + chunk[0] - 1) / chunk[0] * chunk[0];
    if (whole <= std::max<std::size_t>(kMaxPortion / rowBytes, 1)) rows = whole;
  }
  return rows;
}

void writeNumbers(hid_t file, const Hdf5Array& array) {
  const Handle dataset = openDataset(file, array.path);
  const auto shape = dataset ? shapeOf(dataset.id()) : std::nullopt;
  if (!shape) failAt(array.path);
  std::size_t rowBytes = array.listed.elementBytes;
  for (std::size_t axis = 1; axis < shape->size(); ++axis) rowBytes = product(rowBytes, (*shape)[axis]);
  const hsize_t portion = rowsAtATime(dataset.id(), *shape, rowBytes);
  const bool isBoolean = array.listed.type == "b1";
  const Handle type = memberOnly(
      isBoolean ? booleanType(dataset.id(), array.member) : memoryType(array.listed.type), array.member);
  std::vector<std::uint8_t> bytes;
  for (hsize_t first = 0; first < (*shape)[0]; first += portion) {
    const hsize_t count = std::min(portion, (*shape)[0] - first);
    bytes.resize(product(count, rowBytes));
    readSlab(dataset.id(), array.path, *shape, first, count, type.id(), bytes.data());
    if (isBoolean) std::ranges::transform(bytes, bytes.begin(), [](std::uint8_t b) { return b != 0; });
    writeOut(bytes);
  }
}

std::uint64_t lengthOf(hid_t dataset, const std::string& path) {
  const Handle space(H5Dget_space(dataset), H5Sclose);
  if (!space || H5Sget_simple_extent_ndims(space.id()) != 1) failAt(path);
  return static_cast<std::uint64_t>(H5Sget_simple_extent_npoints(space.id()));
}

void writeSparse(hid_t file, const Hdf5Array& array) {
  const Handle values = openDataset(file, array.path);
  const Handle columns = openDataset(file, array.columns);
  const Handle starts = openDataset(file, array.starts);
  if (!values || !columns || !starts) failAt(array.listed.name);
  const std::uint64_t entries = lengthOf(values.id(), array.path);
  if (lengthOf(columns.id(), array.columns) != entries)
    fail("is damaged: " + array.path + " and " + array.columns + " differ in length");
  CompressedRows matrix;
  matrix.rows = array.listed.shape[array.listed.isFortranOrder ? 1 : 0];
  matrix.columns = array.listed.shape[array.listed.isFortranOrder ? 0 : 1];
  if (matrix.rows >= kMaxStarts || lengthOf(starts.id(), array.starts) != matrix.rows + 1)
    fail("is damaged: " + array.starts + " does not have one entry more than the matrix has rows");
  matrix.starts.resize(matrix.rows + 1);
  readSlab(starts.id(), array.starts, {matrix.rows + 1}, 0, matrix.rows + 1, H5T_NATIVE_UINT64,
           matrix.starts.data());
  matrix.fetch = [&](std::uint64_t first, std::span<float> to, std::span<std::int64_t> toColumns) {
    readSlab(values.id(), array.path, {entries}, first, to.size(), H5T_NATIVE_FLOAT, to.data());
    readSlab(columns.id(), array.columns, {entries}, first, toColumns.size(), H5T_NATIVE_INT64,
             toColumns.data());
  };
  checkStarts(matrix, entries);
  writeDense(matrix);
}

}  // namespace

void writeArray(hid_t file, const Hdf5Array& array) {
  switch (array.kind) {
    case Hdf5Kind::Numbers:
      return writeNumbers(file, array);
    case Hdf5Kind::Sparse:
      return writeSparse(file, array);
    default:
      return writeTexts(file, array);
  }
}

}  // namespace isthmus::reader
