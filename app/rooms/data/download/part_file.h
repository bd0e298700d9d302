#pragma once

#include "core/base/result.h"
#include "core/data/library/catalogue.h"

#include <QByteArray>
#include <QCryptographicHash>
#include <QFile>
#include <QString>

#include <filesystem>
#include <memory>
#include <stop_token>

namespace isthmus {

/// What has been downloaded of a file so far: NAME.part beside its place, with NAME.part.source, which says
/// where the bytes came from, so that only bytes of the same file are ever joined. One thread at a time; what
/// can fail waits for the disk, so it is not for the GUI thread.
class PartFile {
 public:
  PartFile(const CatalogueFile& file, const std::filesystem::path& folder);

  /// Makes the folder, and takes up what an earlier try has left: the whole file, a part, or nothing. Reads
  /// it for the checksum. Fails where the disk has no room for the rest.
  Result<void> open(const std::stop_token& stop);

  /// The file is in its place, whole and with the right checksum; found out by open() and settle().
  bool isInPlace() const { return m_inPlace; }
  bool isWhole() const { return m_size == m_wanted.bytes; }
  quint64 size() const { return m_size; }
  /// For If-Range: what `url` said of the version that the part belongs to; empty when the part is of another
  /// source, or of one that said nothing.
  QByteArray validatorOf(const QString& url) const;

  /// Forgets what is there; what is appended from now on comes from `url`.
  Result<void> beginFrom(const QString& url, const QByteArray& validator);
  /// Writes what comes next. After a failure nothing is left: a full disk is to have room, not half a file.
  Result<void> append(const QByteArray& bytes);
  /// A whole part with the right checksum goes to its place; or, an archive, gives up its members and goes.
  /// With the wrong one it is emptied: BadFormat.
  Result<void> settle(const std::stop_token& stop);
  /// The end of this part: what is there stays for the next try, unless it is nothing.
  void close();

  /// Removes what any try to download `file` has left in `folder`.
  static void removeParts(const CatalogueFile& file, const std::filesystem::path& folder);
  /// How much of `file` lies in `folder`, by the sizes of files alone.
  static quint64 bytesHere(const CatalogueFile& file, const std::filesystem::path& folder);

 private:
  Result<void> readExisting(const std::filesystem::path& path, const std::stop_token& stop);
  Result<void> openForAppending();
  Result<void> checkRoom() const;
  void discard();
  bool membersAreThere() const;
  bool sumIsRight() const;
  Error cannotWrite(const QString& reason) const;

  CatalogueFile m_wanted;
  std::filesystem::path m_folder;
  std::filesystem::path m_place;
  std::filesystem::path m_path;    ///< of the part
  std::filesystem::path m_source;  ///< of what says where it came from
  QFile m_file;
  QString m_url;
  QByteArray m_validator;
  std::unique_ptr<QCryptographicHash> m_sum;
  quint64 m_size = 0;
  bool m_inPlace = false;
};

}  // namespace isthmus
