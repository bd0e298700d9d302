#include "app/rooms/data/download/downloader.h"

#include "tests/app/data/loopback_server.h"
#include "tests/support/temp_folder.h"
#include "tests/support/widget_support.h"
#include "tests/support/zip_bytes.h"

#include <QCryptographicHash>
#include <QFile>
#include <QTest>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/resource.h>

#include <csignal>
#include <memory>

namespace isthmus {
namespace {

namespace fs = std::filesystem;
using test::HttpAnswer;
using test::HttpRequest;
using test::LoopbackServer;
using test::TempFolder;
using ::testing::HasSubstr;

constexpr int kPatience = 30'000;  // milliseconds, before something that should happen counts as missing

QByteArray someBytes(int count) {
  QByteArray bytes(count, '\0');
  unsigned state = 1;
  for (char& byte : bytes) byte = static_cast<char>((state = state * 1664525U + 1013904223U) >> 24);
  return bytes;
}

QByteArray contentOf(const fs::path& path) {
  QFile file(QString::fromStdString(path.string()));
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// To files, pipes and sockets, by Linux's count; -1 where it keeps none.
qint64 bytesWrittenByThisThread() {
  QFile file(QStringLiteral("/proc/thread-self/io"));
  if (!file.open(QIODevice::ReadOnly)) return -1;
  for (const QByteArray& line : file.readAll().split('\n'))
    if (line.startsWith("wchar: ")) return line.mid(7).toLongLong();
  return -1;
}

class DownloaderTest : public ::testing::Test {
 protected:
  DownloaderTest() {
    for (const char* variable : {"http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"}) qunsetenv(variable);
    makeDownloader();
    m_server.answer = [this](const HttpRequest& request) {
      return LoopbackServer::ranged(request, m_bytes, "\"one\"");
    };
  }

  /// As when the program is started anew.
  void makeDownloader() {
    m_downloader = std::make_unique<Downloader>(
        m_folder.path(), DownloadTimes{std::chrono::milliseconds(m_silence), std::chrono::milliseconds(10)});
    QObject::connect(m_downloader.get(), &Downloader::finished, [this] { m_end = "finished"; });
    QObject::connect(m_downloader.get(), &Downloader::cancelled, [this] { m_end = "cancelled"; });
    QObject::connect(m_downloader.get(), &Downloader::failed,
                     [this](const std::string&, const QString& message, bool offline) {
                       m_end = "failed";
                       m_message = message.toStdString();
                       m_offline = offline;
                     });
    QObject::connect(
        m_downloader.get(), &Downloader::progressed,
        [this](const std::string&, const DownloadProgress& progress) { m_progress << progress.received; });
  }

  CatalogueEntry entry(std::vector<std::string> urls = {}) const {
    if (urls.empty()) urls = {m_server.url("/file")};
    CatalogueEntry entry;
    entry.id = "cats";
    entry.title = "Cats";
    CatalogueFile file;
    file.name = "cats.gz";
    file.bytes = static_cast<std::uint64_t>(m_bytes.size());
    file.sha256 = QCryptographicHash::hash(m_bytes, QCryptographicHash::Sha256).toHex().toStdString();
    file.urls = std::move(urls);
    entry.files = {file};
    return entry;
  }
  void run(const CatalogueEntry& entry) {
    m_end.clear();
    m_downloader->start(entry);
    ASSERT_TRUE(QTest::qWaitFor([&] { return !m_end.empty(); }, kPatience));
  }
  fs::path at(const std::string& name) const { return m_folder.path() / "cats" / name; }
  void expectWhole() const {
    EXPECT_EQ(m_end, "finished") << m_message;
    EXPECT_EQ(contentOf(at("cats.gz")), m_bytes);
    EXPECT_FALSE(fs::exists(at("cats.gz.part")));
    EXPECT_FALSE(fs::exists(at("cats.gz.part.source")));
  }
  void expectNothing() const {
    EXPECT_FALSE(fs::exists(at("cats.gz")));
    EXPECT_FALSE(fs::exists(at("cats.gz.part")));
  }
  /// The server's address with nobody behind it.
  static std::string deadUrl() {
    LoopbackServer gone;
    return gone.url("/file");
  }

  int m_silence = 20'000;
  TempFolder m_folder;
  LoopbackServer m_server;
  QByteArray m_bytes = someBytes(3'000'000);
  std::unique_ptr<Downloader> m_downloader;
  std::string m_end;
  std::string m_message;
  bool m_offline = false;
  QList<quint64> m_progress;
};

TEST_F(DownloaderTest, AsksNobodyBeforeItIsStarted) {
  QTest::qWait(50);
  EXPECT_TRUE(m_server.requests.empty());
  EXPECT_TRUE(fs::is_empty(m_folder.path()));
}

TEST_F(DownloaderTest, BringsAFileWholeAndReportsHowFarItIs) {
  run(entry());
  expectWhole();
  ASSERT_FALSE(m_progress.empty());
  EXPECT_TRUE(std::ranges::is_sorted(m_progress));
  EXPECT_EQ(m_progress.back(), 3'000'000U);
  EXPECT_EQ(m_server.requests.front().headers.value("accept-encoding"), "identity");
}

TEST_F(DownloaderTest, LetsAnotherThreadWaitForTheDisk) {
  const qint64 before = bytesWrittenByThisThread();
  if (before < 0) GTEST_SKIP() << "this system does not say what a thread writes";
  run(entry());
  expectWhole();
  // Once by the loopback server, which lives in this thread, too; not a second time into a file.
  EXPECT_LT(bytesWrittenByThisThread() - before, 3 * m_bytes.size() / 2);
}

TEST_F(DownloaderTest, DoesNotFetchAgainWhatIsThere) {
  run(entry());
  m_server.requests.clear();
  run(entry());
  expectWhole();
  EXPECT_TRUE(m_server.requests.empty());
}

TEST_F(DownloaderTest, ResumesACutConnectionByItself) {
  m_server.answer = [this](const HttpRequest& request) {
    HttpAnswer answer = LoopbackServer::ranged(request, m_bytes, "\"one\"");
    if (m_server.requests.size() == 1) answer.cutAfter = 1'000'000;
    return answer;
  };
  run(entry());
  expectWhole();
  ASSERT_EQ(m_server.requests.size(), 2);
  EXPECT_EQ(m_server.requests[1].headers.value("range"), "bytes=1000000-");
  EXPECT_EQ(m_server.requests[1].headers.value("if-range"), "\"one\"");
}

TEST_F(DownloaderTest, ResumesAfterTheProgramWasStartedAnew) {
  m_server.answer = [this](const HttpRequest& request) {
    HttpAnswer answer = LoopbackServer::ranged(request, m_bytes, "\"one\"");
    answer.bytesEachTick = 100'000;
    return answer;
  };
  m_downloader->start(entry());
  ASSERT_TRUE(QTest::qWaitFor([&] { return m_downloader->bytesHere(entry()) > 300'000; }, kPatience));
  m_downloader.reset();
  makeDownloader();
  const quint64 here = m_downloader->bytesHere(entry());
  EXPECT_LT(here, 3'000'000U);
  m_server.requests.clear();
  run(entry());
  expectWhole();
  EXPECT_EQ(m_server.requests.front().headers.value("range"), "bytes=" + QByteArray::number(here) + '-');
}

TEST_F(DownloaderTest, BeginsAnewWhenTheServersFileHasChangedSince) {
  m_server.answer = [this](const HttpRequest& request) {
    const bool first = m_server.requests.size() == 1;
    HttpAnswer answer = LoopbackServer::ranged(request, m_bytes, first ? "\"one\"" : "\"two\"");
    if (first) answer.cutAfter = 1'000'000;
    return answer;
  };
  run(entry());
  expectWhole();
  EXPECT_EQ(m_server.requests.size(), 2);
}

TEST_F(DownloaderTest, BeginsAnewAtAServerWithoutRanges) {
  m_server.answer = [this](const HttpRequest&) {
    HttpAnswer answer = LoopbackServer::whole(m_bytes);
    if (m_server.requests.size() == 1) answer.cutAfter = 1'000'000;
    return answer;
  };
  run(entry());
  expectWhole();
  EXPECT_EQ(m_server.requests.size(), 2);
  EXPECT_FALSE(m_server.requests[1].headers.contains("range")) << "it never said what version the part is of";
}

TEST_F(DownloaderTest, GivesUpOnAConnectionThatNeverHolds) {
  m_server.answer = [this](const HttpRequest& request) {
    HttpAnswer answer = LoopbackServer::ranged(request, m_bytes, "\"one\"");
    answer.cutAfter = 1000;
    return answer;
  };
  run(entry());
  EXPECT_EQ(m_end, "failed");
  EXPECT_FALSE(m_offline);
  EXPECT_THAT(m_message, HasSubstr("ended the connection after 6.0 kB of 3.0 MB"));
  EXPECT_EQ(m_server.requests.size(), 1 + FileDownload::kMostResumes);
  EXPECT_TRUE(fs::exists(at("cats.gz.part"))) << "what is here can be taken up";
}

TEST_F(DownloaderTest, RefusesOtherBytesAndKeepsNoneOfThem) {
  const CatalogueEntry wanted = entry();
  m_bytes[7] = static_cast<char>(m_bytes[7] + 1);
  run(wanted);
  EXPECT_EQ(m_end, "failed");
  EXPECT_THAT(m_message, HasSubstr("SHA-256"));
  expectNothing();
}

TEST_F(DownloaderTest, FetchesAllAnewWhenAResumedFileComesOutWrong) {
  const QByteArray right = m_bytes;
  const CatalogueEntry wanted = entry();
  m_server.answer = [&](const HttpRequest& request) {
    QByteArray body = right;
    if (m_server.requests.size() == 1) body[7] = 'x';
    HttpAnswer answer = LoopbackServer::ranged(request, body, "\"one\"");
    if (m_server.requests.size() == 1) answer.cutAfter = 1'000'000;
    return answer;
  };
  run(wanted);
  expectWhole();
  EXPECT_EQ(m_server.requests.size(), 3);
}

TEST_F(DownloaderTest, TriesTheNextPlace) {
  m_server.answer = [this](const HttpRequest& request) {
    return request.path == "/file" ? LoopbackServer::whole(m_bytes) : LoopbackServer::status("404 Not Found");
  };
  run(entry({deadUrl(), m_server.url("/gone"), m_server.url("/file")}));
  expectWhole();
}

TEST_F(DownloaderTest, SaysThatAFileIsGone) {
  m_server.answer = [](const HttpRequest&) {
    HttpAnswer answer = LoopbackServer::whole(QByteArray(2'000'000, 'x'));
    answer.head.replace("200 OK", "404 Not Found");
    return answer;
  };
  run(entry({m_server.url("/file"), deadUrl()}));
  EXPECT_EQ(m_end, "failed");
  EXPECT_FALSE(m_offline);
  EXPECT_THAT(m_message, HasSubstr("127.0.0.1 no longer has the file (404)"));
  expectNothing();
}

TEST_F(DownloaderTest, SaysWhatToDoWithoutANetwork) {
  run(entry({deadUrl(), "http://no-such-host.invalid/file"}));
  EXPECT_EQ(m_end, "failed");
  EXPECT_TRUE(m_offline);
  EXPECT_THAT(m_message, HasSubstr("cannot be reached"));
  EXPECT_THAT(m_message,
              HasSubstr("get cats.gz elsewhere, and put it into " + (m_folder.path() / "cats").string()));
  EXPECT_THAT(m_message, HasSubstr("drop it on the window"));
}

TEST_F(DownloaderTest, FollowsRedirects) {
  m_server.answer = [this](const HttpRequest& request) {
    return request.path == "/file" ? LoopbackServer::status("302 Found", "Location: /there\r\n")
                                   : LoopbackServer::ranged(request, m_bytes, "\"one\"");
  };
  run(entry());
  expectWhole();
}

TEST_F(DownloaderTest, DoesNotRunInCircles) {
  m_server.answer = [this](const HttpRequest&) {
    return LoopbackServer::status("302 Found",
                                  "Location: /" + QByteArray::number(m_server.requests.size()) + "\r\n");
  };
  run(entry());
  EXPECT_EQ(m_end, "failed");
  EXPECT_THAT(m_message, HasSubstr("without end"));
  EXPECT_LE(m_server.requests.size(), 1 + FileDownload::kMostRedirects);
}

TEST_F(DownloaderTest, IsNotLedToFilesOfThisComputer) {
  m_server.answer = [](const HttpRequest&) {
    return LoopbackServer::status("302 Found", "Location: file:///etc/passwd\r\n");
  };
  run(entry());
  EXPECT_EQ(m_end, "failed");
  expectNothing();
}

TEST_F(DownloaderTest, CancelsASlowServerAndTakesUpTheRestLater) {
  m_server.answer = [this](const HttpRequest& request) {
    HttpAnswer answer = LoopbackServer::ranged(request, m_bytes, "\"one\"");
    if (m_server.requests.size() == 1) answer.bytesEachTick = 2000;
    return answer;
  };
  m_downloader->start(entry());
  ASSERT_TRUE(QTest::qWaitFor([&] { return m_downloader->bytesHere(entry()) > 5000; }, kPatience));
  m_downloader->cancel("cats");
  ASSERT_TRUE(QTest::qWaitFor([&] { return !m_end.empty(); }, kPatience));
  EXPECT_EQ(m_end, "cancelled");
  EXPECT_FALSE(m_downloader->isRunning("cats"));
  EXPECT_TRUE(fs::exists(at("cats.gz.part")));
  run(entry());
  expectWhole();
  EXPECT_TRUE(m_server.requests[1].headers.contains("range"));
}

TEST_F(DownloaderTest, CanBeCancelledBeforeItHasBegun) {
  m_downloader->start(entry());
  m_downloader->cancel("cats");
  ASSERT_TRUE(QTest::qWaitFor([&] { return !m_end.empty(); }, kPatience));
  EXPECT_EQ(m_end, "cancelled");
}

TEST_F(DownloaderTest, RemovesAPartOnRequest) {
  m_server.answer = [this](const HttpRequest& request) {
    HttpAnswer answer = LoopbackServer::ranged(request, m_bytes, "\"one\"");
    answer.bytesEachTick = 2000;
    return answer;
  };
  m_downloader->start(entry());
  ASSERT_TRUE(QTest::qWaitFor([&] { return m_downloader->bytesHere(entry()) > 5000; }, kPatience));
  m_downloader->cancel("cats");
  ASSERT_TRUE(QTest::qWaitFor([&] { return !m_end.empty(); }, kPatience));
  bool removed = false;
  QObject::connect(m_downloader.get(), &Downloader::removed, [&](const std::string&) { removed = true; });
  m_downloader->removeParts(entry());
  m_downloader->start(entry());  // not before that has ended
  EXPECT_FALSE(m_downloader->isRunning("cats"));
  ASSERT_TRUE(QTest::qWaitFor([&] { return removed; }, kPatience));
  EXPECT_EQ(m_downloader->bytesHere(entry()), 0U);
  EXPECT_TRUE(fs::is_empty(m_folder.path()));
}

TEST_F(DownloaderTest, DoesNotWaitForeverForASilentServer) {
  m_silence = 200;
  makeDownloader();
  m_server.answer = [this](const HttpRequest&) {
    HttpAnswer answer = LoopbackServer::whole(m_bytes);
    answer.silent = true;
    return answer;
  };
  run(entry());
  EXPECT_EQ(m_end, "failed");
  EXPECT_TRUE(m_offline);
  EXPECT_THAT(m_message, HasSubstr("has sent nothing"));
}

TEST_F(DownloaderTest, RefusesAFileOfAnotherSizeBeforeItComes) {
  m_server.answer = [this](const HttpRequest&) { return LoopbackServer::whole(m_bytes + "more"); };
  run(entry());
  EXPECT_EQ(m_end, "failed");
  EXPECT_THAT(m_message, HasSubstr("3,000,004 bytes where 3,000,000 were expected"));
  expectNothing();
}

TEST_F(DownloaderTest, StopsAServerThatSendsMoreThanItShould) {
  m_server.answer = [this](const HttpRequest&) {
    return HttpAnswer{"HTTP/1.1 200 OK\r\n", m_bytes + m_bytes, {}, 0, false};  // says no length
  };
  run(entry());
  EXPECT_EQ(m_end, "failed");
  EXPECT_THAT(m_message, HasSubstr("sends more than the 3,000,000 bytes"));
  expectNothing();
}

TEST_F(DownloaderTest, RefusesAnotherPartThanItAskedFor) {
  m_server.answer = [this](const HttpRequest& request) {
    HttpAnswer answer = LoopbackServer::ranged(request, m_bytes, "\"one\"");
    if (m_server.requests.size() == 1) answer.cutAfter = 1'000'000;
    answer.head.replace("Content-Range: bytes 1000000-", "Content-Range: bytes 900000-");
    return answer;
  };
  run(entry());
  EXPECT_EQ(m_end, "failed");
  EXPECT_THAT(m_message, HasSubstr("another part"));
}

TEST_F(DownloaderTest, LeavesNothingOnADiskThatIsFull) {
  // A real refusal by the system: files of this process may not grow beyond a limit.
  ::rlimit before{};
  ::getrlimit(RLIMIT_FSIZE, &before);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  const ::rlimit small{500'000, before.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
  run(entry());
  ::setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, handler);
  EXPECT_EQ(m_end, "failed");
  EXPECT_FALSE(m_offline);
  EXPECT_THAT(m_message, HasSubstr("cats.gz: could not be written"));
  expectNothing();
  run(entry());
  expectWhole();
}

TEST_F(DownloaderTest, SaysThatADiskIsTooSmallBeforeItBegins) {
  CatalogueEntry huge = entry();
  huge.files.front().bytes = std::uint64_t{1} << 50;
  run(huge);
  EXPECT_EQ(m_end, "failed");
  EXPECT_THAT(m_message, HasSubstr("needs 1.1 PB more and the disk of"));
  EXPECT_TRUE(m_server.requests.empty());
}

TEST_F(DownloaderTest, SaysThatAFolderCannotBeMade) {
  const std::vector<std::uint8_t> text = {'x'};
  m_folder.write("cats", text);  // a file where the folder should be
  run(entry());
  EXPECT_EQ(m_end, "failed");
  EXPECT_THAT(m_message, HasSubstr("cats: could not be created"));
}

TEST_F(DownloaderTest, BringsSeveralFilesAndUnpacksAnArchive) {
  CatalogueEntry both = entry();
  const auto zip = test::zipped({{"in/one.gz", test::bytesOfText("first")},
                                 {"two.gz", test::bytesOfText("second")},
                                 {"three.gz", test::bytesOfText("third")}});
  const QByteArray archive(reinterpret_cast<const char*>(zip.data()), static_cast<qsizetype>(zip.size()));
  CatalogueFile file;
  file.name = "all.zip";
  file.bytes = zip.size();
  file.sha256 = QCryptographicHash::hash(archive, QCryptographicHash::Sha256).toHex().toStdString();
  file.urls = {m_server.url("/zip")};
  file.members = {"in/one.gz", "two.gz"};
  both.files.push_back(file);
  m_server.answer = [&](const HttpRequest& request) {
    return LoopbackServer::whole(request.path == "/zip" ? archive : m_bytes);
  };
  run(both);
  expectWhole();
  EXPECT_EQ(contentOf(at("one.gz")), "first");
  EXPECT_EQ(contentOf(at("two.gz")), "second");
  EXPECT_FALSE(fs::exists(at("three.gz")));
  EXPECT_FALSE(fs::exists(at("all.zip")));
  EXPECT_FALSE(fs::exists(at("all.zip.part")));
  m_server.requests.clear();
  run(both);
  EXPECT_EQ(m_end, "finished");
  EXPECT_TRUE(m_server.requests.empty());
}

}  // namespace
}  // namespace isthmus
