#pragma once

#include <cstdint>
#include <hdf5.h>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace isthmus::reader {

/// Owns an identifier of the HDF5 library; negative where the library failed.
class Handle {
 public:
  using Close = herr_t (*)(hid_t);
  Handle(hid_t id, Close close) : m_id(id), m_close(close) {}
  Handle(Handle&& other) noexcept : m_id(std::exchange(other.m_id, -1)), m_close(other.m_close) {}
  Handle& operator=(Handle&&) = delete;
  ~Handle() {
    if (m_id >= 0) m_close(m_id);
  }
  explicit operator bool() const { return m_id >= 0; }
  hid_t id() const { return m_id; }

 private:
  hid_t m_id;
  Close m_close;
};

/// Ends the process with what the library says of the last failure: "PATH cannot be read (REASON)".
[[noreturn]] void failAt(const std::string& path);

/// Opens a file for reading, with nothing followed that leads out of it. Ends the process where that fails.
Handle openFile(const std::string& file);
Handle openDataset(hid_t file, const std::string& path);
/// Sides of a dataset; nothing for scalars, for empty ones and for more than 8 sides.
std::optional<std::vector<hsize_t>> shapeOf(hid_t dataset);
/// Text of an attribute of the object, "" where it has none.
std::string attributeText(hid_t file, const std::string& path, const char* name);
/// Whole numbers of an attribute, at most 8 of them; empty where there is none.
std::vector<std::uint64_t> attributeNumbers(hid_t file, const std::string& path, const char* name);
bool hasAttribute(hid_t file, const std::string& path, const char* name);
/// Whether there is an object of that path inside the file.
bool hasObject(hid_t file, const std::string& path);

/// The type of a dataset's elements; of one column where they are records and `member` names it.
Handle elementType(hid_t dataset, const std::string& member);
/// In what to read it: `type`, or records with that column alone.
Handle memberOnly(hid_t type, const std::string& member);

/// Reads [first, first + count) along the first side. Ends the process where that fails.
void readSlab(hid_t dataset, const std::string& path, const std::vector<hsize_t>& shape, hsize_t first,
              hsize_t count, hid_t memoryType, void* to);

}  // namespace isthmus::reader
