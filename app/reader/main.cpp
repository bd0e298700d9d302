// isthmus-array-reader: reads HDF5 and MATLAB files for Isthmus, in a process of its own with limits on
// memory and time, because the libraries for them crash on damaged files now and then.
//   isthmus-array-reader list FILE         the arrays, a line each (listing.h)
//   isthmus-array-reader read FILE NAME    the bytes of one of them
// Errors: one sentence on standard error and exit code 1.
#include "app/reader/hdf5_file.h"
#include "app/reader/mat_file.h"
#include "app/reader/process.h"

#include <sys/stat.h>

#include <string>
#include <string_view>
#include <unistd.h>
#include <vector>

namespace {

/// What tells that a file was written to: HDF5 makes zeros of what is missing when it has become shorter.
struct FileMark {
  off_t bytes = 0;
  timespec written = {};

  static FileMark of(const std::string& file) {
    struct stat status = {};
    if (::stat(file.c_str(), &status) != 0) return {};
    return {status.st_size, status.st_mtim};
  }
  bool operator==(const FileMark& other) const {
    return bytes == other.bytes && written.tv_sec == other.written.tv_sec &&
           written.tv_nsec == other.written.tv_nsec;
  }
};

}  // namespace

int main(int argc, char** argv) {
  using namespace isthmus::reader;
  const std::vector<std::string> words(argv + 1, argv + argc);
  const bool isList = words.size() == 2 && words[0] == "list";
  const bool isRead = words.size() == 3 && words[0] == "read";
  if (!isList && !isRead) fail("usage: isthmus-array-reader list FILE | read FILE NAME");
  restrictProcess();
  const std::string& file = words[1];
  const FileMark before = FileMark::of(file);
  if (isMat5(file)) {
    if (isList) {
      write(listMat(file));
    } else {
      readMat(file, words[2]);
    }
  } else if (isList) {
    write(listHdf5(file));
  } else {
    readHdf5(file, words[2]);
  }
  if (FileMark::of(file) != before) fail("changed while it was read");
  ::_exit(0);  // without the libraries' clean-up, which has crashed on damaged files before
}
