#pragma once

#include "app/reader/hdf5_handle.h"
#include "app/reader/listing.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace isthmus::reader {

/// How an array lies in the file.
enum class Hdf5Kind {
  Numbers,
  Texts,
  Categories,   ///< numbers of texts that stand elsewhere
  Sparse,       ///< compressed rows or columns
  MatlabChars,  ///< a matrix of characters, a text a row
  MatlabCells,  ///< references to chars
};

/// A listed array and where its parts are.
struct Hdf5Array {
  Hdf5Kind kind = Hdf5Kind::Numbers;
  ListedArray listed;
  std::string path;         ///< of the dataset; of codes or of the sparse matrix' values
  std::string member = {};  ///< of a dataset of records, which of their columns
  std::string columns;      ///< of a sparse matrix' column numbers
  std::string starts;       ///< of a sparse matrix' row starts
  std::string categories;
  std::string remark = {};  ///< why it is left out, or how it is seen another way
  bool isLeftOut = false;
};

/// What the group at `path` ("" is the root) stands for as a whole, if it is a sparse matrix or a categorical
/// column.
std::optional<Hdf5Array> describeGroup(hid_t file, const std::string& path);
/// What the dataset at `path` holds; nothing where it is of no use (a single value, an empty one).
std::optional<Hdf5Array> describeDataset(hid_t file, const std::string& path);

/// The columns of a table of records, as AnnData before 0.7 wrote /obs and /var: "/obs/louvain".
std::vector<Hdf5Array> describeColumns(hid_t file, const std::string& path);
/// Whether the object is a dataset of records in one dimension.
bool holdsRecords(hid_t file, const std::string& path);

/// Writes the whole array as listed.
void writeArray(hid_t file, const Hdf5Array& array);

// hdf5_text.cpp
/// Bytes of the longest text of a dataset of text.
std::size_t longestText(hid_t dataset, const std::string& path, const std::string& member = {});
std::size_t longestCategory(hid_t file, const Hdf5Array& array);
std::size_t longestChars(hid_t file, const std::string& path);
/// Nothing where one of the cells is no text.
std::optional<std::size_t> longestCell(hid_t file, const std::string& path);
void writeTexts(hid_t file, const Hdf5Array& array);

}  // namespace isthmus::reader
