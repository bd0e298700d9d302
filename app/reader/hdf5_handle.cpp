#include "app/reader/hdf5_handle.h"

#include "app/reader/listing.h"
#include "app/reader/process.h"

#include <algorithm>

namespace isthmus::reader {
namespace {

constexpr std::size_t kMaxAttributeText = 4'096;

/// The description nearest to the cause.
herr_t keepInnermost(unsigned depth, const H5E_error2_t* error, void* to) {
  if (depth == 0 && error->desc != nullptr) *static_cast<std::string*>(to) = error->desc;
  return 0;
}

std::string reason() {
  std::string text;
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, keepInnermost, &text);
  std::erase_if(text, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
  return text.substr(0, 200);
}

Handle openAttribute(hid_t file, const std::string& path, const char* name) {
  return {H5Aopen_by_name(file, path.c_str(), name, H5P_DEFAULT, H5P_DEFAULT), H5Aclose};
}

std::string variableText(hid_t attribute, hid_t fileType) {
  const Handle type(H5Tcopy(H5T_C_S1), H5Tclose);
  H5Tset_size(type.id(), H5T_VARIABLE);
  H5Tset_cset(type.id(), H5Tget_cset(fileType));
  char* text = nullptr;
  if (H5Aread(attribute, type.id(), &text) < 0 || text == nullptr) return {};
  std::string result = std::string(text).substr(0, kMaxAttributeText);
  H5free_memory(text);
  return result;
}

}  // namespace

void failAt(const std::string& path) {
  const std::string why = reason();
  fail("is damaged or cut off: " + path + " cannot be read" + (why.empty() ? "" : " (" + why + ")"));
}

Handle openFile(const std::string& file) {
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
  H5PLset_loading_state(0);
  H5Lunregister(H5L_TYPE_EXTERNAL);
  Handle handle(H5Fopen(file.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), H5Fclose);
  if (!handle) {
    const std::string why = reason();
    fail("is damaged or cut off: it cannot be opened as HDF5" + (why.empty() ? "" : " (" + why + ")"));
  }
  return handle;
}

Handle openDataset(hid_t file, const std::string& path) {
  const Handle access(H5Pcreate(H5P_DATASET_ACCESS), H5Pclose);
  H5Pset_chunk_cache(access.id(), 1009, 64U << 20, 1.0);  // portions may cut through chunks
  return {H5Dopen2(file, path.c_str(), access.id()), H5Dclose};
}

std::optional<std::vector<hsize_t>> shapeOf(hid_t dataset) {
  const Handle space(H5Dget_space(dataset), H5Sclose);
  if (!space || H5Sget_simple_extent_type(space.id()) != H5S_SIMPLE) return std::nullopt;
  const int rank = H5Sget_simple_extent_ndims(space.id());
  if (rank < 1 || rank > 8) return std::nullopt;
  std::vector<hsize_t> shape(static_cast<std::size_t>(rank));
  if (H5Sget_simple_extent_dims(space.id(), shape.data(), nullptr) != rank) return std::nullopt;
  if (std::ranges::find(shape, 0U) != shape.end()) return std::nullopt;
  std::size_t elements = 1;
  for (const hsize_t side : shape)
    if (__builtin_mul_overflow(elements, side, &elements)) return std::nullopt;
  if (elements > SIZE_MAX / 16) return std::nullopt;
  return shape;
}

std::string attributeText(hid_t file, const std::string& path, const char* name) {
  const Handle attribute = openAttribute(file, path, name);
  if (!attribute) return {};
  const Handle type(H5Aget_type(attribute.id()), H5Tclose);
  const Handle space(H5Aget_space(attribute.id()), H5Sclose);
  if (!type || !space || H5Tget_class(type.id()) != H5T_STRING) return {};
  if (H5Sget_simple_extent_npoints(space.id()) != 1) return {};
  if (H5Tis_variable_str(type.id()) > 0) return variableText(attribute.id(), type.id());
  const std::size_t size = H5Tget_size(type.id());
  if (size == 0 || size > kMaxAttributeText) return {};
  std::string text(size, '\0');
  if (H5Aread(attribute.id(), type.id(), text.data()) < 0) return {};
  return text.substr(0, std::min(text.find('\0'), text.size()));
}

std::vector<std::uint64_t> attributeNumbers(hid_t file, const std::string& path, const char* name) {
  const Handle attribute = openAttribute(file, path, name);
  if (!attribute) return {};
  const Handle type(H5Aget_type(attribute.id()), H5Tclose);
  const Handle space(H5Aget_space(attribute.id()), H5Sclose);
  if (!type || !space || H5Tget_class(type.id()) != H5T_INTEGER) return {};
  const hssize_t count = H5Sget_simple_extent_npoints(space.id());
  if (count < 1 || count > 8) return {};
  std::vector<std::uint64_t> numbers(static_cast<std::size_t>(count));
  if (H5Aread(attribute.id(), H5T_NATIVE_UINT64, numbers.data()) < 0) return {};
  return numbers;
}

bool hasAttribute(hid_t file, const std::string& path, const char* name) {
  return H5Aexists_by_name(file, path.c_str(), name, H5P_DEFAULT) > 0;
}

bool hasObject(hid_t file, const std::string& path) {
  return H5Lexists(file, path.c_str(), H5P_DEFAULT) > 0 &&
         H5Oexists_by_name(file, path.c_str(), H5P_DEFAULT) > 0;
}

Handle elementType(hid_t dataset, const std::string& member) {
  Handle whole(H5Dget_type(dataset), H5Tclose);
  if (member.empty() || !whole) return whole;
  const int index = H5Tget_member_index(whole.id(), member.c_str());
  return {index < 0 ? -1 : H5Tget_member_type(whole.id(), static_cast<unsigned>(index)), H5Tclose};
}

Handle memberOnly(hid_t type, const std::string& member) {
  if (member.empty()) return {H5Tcopy(type), H5Tclose};
  Handle record(H5Tcreate(H5T_COMPOUND, H5Tget_size(type)), H5Tclose);
  if (!record || H5Tinsert(record.id(), member.c_str(), 0, type) < 0) failAt(member);
  return record;
}

void readSlab(hid_t dataset, const std::string& path, const std::vector<hsize_t>& shape, hsize_t first,
              hsize_t count, hid_t memoryType, void* to) {
  std::vector<hsize_t> start(shape.size(), 0);
  std::vector<hsize_t> extent = shape;
  start[0] = first;
  extent[0] = count;
  const Handle fileSpace(H5Dget_space(dataset), H5Sclose);
  const Handle memorySpace(H5Screate_simple(static_cast<int>(shape.size()), extent.data(), nullptr),
                           H5Sclose);
  if (!fileSpace || !memorySpace ||
      H5Sselect_hyperslab(fileSpace.id(), H5S_SELECT_SET, start.data(), nullptr, extent.data(), nullptr) <
          0 ||
      H5Dread(dataset, memoryType, memorySpace.id(), fileSpace.id(), H5P_DEFAULT, to) < 0)
    failAt(path);
}

}  // namespace isthmus::reader
