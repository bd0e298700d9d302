#include "core/data/arrays/formats/npz_reader.h"

#include "core/base/number_text.h"
#include "core/base/text.h"
#include "core/data/arrays/array_dataset.h"
#include "core/data/arrays/formats/npy_header.h"
#include "core/data/arrays/left_out.h"
#include "core/data/files/byte_source.h"
#include "core/data/files/load_errors.h"
#include "core/data/files/zip_archive.h"

#include <algorithm>
#include <limits>
#include <set>
#include <string_view>
#include <utility>
#include <zip.h>

namespace isthmus {
namespace {

namespace fs = std::filesystem;

constexpr zip_int64_t kMaxMembers = 1000;      // more arrays are no data set that a person could choose from
constexpr std::uint64_t kSmallestStream = 64;  // a stream of few bytes may seem to grow by more
constexpr std::string_view kArrayEnding = ".npy";
constexpr std::string_view kZipMagic = "PK\x03\x04";

/// A member while it is inflated.
class MemberStream : public ArrayStream {
 public:
  MemberStream(const fs::path& file, std::string member, ZipMember handle)
      : m_file(file), m_member(std::move(member)), m_handle(std::move(handle)) {}

  Result<void> read(std::span<std::uint8_t> to) override {
    while (!to.empty()) {
      const Result<std::size_t> got = readSome(to);
      if (!got) return got.error();
      if (*got == 0) return error("ends before the data that its header declares");
      to = to.subspan(*got);
      m_left -= *got;
    }
    if (m_left > 0) return {};
    std::uint8_t extra = 0;  // reading the end is what compares the checksum
    const Result<std::size_t> got = readSome({&extra, 1});
    if (!got) return got.error();
    if (*got > 0) return error("goes on after the data that its header declares");
    return {};
  }

  /// How many bytes are still to come; then the member must end, with the right checksum.
  void expect(std::uint64_t bytes) { m_left = bytes; }

 private:
  Result<std::size_t> readSome(std::span<std::uint8_t> to) {
    const zip_int64_t got = zip_fread(m_handle.get(), to.data(), to.size());
    if (got < 0) return error(std::string("is damaged (") + zip_file_strerror(m_handle.get()) + ")");
    return static_cast<std::size_t>(got);
  }
  Error error(const std::string& what) const {
    return fileError(m_file, "its array " + m_member + " " + what);
  }

