#include "core/data/arrays/formats/isolated_arrays.h"

#include "core/base/number_text.h"

#include <algorithm>
#include <array>
#include <csignal>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

namespace isthmus {
namespace {

constexpr std::size_t kMaxListing = 8U << 20;  // the reader lists at most 4,000 arrays
constexpr std::uint64_t kCellBytes = 500;      // what matio keeps of a cell beside its text, about

/// What came of a reader that did not do as asked.
Error failure(const ChildEnd& end, const ChildProcess& child, const std::filesystem::path& file,
              const std::string& format, std::chrono::milliseconds silence) {
  const std::string who = "could not be read: the reader of " + format + " files ";
  const auto error = [&](std::string message) {
    return Error{ErrorCode::BadFormat, std::move(message), file.string()};
  };
  switch (end.kind) {
    case ChildEnd::Kind::Cancelled:
      return Error{ErrorCode::Cancelled, "loading was cancelled"};
    case ChildEnd::Kind::Silent:
      return error(who + "made no progress for " +
                   numberText(std::chrono::duration<double>(silence).count()) +
                   " seconds; the file is probably damaged");
    case ChildEnd::Kind::Crashed:
      if (end.code == SIGXCPU) return error(who + "took more time than any sound file needs");
      if (end.code == SIGKILL)
        return error(who + "was ended by this computer, probably because memory ran out");
      return error(who + "crashed on it; the file is probably damaged");
    case ChildEnd::Kind::Exited:
      break;
  }
  const std::string said = shownLine(child.errorText());
  if (end.code == 1 && !said.empty()) return error(said);
  if (end.code == 0) return error(who + "gave less than it announced; perhaps the file changed meanwhile");
  return error(who + "ended with code " + std::to_string(end.code) + " and no reason");
}

/// The bytes that the reader writes, no more and no less than its list has announced.
class IsolatedStream final : public ArrayStream {
 public:
  IsolatedStream(ChildProcess child, std::uint64_t bytes, std::filesystem::path file, std::string format,
                 std::chrono::milliseconds silence)
      : m_child(std::move(child)),
        m_left(bytes),
        m_file(std::move(file)),
        m_format(std::move(format)),
        m_silence(silence) {}

  Result<void> read(std::span<std::uint8_t> to) override {
    if (to.size() > m_left)
      return Error{ErrorCode::Internal, "has fewer numbers than were asked for", m_file.string()};
    if (to.empty()) return {};
    if (m_child.read(to) < to.size()) return failed(m_child.finish());
    m_left -= to.size();
    return m_left == 0 ? finish() : Result<void>();
  }

 private:
  Error failed(const ChildEnd& end) const { return failure(end, m_child, m_file, m_format, m_silence); }

  Result<void> finish() {
    std::array<std::uint8_t, 1> more{};
    if (m_child.read(more) != 0)
      return Error{ErrorCode::BadFormat,
                   "could not be read: the reader of " + m_format +
                       " files gave more than it announced; perhaps the file changed meanwhile",
                   m_file.string()};
    const ChildEnd end = m_child.finish();
    if (end.kind != ChildEnd::Kind::Exited || end.code != 0) return failed(end);
    return {};
  }

  ChildProcess m_child;
  std::uint64_t m_left;
  std::filesystem::path m_file;
  std::string m_format;
  std::chrono::milliseconds m_silence;
};

}  // namespace

std::chrono::milliseconds silenceAllowed(std::uint64_t fileBytes) {
  constexpr std::uint64_t kBytesAMillisecond = 20'000;
  return ChildProcess::Patience().silence +
         std::chrono::milliseconds(static_cast<std::int64_t>(fileBytes / kBytesAMillisecond));
}

IsolatedArrays::IsolatedArrays(std::filesystem::path file, std::string format, std::filesystem::path program,
                               ChildProcess::Patience patience, ReaderHolds holds)
    : m_file(std::move(file)),
      m_format(std::move(format)),
      m_program(std::move(program)),
      m_patience(std::move(patience)),
      m_holds(holds) {}

Result<std::unique_ptr<IsolatedArrays>> IsolatedArrays::open(const std::filesystem::path& file,
                                                             std::string format,
                                                             const std::filesystem::path& program,
                                                             ChildProcess::Patience patience,
                                                             ReaderHolds holds) {
  std::unique_ptr<IsolatedArrays> arrays(
      new IsolatedArrays(file, std::move(format), program, std::move(patience), holds));
  if (const Result<void> listed = arrays->list(); !listed) return listed.error();
  return arrays;
}

Result<ChildProcess> IsolatedArrays::ask(std::vector<std::string> words) const {
  auto child = ChildProcess::start(m_program, words, m_patience);
  if (!child)
    return Error{ErrorCode::Internal,
                 "could not be read: the reader of " + m_format + " files, " + m_program.string() + ", " +
                     child.error().message,
                 m_file.string()};
  return child;
}

Result<void> IsolatedArrays::list() {
  auto child = ask({"list", m_file.string()});
  if (!child) return child.error();
  ChildProcess reader = std::move(child).value();
  std::vector<std::uint8_t> bytes(kMaxListing);
  bytes.resize(reader.read(bytes));
  const Error nonsense{ErrorCode::BadFormat,
                       "could not be read: the reader of " + m_format +
                           " files gave no list of arrays that makes sense; the file is probably damaged",
                       m_file.string()};
  if (bytes.size() == kMaxListing) return nonsense;
  const ChildEnd end = reader.finish();
  if (end.kind != ChildEnd::Kind::Exited || end.code != 0)
    return failure(end, reader, m_file, m_format, m_patience.silence);
  auto listing = parseArrayListing({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  if (!listing) return nonsense;
  m_listing = *std::move(listing);
  return {};
}

Result<std::unique_ptr<ArrayStream>> IsolatedArrays::open(std::size_t index) {
  const ArrayInfo& array = m_listing.arrays[index];
  auto child = ask({"read", m_file.string(), array.name});
  if (!child) return child.error();
  return std::unique_ptr<ArrayStream>(std::make_unique<IsolatedStream>(
      std::move(child).value(), array.bytes(), m_file, m_format, m_patience.silence));
}

std::uint64_t IsolatedArrays::bytesBeside(std::size_t index) const {
  if (m_holds == ReaderHolds::Portions) return 0;
  const ArrayInfo& array = m_listing.arrays[index];
  return array.bytes() + (array.isText() ? array.elements() * kCellBytes : 0);
}

}  // namespace isthmus
