#pragma once

#include "app/rooms/data/download/part_file.h"
#include "widgets/jobs/job_queue.h"

#include <QObject>
#include <QTimer>

#include <chrono>
#include <functional>
#include <memory>
#include <stop_token>

class QNetworkAccessManager;
class QNetworkReply;

namespace isthmus {

/// How long a download waits. Tests wait less.
struct DownloadTimes {
  std::chrono::milliseconds silence{30'000};  ///< of a server, before it counts as gone
  std::chrono::milliseconds pause{1'000};     ///< before a connection that broke is tried again
};

/// Downloads one file of a catalogue: from its places in turn, taking up what an earlier try has left,
/// checked by size and SHA-256. Lives in the GUI thread; a thread of its own waits for the disk, one piece of
/// work at a time: no more is taken from the network before what came is written.
class FileDownload : public QObject {
  Q_OBJECT

 public:
  enum class End {
    Done,
    Cancelled,
    Failed,
    Offline,  ///< none of the places could be reached
  };
  static constexpr int kMostRedirects = 5;
  static constexpr int kMostResumes = 5;  ///< of connections that break, for one place

  /// `network` is borrowed.
  FileDownload(const CatalogueFile& file, const std::filesystem::path& folder, QNetworkAccessManager& network,
               const DownloadTimes& times, QObject* parent = nullptr);
  ~FileDownload() override;

  void start();
  /// What is here stays, to be taken up by the next try. ended() comes soon.
  void cancel();

 Q_SIGNALS:
  /// Bytes that are here, those of earlier tries included.
  void progressed(quint64 received);
  /// All bytes are here; they are being checked, or unpacked.
  void checking();
  /// Comes once. `reason` is a sentence, empty for Done and Cancelled.
  void ended(isthmus::FileDownload::End end, const QString& reason);

 private:
  /// Runs in the worker, which must be idle, then `after` here with what came of it. Meanwhile m_part is the
  /// worker's.
  void inWorker(std::function<Result<void>(const std::stop_token&)> job,
                std::function<void(const Result<void>&)> after);
  void opened(const Result<void>& result);
  void settle();
  void settled(const Result<void>& result);
  void askServer();
  /// Looks at the head of an answer. Takes its bytes, or deals with one that is of no use.
  void accept();
  void acceptWhole();
  void acceptRest();
  void refuse(int status);
  /// Empties the part, then goes on; when that fails, the download does.
  void beginAnew(const QString& url, const QByteArray& validator, std::function<void()> then);
  /// What has come goes to the disk; comes back here until there is nothing left.
  void takeBytes();
  void write(const QByteArray& bytes);
  void answerEnded();
  void connectionBroke(const QString& reason);
  /// Gives this place up for the next one.
  void nextPlace(const QString& reason, bool reached = true);
  void dropReply();
  void end(End how, const QString& reason = {});
  QString host() const;
  QString url() const;

  CatalogueFile m_file;
  QNetworkAccessManager& m_network;
  DownloadTimes m_times;
  std::shared_ptr<PartFile> m_part;  // the worker's while m_working
  QNetworkReply* m_reply = nullptr;  // child of m_network
  QTimer m_silence;
  QTimer m_again;
  std::size_t m_place = 0;  ///< in m_file.urls
  int m_resumes = 0;
  quint64 m_sizeBefore = 0;  ///< of the part, when the server was asked
  bool m_continued = false;  ///< the part holds bytes of more than one answer
  bool m_accepted = false;
  bool m_hasEnded = false;  ///< the answer has, and what came of it may wait to be written
  bool m_working = false;   ///< the worker is
  bool m_cancelled = false;
  bool m_ended = false;
  bool m_reachedAny = false;
  QString m_reason;           ///< of the first place that was reached; else of the first
  std::stop_source m_wanted;  ///< stops what the worker is doing
  JobQueue m_worker;          // last: its thread ends before what it uses goes away
};

}  // namespace isthmus
