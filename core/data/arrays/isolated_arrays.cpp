#include "core/data/arrays/isolated_arrays.h"

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
constexpr std::size_t kMaxArrays = 10'000;
constexpr std::size_t kMaxRemarks = 100;
constexpr std::size_t kMaxNameBytes = 1'000;
constexpr std::size_t kMaxTextBytes = 1'024;          // of an element
constexpr std::uint64_t kMaxArrayBytes = 1ULL << 60;  // no file behind it, and sums of a few do not overflow
constexpr std::size_t kMaxSentence = 400;

/// What another program wrote, fit to be shown: one line, no control characters, not too long.
std::string shownLine(std::string_view text) {
  std::string line(text.substr(0, text.find('\n')).substr(0, kMaxSentence));
  std::erase_if(line, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
  return line;
}

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

/// The part of `rest` before the next `separator`, taken off together with it.
std::string_view takeUntil(std::string_view& rest, char separator) {
  const std::size_t end = std::min(rest.find(separator), rest.size());
  const std::string_view part = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return part;
}

constexpr std::array<std::pair<std::string_view, ArrayRole>, 5> kRoles = {{{"-", ArrayRole::None},
                                                                           {"samples", ArrayRole::Samples},
                                                                           {"features", ArrayRole::Features},
                                                                           {"names", ArrayRole::SampleNames},
                                                                           {"label", ArrayRole::Label}}};

/// "f4 4", or "S 12" for text of twelve bytes.
bool takeType(std::string_view word, std::string_view bytes, ArrayInfo& array) {
  const auto number = word == "S" ? std::optional(NumberType{ElementType::Bytes, 0}) : numberTypeNamed(word);
  const auto size = parseNumber<std::size_t>(bytes);
  if (!number || !size || *size == 0 || *size > kMaxTextBytes) return false;
  if (number->bytes != 0 && *size != number->bytes) return false;
  array.type = number->type;
  array.elementBytes = *size;
  return true;
}

bool takeShape(std::string_view text, ArrayInfo& array) {
  while (!text.empty()) {
    const auto side = parseNumber<std::uint64_t>(takeUntil(text, ','));
    if (!side || *side == 0) return false;
    array.shape.push_back(*side);
  }
  return !array.shape.empty() && array.shape.size() <= 8;
}

/// Whether no file can hold it. A sparse matrix may claim any shape.
bool isTooLarge(const ArrayInfo& array) {
  std::uint64_t bytes = array.elementBytes;
  return std::ranges::any_of(array.shape, [&](std::uint64_t side) {
    if (side > kMaxArrayBytes / bytes) return true;
    bytes *= side;
    return false;
  });
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
                               ChildProcess::Patience patience)
    : m_file(std::move(file)),
      m_format(std::move(format)),
      m_program(std::move(program)),
      m_patience(std::move(patience)) {}

Result<std::unique_ptr<IsolatedArrays>> IsolatedArrays::open(const std::filesystem::path& file,
                                                             std::string format,
                                                             const std::filesystem::path& program,
                                                             ChildProcess::Patience patience) {
  std::unique_ptr<IsolatedArrays> arrays(
      new IsolatedArrays(file, std::move(format), program, std::move(patience)));
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
  if (!parse({reinterpret_cast<const char*>(bytes.data()), bytes.size()})) return nonsense;
  return {};
}

bool IsolatedArrays::parse(std::string_view listing) {
  if (!listing.ends_with("\nend\n") || takeUntil(listing, '\n') != "isthmus-arrays 1") return false;
  while (listing != "end\n") {
    std::string_view line = takeUntil(listing, '\n');
    const std::string_view word = takeUntil(line, '\t');
    if (listing.empty() || m_arrays.size() > kMaxArrays || m_remarks.size() > kMaxRemarks) return false;
    if (word == "remark") {
      m_remarks.push_back(shownLine(line));
    } else if (word != "array" || !parseArray(line)) {
      return false;
    }
  }
  std::set<std::string_view> names;
  return std::ranges::all_of(m_arrays,
                             [&](const ArrayInfo& array) { return names.insert(array.name).second; });
}

bool IsolatedArrays::parseArray(std::string_view line) {
  ArrayInfo array;
  const std::string_view type = takeUntil(line, '\t');
  const std::string_view bytes = takeUntil(line, '\t');
  if (!takeType(type, bytes, array)) return false;
  const std::string_view order = takeUntil(line, '\t');
  if (order != "C" && order != "F") return false;
  array.isFortranOrder = order == "F";
  if (!takeShape(takeUntil(line, '\t'), array)) return false;
  const std::string_view word = takeUntil(line, '\t');
  const auto role = std::ranges::find(kRoles, word, &std::pair<std::string_view, ArrayRole>::first);
  if (role == kRoles.end() || line.empty() || line.size() > kMaxNameBytes) return false;
  if (std::ranges::any_of(line, [](char c) { return static_cast<unsigned char>(c) < 0x20; })) return false;
  array.name = std::string(line);
  if (isTooLarge(array)) {
    m_remarks.push_back(array.name + " is left out: its shape is impossible.");
    return true;
  }
  m_arrays.push_back(std::move(array));
  m_roles.push_back(role->second);
  return true;
}

Result<std::unique_ptr<ArrayStream>> IsolatedArrays::open(std::size_t index) {
  const ArrayInfo& array = m_arrays[index];
  auto child = ask({"read", m_file.string(), array.name});
  if (!child) return child.error();
  return std::unique_ptr<ArrayStream>(std::make_unique<IsolatedStream>(
      std::move(child).value(), array.bytes(), m_file, m_format, m_patience.silence));
}

}  // namespace isthmus
