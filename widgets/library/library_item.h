#pragma once

#include <QString>

namespace isthmus {

/// The parts of the data library, in the order of the list.
enum class LibrarySection { BuiltIn, Found, Recent, Catalogue };

/// What can be done with a data set of the library.
enum class LibraryState {
  Ready,     ///< it can be loaded
  Missing,   ///< a recent one whose files are gone
  Absent,    ///< it can be downloaded
  Partial,   ///< an earlier download can be taken up
  Fetching,  ///< it is being downloaded
  Checking,  ///< all is here and being checked or unpacked
  Failed,    ///< the download failed; `message` says why
  Offline,   ///< no server could be reached; `message` says what to do instead
};

/// A data set of the library, as shown.
struct LibraryItem {
  LibrarySection section = LibrarySection::BuiltIn;
  QString key;  ///< tells it from the others of its section
  QString title;
  QString detail;       ///< one line: samples, shape, licence, place
  QString explanation;  ///< the tooltip
  LibraryState state = LibraryState::Ready;
  QString message;            ///< of Failed and Offline
  quint64 received = 0;       ///< bytes, of Partial and Fetching
  quint64 total = 0;          ///< bytes, of what can be downloaded
  double bytesPerSecond = 0;  ///< of Fetching; 0 while that is not known

  bool operator==(const LibraryItem&) const = default;
};

}  // namespace isthmus
