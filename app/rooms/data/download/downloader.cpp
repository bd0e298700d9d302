#include "app/rooms/data/download/downloader.h"

#include <QStringList>

#include <system_error>

namespace isthmus {
namespace {

constexpr qint64 kRateWindow = 3'000;  ///< milliseconds
constexpr qint64 kShortestRate = 500;  ///< milliseconds, before a rate means anything
constexpr qint64 kTellEvery = 100;     ///< milliseconds: ten times a second looks alive

}  // namespace

Downloader::Downloader(std::filesystem::path root, const DownloadTimes& times, QObject* parent)
    : QObject(parent), m_root(std::move(root)), m_times(times) {}

Downloader::~Downloader() = default;

void Downloader::start(const CatalogueEntry& entry) {
  if (isRunning(entry.id) || m_removing.contains(entry.id) || entry.files.empty()) return;
  Running& running = m_running[entry.id];
  running.entry = entry;
  running.progress.total = entry.bytes();
  running.clock.start();
  nextFile(running);
}

void Downloader::nextFile(Running& running) {
  const CatalogueEntry& entry = running.entry;
  running.download =
      std::make_unique<FileDownload>(entry.files[running.file], folderOf(entry), m_network, m_times);
  FileDownload* download = running.download.get();
  connect(download, &FileDownload::progressed, this,
          [this, &running](quint64 received) { fileProgressed(running, received); });
  connect(download, &FileDownload::checking, this, [this, &running] {
    running.progress.checking = true;
    Q_EMIT progressed(running.entry.id, running.progress);
  });
  // Queued: the download may go away then, and it is it that speaks.
  connect(
      download, &FileDownload::ended, this,
      [this, id = entry.id](FileDownload::End end, const QString& reason) { fileEnded(id, end, reason); },
      Qt::QueuedConnection);
  download->start();
}

void Downloader::fileProgressed(Running& running, quint64 received) {
  DownloadProgress& progress = running.progress;
  const qint64 now = running.clock.elapsed();
  const quint64 total = running.before + received;
  // What was here before is no speed of the network, and a part begun anew no negative one.
  if (running.seen.empty() || total < progress.received || (received > 0 && progress.received == 0)) {
    running.seen = {{now, total}};
  } else {
    running.seen.emplace_back(now, total);
    while (now - running.seen.front().first > kRateWindow) running.seen.pop_front();
  }
  const qint64 span = now - running.seen.front().first;
  const bool first = progress.received == 0;
  progress.received = total;
  progress.checking = false;
  progress.bytesPerSecond =
      span < kShortestRate
          ? progress.bytesPerSecond
          : 1000.0 * static_cast<double>(total - running.seen.front().second) / static_cast<double>(span);
  if (!first && now - running.told < kTellEvery) return;
  running.told = now;
  Q_EMIT progressed(running.entry.id, progress);
}

void Downloader::fileEnded(const std::string& id, FileDownload::End end, const QString& reason) {
  const auto found = m_running.find(id);
  if (found == m_running.end()) return;
  Running& running = found->second;
  if (end == FileDownload::End::Done) {
    running.before += running.entry.files[running.file].bytes;
    if (++running.file < running.entry.files.size()) {
      running.seen.clear();
      fileProgressed(running, 0);
      return nextFile(running);
    }
  }
  const CatalogueEntry entry = std::move(running.entry);
  m_running.erase(found);
  switch (end) {
    case FileDownload::End::Done:
      Q_EMIT finished(id);
      break;
    case FileDownload::End::Cancelled:
      Q_EMIT cancelled(id);
      break;
    case FileDownload::End::Failed:
      Q_EMIT failed(id, reason + QLatin1Char('.'), false);
      break;
    case FileDownload::End::Offline:
      Q_EMIT failed(id, offlineText(entry, reason), true);
      break;
  }
}

QString Downloader::offlineText(const CatalogueEntry& entry, const QString& reason) const {
  QStringList names;
  for (const std::string& name : entry.keptNames()) names << QString::fromStdString(name);
  const QString text =
      names.size() == 1
          ? tr("%1. Try again with a network; or get %2 elsewhere, and put it into %3 or drop it on the "
               "window.")
          : tr("%1. Try again with a network; or get %2 elsewhere, and put them into %3 or drop them on the "
               "window together.");
  return text.arg(reason, names.join(QStringLiteral(", ")), QString::fromStdString(folderOf(entry).string()));
}

void Downloader::cancel(const std::string& id) {
  const auto found = m_running.find(id);
  if (found != m_running.end()) found->second.download->cancel();
}

void Downloader::removeParts(const CatalogueEntry& entry) {
  if (isRunning(entry.id) || !m_removing.insert(entry.id).second) return;
  m_remover.run([this, entry, folder = folderOf(entry)]() -> JobQueue::Then {
    std::error_code ignored;
    for (const CatalogueFile& file : entry.files) {
      PartFile::removeParts(file, folder);
      std::filesystem::remove(folder / file.name, ignored);
    }
    std::filesystem::remove(folder, ignored);  // only when it is empty
    return [this, id = entry.id] {
      m_removing.erase(id);
      Q_EMIT removed(id);
    };
  });
}

quint64 Downloader::bytesHere(const CatalogueEntry& entry) const {
  quint64 sum = 0;
  for (const CatalogueFile& file : entry.files) sum += PartFile::bytesHere(file, folderOf(entry));
  return sum;
}

}  // namespace isthmus
