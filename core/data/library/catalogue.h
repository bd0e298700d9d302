#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace isthmus {

/// A file that a published data set consists of.
struct CatalogueFile {
  std::string name;               ///< in the set's folder; plain, without '/'
  std::uint64_t bytes = 0;        ///< exactly
  std::string sha256;             ///< of the whole file, 64 hexadecimal digits in lower case
  std::vector<std::string> urls;  ///< the same file in several places, to be tried in this order
  /// Of a zip archive: what is taken out of it, by the names in the archive. The archive goes then. Empty:
  /// the file is kept as it is.
  std::vector<std::string> members;
};

/// A published data set that can be downloaded.
struct CatalogueEntry {
  std::string id;           ///< as KnownDataset::id once it is here
  std::string title;        ///< as shown
  std::string description;  ///< a sentence or two
  std::string licence;
  std::string homepage;
  std::uint64_t train = 0;  ///< samples of the training part
  std::uint64_t test = 0;   ///< samples of the test part; 0: it has none
  std::string shape;        ///< as shown: "28 x 28"
  std::uint64_t classes = 0;
  std::vector<CatalogueFile> files;

  std::uint64_t samples() const { return train + test; }
  /// Of all files, as they are downloaded.
  std::uint64_t bytes() const;
  /// The names that lie in the set's folder once it is whole: files, or what is taken out of archives.
  std::vector<std::string> keptNames() const;
};

/// Reads the catalogue's JSON. Strict: a field that is missing, unknown or of the wrong kind, an id or a file
/// name twice, a name that is not plain, a checksum that is none and a URL of another scheme than http and
/// https are errors that say where.
Result<std::vector<CatalogueEntry>> parseCatalogue(std::string_view json);

/// Below which downloaded sets are kept, each in a folder named by its id: $XDG_DATA_HOME/isthmus/datasets,
/// or
/// ~/.local/share/isthmus/datasets. Empty when there is no home folder.
std::filesystem::path downloadsFolder();

}  // namespace isthmus
