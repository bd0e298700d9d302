#include "app/rooms/data/download/file_download.h"

#include "app/rooms/data/download/network_text.h"
#include "widgets/text/number_text.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QRegularExpression>
#include <QUrl>

#include <algorithm>
#include <utility>

namespace isthmus {
namespace {

constexpr qint64 kMostAtOnce = 1 << 20;  ///< bytes, from the network to the disk; as much may wait behind it
constexpr int kOk = 200;
constexpr int kPartial = 206;
constexpr int kRangeNotSatisfiable = 416;
constexpr int kFirstError = 400;

int statusOf(const QNetworkReply& reply) {
  return reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
}

/// What identifies the version of a file for If-Range, which a weak ETag does not.
QByteArray validatorIn(const QNetworkReply& reply) {
  const QByteArray tag = reply.rawHeader("ETag");
  return tag.startsWith('"') ? tag : reply.rawHeader("Last-Modified");
}

}  // namespace

FileDownload::FileDownload(const CatalogueFile& file, const std::filesystem::path& folder,
                           QNetworkAccessManager& network, const DownloadTimes& times, QObject* parent)
    : QObject(parent),
      m_file(file),
      m_network(network),
      m_times(times),
      m_part(std::make_shared<PartFile>(file, folder)) {
  m_silence.setSingleShot(true);
  m_silence.setInterval(m_times.silence);
  m_again.setSingleShot(true);
  m_again.setInterval(m_times.pause);
  connect(&m_silence, &QTimer::timeout, this, [this] {
    dropReply();
    connectionBroke(tr("%1 has sent nothing for %2 s")
                        .arg(host())
                        .arg(std::chrono::duration_cast<std::chrono::seconds>(m_times.silence).count()));
  });
  connect(&m_again, &QTimer::timeout, this, &FileDownload::askServer);
}

FileDownload::~FileDownload() {
  dropReply();
}

void FileDownload::inWorker(std::function<Result<void>(const std::stop_token&)> job,
                            std::function<void(const Result<void>&)> after) {
  m_silence.stop();  // it is not the server that is waited for
  m_working = true;
  m_worker.run([this, job = std::move(job), after = std::move(after),
                stop = m_wanted.get_token()]() -> JobQueue::Then {
    return [this, after, result = job(stop)] {
      if (m_ended) return;
      m_working = false;
      if (m_cancelled && !m_part->isInPlace())
        end(End::Cancelled);
      else
        after(result);
    };
  });
}

void FileDownload::start() {
  inWorker([part = m_part](const std::stop_token& stop) { return part->open(stop); },
           [this](const Result<void>& result) { opened(result); });
}

void FileDownload::opened(const Result<void>& result) {
  if (!result) return end(End::Failed, QString::fromStdString(result.error().text()));
  if (m_part->isInPlace()) return end(End::Done);
  Q_EMIT progressed(m_part->size());
  if (m_part->isWhole()) return settle();
  m_continued = m_part->size() > 0;
  askServer();
}

void FileDownload::cancel() {
  if (m_ended || m_cancelled) return;
  m_cancelled = true;
  dropReply();
  m_again.stop();
  m_wanted.request_stop();
  // A job that runs answers itself; one that was dropped before it began does not.
  inWorker([](const std::stop_token&) { return Result<void>(); },
           [this](const Result<void>&) { end(End::Done); });
}

void FileDownload::askServer() {
  m_sizeBefore = m_part->size();
  m_accepted = false;
  m_hasEnded = false;
  QNetworkRequest request(QUrl(url(), QUrl::StrictMode));
  request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::NoLessSafeRedirectPolicy);
  request.setMaximumRedirectsAllowed(kMostRedirects);
  request.setRawHeader("User-Agent", "Isthmus");
  request.setRawHeader("Accept-Encoding", "identity");  // Qt would unpack what the checksum is of
  const QByteArray validator = m_part->validatorOf(url());
  if (!validator.isEmpty()) {
    request.setRawHeader("Range", "bytes=" + QByteArray::number(m_part->size()) + '-');
    request.setRawHeader("If-Range", validator);
  }
  m_reply = m_network.get(request);
  m_reply->setReadBufferSize(kMostAtOnce);
  connect(m_reply, &QNetworkReply::readyRead, this, &FileDownload::takeBytes);
  connect(m_reply, &QNetworkReply::redirected, &m_silence, qOverload<>(&QTimer::start));
  connect(m_reply, &QNetworkReply::finished, this, [this] {
    m_hasEnded = true;
    takeBytes();
  });
  m_silence.start();
}

void FileDownload::accept() {
  const int status = statusOf(*m_reply);
  if (m_hasEnded && m_reply->error() != QNetworkReply::NoError) return answerEnded();
  if (status == kOk) return acceptWhole();
  if (status == kPartial) return acceptRest();
  refuse(status);
}

void FileDownload::refuse(int status) {
  dropReply();
  if (status != kRangeNotSatisfiable || m_part->size() == 0) return nextPlace(statusText(host(), status));
  beginAnew({}, {}, [this] { askServer(); });
}

