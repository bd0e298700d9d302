#include "tests/bench/start_rows.h"

#include "tests/bench/peers/peer_side.h"
#include "tests/bench/process.h"
#include "tests/bench/rows/scratch_file.h"
#include "tests/bench/timing.h"

#include <sys/mman.h>
#include <sys/stat.h>

#include <array>
#include <cstdio>
#include <fcntl.h>
#include <set>
#include <stdexcept>
#include <unistd.h>

namespace isthmus::bench {
namespace {

constexpr auto kPatience = std::chrono::seconds(60);
// Prints every file that importing torch reads or maps.
constexpr const char* kListFiles =
    "import sys, torch\n"
    "for line in open('/proc/self/maps'): print(line.split(maxsplit=5)[-1].strip())\n"
    "for m in list(sys.modules.values()):\n"
    "  for name in (getattr(m, '__file__', None), getattr(m, '__cached__', None)): print(name)\n";

struct Start {
  double painted = 0;  ///< seconds until the window was painted
  double usable = 0;   ///< ... until it showed what the bundled model decodes
  bool torchAtPaint = false;
  std::set<std::string> files;  ///< mapped by then
};

std::set<std::string> mappedFiles(pid_t pid) {
  std::set<std::string> files;
  std::ifstream maps("/proc/" + std::to_string(pid) + "/maps");
  for (std::string line; std::getline(maps, line);)
    if (const auto path = line.find('/'); path != std::string::npos) files.insert(line.substr(path));
  return files;
}

bool hasTorch(const std::set<std::string>& files) {
  return std::ranges::any_of(files, [](const std::string& file) {
    return file.find("libtorch") != std::string::npos || file.find("libc10") != std::string::npos;
  });
}

/// Starts the real program and reads from its log how far it is.
Start startProgram(const std::filesystem::path& settings) {
  Start start;
  const auto begin = Clock::now();
  Process program({programFolder() + "/isthmus"},
                  {{"QT_QPA_PLATFORM", "offscreen"},
                   {"QT_FORCE_STDERR_LOGGING", "1"},
                   {"QT_MESSAGE_PATTERN", "%{category}: %{message}"},
                   {"QT_LOGGING_RULES", "isthmus.start.debug=true"},
                   {"XDG_CONFIG_HOME", settings.string()}},
                  Process::Read::Errors);
  while (const auto line = program.readLine(kPatience)) {
    const double now = secondsSince(begin);
    if (line->ends_with("isthmus.start: window painted")) {
      start.painted = now;
      start.torchAtPaint = hasTorch(mappedFiles(program.pid()));
    }
    if (line->ends_with("isthmus.start: model shown")) {
      start.usable = now;
      start.files = mappedFiles(program.pid());
      return start;
    }
  }
  throw std::runtime_error("the window did not say that it was painted");
}

double importTorch(const std::string& python) {
  return secondsOf([&] {
    Process process({python, "-c", "import torch"});
    if (process.wait(kPatience) != 0) throw std::runtime_error("python3 could not import torch");
  });
}

std::set<std::string> filesOfPython(const std::string& python) {
  std::set<std::string> files;
  Process process({python, "-c", kListFiles});
  while (const auto line = process.readLine(kPatience))
    if (line->starts_with('/')) files.insert(*line);
  return files;
}

struct Residency {
  std::size_t pages = 0, resident = 0;
};

/// Asks the system to forget a file's pages and looks what it has kept.
Residency dropFromCache(const std::string& path) {
  Residency all;
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return all;
  struct stat info {};
  if (::fstat(file, &info) == 0 && S_ISREG(info.st_mode) && info.st_size > 0) {
    ::fdatasync(file);
    ::posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED);
    const auto size = static_cast<std::size_t>(info.st_size);
    void* map = ::mmap(nullptr, size, PROT_READ, MAP_SHARED, file, 0);
    if (map != MAP_FAILED) {
      const auto pageSize = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
      std::vector<unsigned char> pages((size + pageSize - 1) / pageSize);
      if (::mincore(map, size, pages.data()) == 0) {
        all.pages = pages.size();
        all.resident = static_cast<std::size_t>(
            std::ranges::count_if(pages, [](unsigned char page) { return (page & 1U) != 0; }));
      }
      ::munmap(map, size);
    }
  }
  ::close(file);
  return all;
}

/// The share of the files' pages that stays in the page cache all the same.
double dropFromCache(const std::set<std::string>& files) {
  Residency all;
  for (const std::string& file : files) {
    const Residency one = dropFromCache(file);
    all.pages += one.pages;
    all.resident += one.resident;
  }
  return static_cast<double>(all.resident) / static_cast<double>(std::max<std::size_t>(all.pages, 1));
}

struct Turns {
  std::vector<double> painted, usable, python, kept;
  bool torchAtPaint = false;
};

Turns takeTurns(int rounds, const std::string& python, const std::set<std::string>& filesToDrop) {
  Turns turns;
  for (int round = 0; round < rounds; ++round) {
    const ScratchFolder settings;
    if (!filesToDrop.empty()) turns.kept.push_back(dropFromCache(filesToDrop));
    const Start start = startProgram(settings.path());
    turns.painted.push_back(start.painted);
    turns.usable.push_back(start.usable);
    turns.torchAtPaint = turns.torchAtPaint || start.torchAtPaint;
    if (python.empty()) continue;
    if (!filesToDrop.empty()) dropFromCache(filesToDrop);
    turns.python.push_back(importTorch(python));
  }
  return turns;
}

Measured row(const std::string& name, const Turns& turns) {
  std::array<char, 256> text{};
  std::snprintf(text.data(), text.size(), "medians of %zu; window painted after %.2f s, LibTorch %s by then",
                turns.usable.size(), median(turns.painted), turns.torchAtPaint ? "loaded" : "not loaded");
  Measured result{name, median(turns.usable), {}, !turns.torchAtPaint, text.data()};
  if (!turns.kept.empty()) {
    std::snprintf(text.data(), text.size(), "; %.1f %% of the files' pages stayed in the page cache",
                  100 * median(turns.kept));
    result.note += text.data();
  }
  if (turns.python.empty())
    result.note += "; peer absent";
  else
    result.peer = median(turns.python);
  return result;
}

}  // namespace

std::vector<Measured> measureStart() {
  const std::string python = pythonWithTorch();
  const ScratchFolder settings;
  std::set<std::string> files = startProgram(settings.path()).files;
  if (!python.empty()) files.merge(filesOfPython(python));
  const Turns warm = takeTurns(5, python, {});
  const Turns cold = takeTurns(3, python, files);
  return {row("start.cold", cold), row("start.warm", warm)};
}

}  // namespace isthmus::bench
