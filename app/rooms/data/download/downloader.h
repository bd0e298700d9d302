#pragma once

#include "app/rooms/data/download/file_download.h"
#include "core/data/library/catalogue.h"
#include "widgets/jobs/job_queue.h"

#include <QElapsedTimer>
#include <QNetworkAccessManager>
#include <QObject>

#include <deque>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>

namespace isthmus {

/// How far the download of a data set is.
struct DownloadProgress {
  quint64 received = 0;       ///< bytes that are here, earlier tries included
  quint64 total = 0;          ///< bytes of all files
  double bytesPerSecond = 0;  ///< over the last seconds; 0 while that is not known
  bool checking = false;      ///< a file is complete and being checked or unpacked
};

/// Downloads data sets of the catalogue, each into a folder named by its id. Nothing is asked of any server
/// before start().
class Downloader : public QObject {
  Q_OBJECT

 public:
  explicit Downloader(std::filesystem::path root, const DownloadTimes& times = {}, QObject* parent = nullptr);
  ~Downloader() override;

  std::filesystem::path folderOf(const CatalogueEntry& entry) const { return m_root / entry.id; }

  /// Takes up what earlier tries have left. Does nothing while that set is under way or being removed.
  void start(const CatalogueEntry& entry);
  /// What is here stays; cancelled() follows.
  void cancel(const std::string& id);
  bool isRunning(const std::string& id) const { return m_running.contains(id); }

  /// Removes what unfinished tries have left; removed() follows. Not while it is under way.
  void removeParts(const CatalogueEntry& entry);
  /// What of a set is here, in bytes; asks the disk.
  quint64 bytesHere(const CatalogueEntry& entry) const;

 Q_SIGNALS:
  void progressed(const std::string& id, const isthmus::DownloadProgress& progress);
  void finished(const std::string& id);
  void cancelled(const std::string& id);
  void removed(const std::string& id);
  /// `message` is for a person. `offline`: no server could be reached, and the message says what to do
  /// instead.
  void failed(const std::string& id, const QString& message, bool offline);

 private:
  struct Running {
    CatalogueEntry entry;
    std::size_t file = 0;  ///< of entry.files: under way
    quint64 before = 0;    ///< bytes of the files before it
    std::unique_ptr<FileDownload> download;
    DownloadProgress progress;
    QElapsedTimer clock;
    std::deque<std::pair<qint64, quint64>> seen;  ///< milliseconds and bytes, for the rate
    qint64 told = 0;                              ///< milliseconds, when progress was reported last
  };

  void nextFile(Running& running);
  void fileProgressed(Running& running, quint64 received);
  void fileEnded(const std::string& id, FileDownload::End end, const QString& reason);
  QString offlineText(const CatalogueEntry& entry, const QString& reason) const;

  std::filesystem::path m_root;
  DownloadTimes m_times;
  QNetworkAccessManager m_network;
  std::map<std::string, Running> m_running;
  std::set<std::string> m_removing;
  JobQueue m_remover;  // last: its thread ends before what it uses goes away
};

}  // namespace isthmus
