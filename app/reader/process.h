#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace isthmus::reader {

/// Ends the process with exit code 1 and one sentence on standard error. An error in this program is always
/// the end of it: a damaged file leaves nothing worth going on with.
[[noreturn]] void fail(std::string_view sentence);

/// Takes from this process what reading a file does not need: memory beyond a limit, processor time without
/// end, writing to files, core dumps. To be called before the file is opened.
void restrictProcess();

/// Allows so many bytes beyond what restrictProcess() allows, for a library that reads an array whole.
void allowMemory(std::uint64_t bytes);

/// Writes all of it to standard output; ends the process quietly when nobody listens any more.
void writeOut(std::span<const std::uint8_t> bytes);
inline void writeOut(std::string_view text) {
  writeOut({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

/// a * b; ends the process where that overflows.
std::size_t product(std::size_t a, std::size_t b);

}  // namespace isthmus::reader