  fs::path m_file;
  std::string m_member;
  ZipMember m_handle;
  std::uint64_t m_left = std::numeric_limits<std::uint64_t>::max();  // not known before the header
};

/// What a zip may claim of one of its members.
Result<void> checkMember(const fs::path& file, const std::string& name, const zip_stat_t& status) {
  constexpr zip_uint64_t kNeeded =
      ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_COMP_METHOD | ZIP_STAT_ENCRYPTION_METHOD;
  const std::string member = "its member " + quotedText(name);
  if ((status.valid & kNeeded) != kNeeded)
    return fileError(file, member + " lacks its size; expected a zip as NumPy writes it");
  if (status.encryption_method != ZIP_EM_NONE)
    return fileError(file, member + " is encrypted; expected plain arrays");
  if (status.comp_method != ZIP_CM_STORE && status.comp_method != ZIP_CM_DEFLATE)
    return fileError(
        file, member + " is packed by a method that NumPy does not use; expected it stored or deflated");
  const std::uint64_t most =
      status.comp_method == ZIP_CM_STORE ? status.comp_size : std::max(status.comp_size, kSmallestStream);
  const std::uint64_t ratio = status.comp_method == ZIP_CM_STORE ? 1 : kLargestDeflateRatio;
  if (status.size / ratio > most)
    return fileError(file, member + " declares " + withThousands(status.size) + " bytes in " +
                               withThousands(status.comp_size) +
                               ", more than deflate can hold; it is damaged or a bomb");
  return {};
}

bool recognisesNpz(const FileHead& head) {
  if (!head.text().starts_with(kZipMagic)) return false;
  if (head.file.extension() == ".npz") return true;
  // A zip may hold anything; it is NumPy's when its first member is an array.
  const std::vector<std::string> names = firstZipNames(head.file);
  return !names.empty() && names.front().ends_with(kArrayEnding);
}

Result<LoadPlan> planNpz(std::span<const fs::path> files, const LoadOptions& options, const LoadTools&,
                         const Task& task) {
  if (files.size() != 1)
    return fileError(files.back(),
                     "is one of " + withThousands(files.size()) +
                         " NPZ files; expected a single one, for each is a data set of its own");
  auto opened = NpzFile::open(files.front());
  if (!opened) return opened.error();
  NpzFile& arrays = **opened;
  return withLeftOut(planArrays("NPZ", files.front(), arrays, options, task), arrays, arrays.leftOut());
}

Result<Dataset> loadNpz(const LoadPlan& plan, const LoadTools&, const Task& task) {
  auto opened = NpzFile::open(plan.trainFiles.front());
  if (!opened) return opened.error();
  return loadArrays(plan, **opened, task);
}

}  // namespace

Result<std::unique_ptr<NpzFile>> NpzFile::open(const fs::path& file) {
  Result<ZipArchive> archive = openZip(file);
  if (!archive) return archive.error();
  std::unique_ptr<NpzFile> result(new NpzFile(file, std::move(archive).value()));
  if (auto listed = result->list(); !listed) return listed.error();
  return result;
}

Result<void> NpzFile::list() {
  const zip_int64_t count = zip_get_num_entries(m_archive.handle.get(), 0);
  if (count > kMaxMembers)
    return fileError(m_file,
                     "has " + withThousands(static_cast<std::uint64_t>(count)) +
                         " members; expected at most " + std::to_string(kMaxMembers),
                     ErrorCode::TooLarge);
  const std::uint64_t fileBytes = m_archive.fileBytes;
  std::uint64_t packed = 0;
  std::set<std::string> seen;
  for (zip_int64_t i = 0; i < count; ++i) {
    const auto member = static_cast<std::uint64_t>(i);
    zip_stat_t status;
    zip_stat_init(&status);
    if (zip_stat_index(m_archive.handle.get(), member, 0, &status) != 0 || status.name == nullptr)
      return fileError(m_file, "has a damaged list of members");
    const std::string name = status.name;
    if (leadsOutside(name))
      return fileError(m_file, "has the member " + quotedText(name) +
                                   ", whose name leads out of its folder; expected names of arrays");
    if (!seen.insert(name).second) return fileError(m_file, "has the member " + quotedText(name) + " twice");
    if (auto sound = checkMember(m_file, name, status); !sound) return sound;
    packed += std::min<std::uint64_t>(status.comp_size, fileBytes + 1);
    if (packed > fileBytes)
      return fileError(
          m_file,
          "has members that overlap: together they are longer than the file; it is damaged or a bomb");
    if (!name.ends_with(kArrayEnding)) continue;
    if (auto added = addMember(member, name.substr(0, name.size() - kArrayEnding.size()), status.size);
        !added)
      return added;
  }
  return {};
}

Result<void> NpzFile::addMember(std::uint64_t member, const std::string& name, std::uint64_t bytes) {
  ZipMember handle(zip_fopen_index(m_archive.handle.get(), member, 0));
  if (!handle)
    return fileError(m_file, "its array " + quotedText(name) + " cannot be opened (" +
                                 zip_strerror(m_archive.handle.get()) + ")");
  MemberStream stream(m_file, quotedText(name), std::move(handle));
  auto header = readNpyHeader(stream, bytes);
  if (!header && !header.error().where.empty()) return header.error();
  if (!header) return fileError(m_file, "its array " + quotedText(name) + " " + header.error().message);
  if (!header->refusal.empty()) {
    m_leftOut.push_back("its array " + quotedText(name) + " " + header->refusal);
    return {};
  }
  if (header->bytes + header->array.bytes() != bytes)
    return fileError(m_file, "its array " + quotedText(name) + " has " +
                                 withThousands(bytes - header->bytes - header->array.bytes()) +
                                 " bytes too many after its data");
  ArrayInfo array = header->array;
  array.name = name;
  m_arrays.push_back(std::move(array));
  m_members.push_back(member);
  return {};
}

Result<std::unique_ptr<ArrayStream>> NpzFile::open(std::size_t index) {
  const ArrayInfo& array = m_arrays[index];
  ZipMember handle(zip_fopen_index(m_archive.handle.get(), m_members[index], 0));
  if (!handle)
    return fileError(m_file, "its array " + quotedText(array.name) + " cannot be opened (" +
                                 zip_strerror(m_archive.handle.get()) + ")");
  auto stream = std::make_unique<MemberStream>(m_file, quotedText(array.name), std::move(handle));
  const auto header = readNpyHeader(*stream, std::numeric_limits<std::uint64_t>::max());
  if (!header || header->array.bytes() != array.bytes() || header->array.shape != array.shape)
    return fileError(m_file, "was changed while it was read");
  stream->expect(array.bytes());
  return std::unique_ptr<ArrayStream>(std::move(stream));
}

DatasetFormat npzFormat() {
  return {"NPZ", "zipped NumPy arrays", {"*.npz"}, recognisesNpz, planNpz, loadNpz, arrayOptions()};
}

}  // namespace isthmus
