#include "app/rooms/data/download/part_file.h"

#include "core/data/library/zip_members.h"
#include "widgets/text/number_text.h"

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <unistd.h>

namespace isthmus {
namespace {

namespace fs = std::filesystem;

constexpr qint64 kChunk = 1 << 20;           ///< read for the checksum at a time
constexpr qint64 kLongestSource = 16 << 10;  ///< bytes; a URL and a validator are shorter by far

fs::path withEnding(const fs::path& path, const char* ending) {
  return path.string() + ending;
}

QString shown(const fs::path& path) {
  return QString::fromStdString(path.string());
}

/// 0 when there is no such file.
quint64 sizeOf(const fs::path& path) {
  std::error_code absent;
  if (!fs::is_regular_file(path, absent)) return 0;
  const auto size = fs::file_size(path, absent);
  return absent ? 0 : size;
}

void removeFile(const fs::path& path) {
  std::error_code ignored;
  fs::remove(path, ignored);
}

}  // namespace

PartFile::PartFile(const CatalogueFile& file, const fs::path& folder)
    : m_wanted(file),
      m_folder(folder),
      m_place(folder / file.name),
      m_path(withEnding(m_place, ".part")),
      m_source(withEnding(m_path, ".source")),
      m_sum(std::make_unique<QCryptographicHash>(QCryptographicHash::Sha256)) {}

Error PartFile::cannotWrite(const QString& reason) const {
  return {ErrorCode::Internal, "could not be written (" + reason.toStdString() + ")", m_place.string()};
}

bool PartFile::sumIsRight() const {
  return m_sum->result().toHex() == QByteArray::fromStdString(m_wanted.sha256);
}

bool PartFile::membersAreThere() const {
  return !m_wanted.members.empty() &&
         std::ranges::all_of(m_wanted.members, [this](const std::string& member) {
           return sizeOf(m_folder / fs::path(member).filename()) > 0;
         });
}

Result<void> PartFile::open(const std::stop_token& stop) {
  std::error_code failed;
  fs::create_directories(m_folder, failed);
  if (failed)
    return Error{ErrorCode::Internal, "could not be created (" + failed.message() + ")", m_folder.string()};
  if (membersAreThere()) {  // they got there together, after the archive had been checked
    m_inPlace = true;
    return {};
  }
  if (sizeOf(m_place) == m_wanted.bytes) {
    if (auto read = readExisting(m_place, stop); !read) return read;
    m_inPlace = sumIsRight();
    if (m_inPlace) return {};
    m_sum->reset();
    m_size = 0;
  }
  if (sizeOf(m_path) > m_wanted.bytes) removeFile(m_path);
  if (sizeOf(m_path) > 0)
    if (auto read = readExisting(m_path, stop); !read) return read;
  QFile source(shown(m_source));
  if (source.open(QIODevice::ReadOnly)) {
    const QList<QByteArray> lines = source.read(kLongestSource).split('\n');
    if (lines.size() == 3) {  // whole: its last line has ended
      m_url = QString::fromUtf8(lines[0]);
      m_validator = lines[1];
    }
  }
  if (auto opened = openForAppending(); !opened) return opened;
  return checkRoom();
}

Result<void> PartFile::checkRoom() const {
  std::error_code unknown;  // asked of the folder itself: a list of mounts may not tell, as in a changed root
  const fs::space_info disk = fs::space(m_folder, unknown);
  if (unknown) return {};
  const auto room = static_cast<quint64>(disk.available);
  const quint64 missing = m_wanted.bytes - m_size;
  if (room >= missing) return {};
  const QString text = QObject::tr("needs %1 more and the disk of %2 has %3 left")
                           .arg(dataSizeText(missing), shown(m_folder), dataSizeText(room));
  return Error{ErrorCode::TooLarge, text.toStdString(), m_wanted.name};
}

Result<void> PartFile::readExisting(const fs::path& path, const std::stop_token& stop) {
  QFile file(shown(path));
  if (!file.open(QIODevice::ReadOnly))
    return Error{ErrorCode::Internal, "could not be read (" + file.errorString().toStdString() + ")",
                 path.string()};
  for (QByteArray chunk = file.read(kChunk); !chunk.isEmpty(); chunk = file.read(kChunk)) {
    if (stop.stop_requested()) return Error{ErrorCode::Cancelled, "was cancelled"};
    m_sum->addData(chunk);
    m_size += static_cast<quint64>(chunk.size());
  }
  return {};
}

Result<void> PartFile::openForAppending() {
  m_file.setFileName(shown(m_path));
  // Unbuffered: what the disk refuses must be known at once, not at some later write.
  if (!m_file.open(QIODevice::ReadWrite | QIODevice::Append | QIODevice::Unbuffered))
    return cannotWrite(m_file.errorString());
  return {};
}

QByteArray PartFile::validatorOf(const QString& url) const {
  return m_size > 0 && url == m_url ? m_validator : QByteArray();
}

Result<void> PartFile::beginFrom(const QString& url, const QByteArray& validator) {
  removeFile(m_source);  // first: without it, whatever lies in the part is begun anew
  if (!m_file.resize(0)) return cannotWrite(m_file.errorString());
  m_sum->reset();
  m_size = 0;
  m_url = url;
  m_validator = validator;
  if (validator.isEmpty() || validator.contains('\n')) return {};
  QFile source(shown(m_source));
  const QByteArray lines = url.toUtf8() + '\n' + validator + '\n';
  if (!source.open(QIODevice::WriteOnly) || source.write(lines) != lines.size() || !source.flush())
    return cannotWrite(source.errorString());
  return {};
}

Result<void> PartFile::append(const QByteArray& bytes) {
  if (m_file.write(bytes) != bytes.size()) {
    const Error error = cannotWrite(m_file.errorString());
    discard();
    return error;
  }
  m_sum->addData(bytes);
  m_size += static_cast<quint64>(bytes.size());
  return {};
}

Result<void> PartFile::settle(const std::stop_token& stop) {
  if (!sumIsRight()) {
    if (auto begun = beginFrom({}, {}); !begun) return begun;
    return Error{ErrorCode::BadFormat, "is not the file that the catalogue knows: its SHA-256 is another",
                 m_wanted.name};
  }
  if (::fsync(m_file.handle()) != 0)
    return cannotWrite(QString::fromStdString(std::generic_category().message(errno)));
  m_file.close();
  if (m_wanted.members.empty()) {
    std::error_code failed;
    fs::rename(m_path, m_place, failed);
    if (failed) return cannotWrite(QString::fromStdString(failed.message()));
  } else if (auto done = extractMembers(m_path, m_wanted.members, m_folder, {stop, {}}); !done) {
    if (auto again = openForAppending(); !again) return again;
    return done;
  }
  removeParts(m_wanted, m_folder);
  m_inPlace = true;
  return {};
}

void PartFile::close() {
  if (m_file.isOpen() && m_size == 0) return discard();
  m_file.close();
}

void PartFile::discard() {
  m_file.close();
  removeParts(m_wanted, m_folder);
}

void PartFile::removeParts(const CatalogueFile& file, const fs::path& folder) {
  removeFile(folder / (file.name + ".part.source"));
  removeFile(folder / (file.name + ".part"));
}

quint64 PartFile::bytesHere(const CatalogueFile& file, const fs::path& folder) {
  const quint64 whole = sizeOf(folder / file.name);
  return std::min<quint64>(whole > 0 ? whole : sizeOf(folder / (file.name + ".part")), file.bytes);
}

}  // namespace isthmus