void FileDownload::beginAnew(const QString& url, const QByteArray& validator, std::function<void()> then) {
  inWorker(
      [part = m_part, url, validator](const std::stop_token&) { return part->beginFrom(url, validator); },
      [this, then = std::move(then)](const Result<void>& begun) {
        if (begun) return then();
        dropReply();
        end(End::Failed, QString::fromStdString(begun.error().text()));
      });
}

void FileDownload::acceptWhole() {
  const QVariant length = m_reply->header(QNetworkRequest::ContentLengthHeader);
  if (length.isValid() && length.toULongLong() != m_file.bytes) {
    dropReply();
    return nextPlace(tr("%1 has another file of that name: %2 bytes where %3 were expected")
                         .arg(host(), countText(length.toULongLong()), countText(m_file.bytes)));
  }
  beginAnew(url(), validatorIn(*m_reply), [this] {
    m_sizeBefore = 0;
    m_continued = false;
    m_accepted = true;
    takeBytes();
  });
}

void FileDownload::acceptRest() {
  static const QRegularExpression form(QStringLiteral("^bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18}|\\*)$"));
  const auto match = form.match(QString::fromLatin1(m_reply->rawHeader("Content-Range")));
  const bool fits =
      match.hasMatch() && match.captured(1).toULongLong() == m_part->size() &&
      (match.captured(3) == QLatin1String("*") || match.captured(3).toULongLong() == m_file.bytes);
  if (fits && m_part->size() > 0) {
    m_continued = true;
    m_accepted = true;
    return takeBytes();
  }
  dropReply();
  nextPlace(tr("%1 sends another part of the file than it was asked for").arg(host()));
}

void FileDownload::takeBytes() {
  if (m_working || !m_reply) return;
  m_silence.start();
  if (!m_accepted) return accept();
  if (m_reply->bytesAvailable() > 0) return write(m_reply->read(kMostAtOnce));
  if (m_hasEnded) answerEnded();
}

void FileDownload::write(const QByteArray& bytes) {
  if (m_part->size() + static_cast<quint64>(bytes.size()) > m_file.bytes) {
    dropReply();
    return beginAnew({}, {}, [this] {
      nextPlace(tr("%1 sends more than the %2 bytes of the file").arg(host(), countText(m_file.bytes)));
    });
  }
  inWorker([part = m_part, bytes](const std::stop_token&) { return part->append(bytes); },
           [this](const Result<void>& written) {
             if (!written) {
               dropReply();
               return end(End::Failed, QString::fromStdString(written.error().text()));
             }
             Q_EMIT progressed(m_part->size());
             takeBytes();
           });
}

void FileDownload::answerEnded() {
  const auto error = m_reply->error();
  const QString text = m_reply->errorString();
  const int status = statusOf(*m_reply);
  dropReply();
  if (m_part->isWhole() && m_accepted) return settle();
  if (m_accepted)
    return connectionBroke(tr("%1 ended the connection after %2 of %3")
                               .arg(host(), dataSizeText(m_part->size()), dataSizeText(m_file.bytes)));
  if (status >= kFirstError) return refuse(status);
  nextPlace(troubleText(host(), error, text), !isUnreachable(error));
}

void FileDownload::connectionBroke(const QString& reason) {
  if (m_part->size() > m_sizeBefore && m_resumes < kMostResumes) {
    ++m_resumes;
    m_again.start();
  } else {
    nextPlace(reason, m_accepted);
  }
}

void FileDownload::nextPlace(const QString& reason, bool reached) {
  if (m_reason.isEmpty() || (reached && !m_reachedAny)) m_reason = reason;
  m_reachedAny = m_reachedAny || reached;
  m_resumes = 0;
  if (++m_place < m_file.urls.size()) return askServer();
  end(m_reachedAny ? End::Failed : End::Offline, m_reason);
}

void FileDownload::settle() {
  Q_EMIT checking();
  inWorker([part = m_part](const std::stop_token& stop) { return part->settle(stop); },
           [this](const Result<void>& result) { settled(result); });
}

void FileDownload::settled(const Result<void>& result) {
  if (result) return end(End::Done);
  if (m_part->size() > 0) return end(End::Failed, QString::fromStdString(result.error().text()));
  // A wrong checksum. If parts were joined the joint may be at fault; else the place is.
  Q_EMIT progressed(0);
  if (std::exchange(m_continued, false) && m_place < m_file.urls.size()) return askServer();
  nextPlace(QString::fromStdString(result.error().text()));
}

void FileDownload::dropReply() {
  m_silence.stop();
  if (!m_reply) return;
  QNetworkReply* reply = std::exchange(m_reply, nullptr);
  reply->disconnect(this);
  reply->abort();
  reply->deleteLater();
}

void FileDownload::end(End how, const QString& reason) {
  if (m_ended) return;
  m_ended = true;
  m_worker.run([this, part = m_part, how, reason]() -> JobQueue::Then {
    part->close();
    return [this, how, reason] { Q_EMIT ended(how, reason); };
  });
}

QString FileDownload::url() const {
  return QString::fromStdString(m_file.urls[m_place]);
}

QString FileDownload::host() const {
  return QUrl(QString::fromStdString(m_file.urls[std::min(m_place, m_file.urls.size() - 1)])).host();
}

}  // namespace isthmus
