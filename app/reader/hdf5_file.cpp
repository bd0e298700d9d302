#include "app/reader/hdf5_file.h"

#include "app/reader/hdf5_array.h"
#include "app/reader/process.h"

#include <algorithm>
#include <string_view>

namespace isthmus::reader {
namespace {

constexpr std::size_t kMaxObjects = 200'000;  // MATLAB keeps each cell as an object

struct Object {
  std::string path;  ///< "/obs/cell_type"; "" is the root
  bool isGroup = false;
};

herr_t collect(hid_t, const char* name, const H5O_info_t* info, void* to) {
  auto& objects = *static_cast<std::vector<Object>*>(to);
  if (objects.size() == kMaxObjects) return 1;
  const std::string_view path(name);
  const bool isOwn = path.starts_with('#');  // MATLAB's store of cells
  if (!isOwn && (info->type == H5O_TYPE_GROUP || info->type == H5O_TYPE_DATASET))
    objects.push_back({path == "." ? "" : "/" + std::string(path), info->type == H5O_TYPE_GROUP});
  return 0;
}

std::vector<Object> objectsOf(hid_t file) {
  std::vector<Object> objects;
  if (H5Ovisit(file, H5_INDEX_NAME, H5_ITER_INC, collect, &objects) < 0) failAt("the table of contents");
  return objects;
}

bool isInside(const std::string& path, const std::vector<std::string>& groups) {
  return std::ranges::any_of(groups, [&](const std::string& group) { return path.starts_with(group); });
}

/// Whether the records of that dataset are read column by column: those of AnnData before 0.7.
bool areColumns(hid_t file, const std::string& path) {
  return (path == "/obs" || path == "/var") && holdsRecords(file, path);
}

std::vector<Hdf5Array> describe(hid_t file, const Object& object) {
  if (!object.isGroup && areColumns(file, object.path)) return describeColumns(file, object.path);
  const auto array = object.isGroup ? describeGroup(file, object.path) : describeDataset(file, object.path);
  return array ? std::vector{*array} : std::vector<Hdf5Array>();
}

/// AnnData's names of rows and columns: "/obs/_index", or as an attribute says.
Role roleOf(hid_t file, const std::string& path) {
  for (const auto& [group, role] :
       {std::pair{"/obs", Role::SampleNames}, std::pair{"/var", Role::Features}}) {
    if (!path.starts_with(std::string(group) + "/")) continue;
    const std::string index = attributeText(file, group, "_index");
    if (!index.empty() && path == std::string(group) + "/" + index) return role;
  }
  return Role::None;
}

}  // namespace

Listing listHdf5(const std::string& path) {
  const Handle file = openFile(path);
  Listing listing;
  const std::vector<Object> objects = objectsOf(file.id());
  // Said first: only some remarks are passed on.
  if (objects.size() == kMaxObjects)
    listing.remarks.push_back("The file holds " + std::to_string(kMaxObjects) +
                              " groups and arrays or more; those after them are left out.");
  std::vector<std::string> wholes;  // groups that are one array
  const bool isAnnData =
      hasObject(file.id(), "/obs") && hasObject(file.id(), "/var") && hasObject(file.id(), "/X");
  for (const Object& object : objects) {
    if (!object.path.empty() && (!isPlainName(object.path) || isInside(object.path, wholes))) continue;
    if (object.path.starts_with("/obs/__categories/")) continue;
    for (Hdf5Array& array : describe(file.id(), object)) {
      if (object.isGroup) wholes.push_back(object.path + "/");
      if (!array.remark.empty()) listing.remarks.push_back(array.remark);
      if (array.isLeftOut) continue;
      if (!isAnnData) array.listed.role = Role::None;
      if (isAnnData && array.listed.role == Role::None) array.listed.role = roleOf(file.id(), object.path);
      if (listing.arrays.size() == kMaxArrays)
        fail("holds more than " + std::to_string(kMaxArrays) + " arrays");
      listing.arrays.push_back(std::move(array.listed));
    }
  }
  return listing;
}

void readHdf5(const std::string& path, const std::string& name) {
  const Handle file = openFile(path);
  if (!isPlainName(name) || !name.starts_with('/')) fail("holds no array called " + name);
  const std::string table = name.substr(0, name.rfind('/'));
  if (!table.empty() && hasObject(file.id(), table) && areColumns(file.id(), table)) {
    const std::vector<Hdf5Array> columns = describeColumns(file.id(), table);
    const auto column =
        std::ranges::find_if(columns, [&](const Hdf5Array& array) { return array.listed.name == name; });
    if (column == columns.end() || column->isLeftOut) fail("holds no array called " + name);
    return writeArray(file.id(), *column);
  }
  if (!hasObject(file.id(), name)) fail("holds no array called " + name);
  H5O_info_t info{};
  if (H5Oget_info_by_name(file.id(), name.c_str(), &info, H5P_DEFAULT) < 0) failAt(name);
  const auto array =
      info.type == H5O_TYPE_GROUP ? describeGroup(file.id(), name) : describeDataset(file.id(), name);
  if (!array || array->isLeftOut) fail("holds no array called " + name);
  writeArray(file.id(), *array);
}

}  // namespace isthmus::reader
