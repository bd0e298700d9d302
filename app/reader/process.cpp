#include "app/reader/process.h"

#include <sys/resource.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <new>
#include <unistd.h>

namespace isthmus::reader {
namespace {

constexpr rlim_t kMemory = 2ULL << 30;       // libraries, chunks and buffers; arrays pass through in portions
constexpr rlim_t kMostMemory = 18ULL << 30;  // ... and an array of 16 GiB, the most that Isthmus takes
constexpr rlim_t kProcessorSeconds = 600;  // inflating 16 GiB takes about two minutes; a loop takes for ever

void limit(int resource, rlim_t soft, rlim_t hard) {
  rlimit present{};
  if (::getrlimit(static_cast<__rlimit_resource>(resource), &present) != 0) fail("cannot limit itself");
  const rlimit wanted{std::min(soft, present.rlim_max), std::min(hard, present.rlim_max)};
  if (::setrlimit(static_cast<__rlimit_resource>(resource), &wanted) != 0) fail("cannot limit itself");
}

void limitMemory([[maybe_unused]] rlim_t bytes) {
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)  // sanitizers reserve terabytes
  limit(RLIMIT_AS, bytes, kMostMemory);
#endif
}

[[noreturn]] void outOfMemory() {
  fail("needs more memory to be read than a sound file of its kind does");
}

}  // namespace

void fail(std::string_view sentence) {
  std::string line(sentence);
  line += '\n';
  [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, line.data(), line.size());
  ::_exit(1);  // no destructors: the libraries' own clean-up has crashed on damaged files before
}

void restrictProcess() {
  std::set_new_handler(outOfMemory);
  ::signal(SIGPIPE, SIG_DFL);
  ::signal(SIGXFSZ, SIG_IGN);  // writing to a file fails, and no more
  limitMemory(kMemory);
  limit(RLIMIT_CPU, kProcessorSeconds, kProcessorSeconds + 5);
  limit(RLIMIT_CORE, 0, 0);
  limit(RLIMIT_FSIZE, 0, 0);
  ::setenv("HDF5_USE_FILE_LOCKING", "FALSE", 1);  // a lock needs a file that may be written
  ::setenv("HDF5_PLUGIN_PRELOAD", "::", 1);       // no code from outside for filters
  ::unsetenv("HDF5_PLUGIN_PATH");
}

void allowMemory(std::uint64_t bytes) {
  limitMemory(std::min<rlim_t>(kMemory + std::min<std::uint64_t>(bytes, kMostMemory), kMostMemory));
}

void writeOut(std::span<const std::uint8_t> bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(STDOUT_FILENO, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) ::_exit(1);
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
}

std::size_t product(std::size_t a, std::size_t b) {
  std::size_t result = 0;
  if (__builtin_mul_overflow(a, b, &result)) fail("holds an array of an impossible size");
  return result;
}

}  // namespace isthmus::reader
