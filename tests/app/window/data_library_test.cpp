#include "app/rooms/data/data_library.h"

#include "tests/app/data/loopback_server.h"
#include "tests/app/window/window_fixture.h"
#include "tests/support/scoped_variable.h"
#include "tests/support/widget_support.h"
#include "widgets/library/library_panel.h"
#include "widgets/library/library_row.h"

#include <QCryptographicHash>
#include <QDialog>
#include <QFile>
#include <QToolButton>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace isthmus::test {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

LibraryRow* rowOf(QWidget& root, LibrarySection section, const QString& title) {
  for (LibraryRow* row : root.findChildren<LibraryRow*>())
    if (row->item().section == section && row->item().title == title) return row;
  return nullptr;
}

fs::path csv(const TempFolder& folder, const std::string& name) {
  const std::vector<std::uint8_t> text = {'1'};
  return folder.write(name, text);
}

TEST(RecentList, KeepsTheNewestFirstAndNotTooMany) {
  QSettings().clear();
  const LoadOptions byName = *parseLoadOptions("label=species");
  {
    RecentList list;
    for (int i = 0; i < 20; ++i) list.add({{"/data/" + std::to_string(i)}});
    list.add({{"/data/15"}, byName});
    list.add({{"relative.csv"}});
  }
  const RecentList list;  // as when the program is started anew
  ASSERT_EQ(list.all().size(), RecentList::kMost);
  EXPECT_EQ(list.all()[0].paths.front(), fs::current_path() / "relative.csv");
  EXPECT_EQ(list.all()[1], (RecentData{{"/data/15"}, byName}));
  EXPECT_EQ(list.all()[2].paths.front(), "/data/19");
  EXPECT_EQ(std::ranges::count(list.all(), std::vector<fs::path>{"/data/15"}, &RecentData::paths), 1);
}

TEST(RecentList, ForgetsOnRequestAndStandsBrokenSettings) {
  QSettings().clear();
  RecentList list;
  list.add({{"/a"}});
  list.add({{"/b", "/c"}});
  list.remove({"/a"});
  ASSERT_EQ(RecentList().all().size(), 1U);
  EXPECT_EQ(RecentList().all()[0].paths.size(), 2U);
  QSettings().setValue("library/recent/1/options", "nonsense=7");
  EXPECT_EQ(RecentList().all()[0].options, LoadOptions());
  QSettings().setValue("library/recent/size", 1'000'000'000);
  EXPECT_EQ(RecentList().all().size(), 1U);
}

TEST(DataLibraryCatalogue, ComesWithTheProgram) {
  const auto own = ownCatalogue();
  ASSERT_TRUE(own) << own.error().text();
  EXPECT_FALSE(own->empty());
}

/// A library whose one published set, four IDX files called MNIST, lies on a server of the test's own.
class DataLibraryTest : public ::testing::Test {
 protected:
  DataLibraryTest() {
    for (const char* variable : {"http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"}) qunsetenv(variable);
    QSettings().clear();
    m_files = {{"train-images-idx3-ubyte", idxFile({20, 4, 4})},
               {"train-labels-idx1-ubyte", idxFile({20}, 10)},
               {"t10k-images-idx3-ubyte", idxFile({10, 4, 4})},
               {"t10k-labels-idx1-ubyte", idxFile({10}, 10)}};
    m_server.answer = [this](const HttpRequest& request) {
      const Bytes& bytes = m_files.at(request.path.mid(1).toStdString());
      HttpAnswer answer =
          LoopbackServer::whole({reinterpret_cast<const char*>(bytes.data()), qsizetype(bytes.size())});
      answer.silent = m_silent;
      return answer;
    };
    makeLibrary();
  }

  void makeLibrary() {
    CatalogueEntry entry;
    entry.id = "mnist";
    entry.title = "MNIST";
    entry.description = "Digits.";
    entry.licence = "CC BY-SA 3.0";
    entry.train = 20;
    entry.test = 10;
    entry.shape = "4 x 4";
    entry.classes = 10;
    for (const auto& [name, bytes] : m_files) {
      CatalogueFile file;
      file.name = name;
      file.bytes = bytes.size();
      file.sha256 =
          QCryptographicHash::hash({reinterpret_cast<const char*>(bytes.data()), qsizetype(bytes.size())},
                                   QCryptographicHash::Sha256)
              .toHex()
              .toStdString();
      file.urls = {m_server.url("/" + QByteArray::fromStdString(name))};
      entry.files.push_back(file);
    }
    m_library = new DataLibrary(m_datasets, {entry}, downloadsFolder(), &m_window,
                                {std::chrono::seconds(20), std::chrono::milliseconds(10)});
    QObject::connect(m_library, &DataLibrary::loadAsked,
                     [this](const DatasetSource& source, const LoadOptions& options) {
                       m_source = source;
                       m_options = options;
                     });
    QObject::connect(m_library, &DataLibrary::info, [this](const QString& text) { m_info = text; });
    m_library->show();
    m_dialog = m_window.findChild<QDialog*>("libraryDialog");
  }
  bool eventually(const std::function<bool()>& condition) { return QTest::qWaitFor(condition, 30'000); }
  LibraryRow* row(LibrarySection section, const QString& title) { return rowOf(m_window, section, title); }
  /// Waits for a row in that state.
  bool shows(LibrarySection section, const QString& title, LibraryState state) {
    return eventually([&] { return row(section, title) && row(section, title)->item().state == state; });
  }
  void press(LibrarySection section, const QString& title) {
    QTest::mouseClick(&child<QPushButton>(*row(section, title), "libraryButton"), Qt::LeftButton);
  }
  fs::path place() const { return downloadsFolder() / "mnist"; }

  TempFolder m_folder;
  ScopedVariable m_data{"XDG_DATA_HOME", m_folder.path().string()};
  ScopedVariable m_home{"HOME", m_folder.path().string()};
  ScopedVariable m_named{"ISTHMUS_DATA", ""};
  std::map<std::string, Bytes> m_files;
  bool m_silent = false;
  LoopbackServer m_server;
  DatasetController m_datasets;
  QWidget m_window;
  DataLibrary* m_library = nullptr;  // child of m_window
  QDialog* m_dialog = nullptr;       // child of m_window
  DatasetSource m_source;
  LoadOptions m_options;
  QString m_info;
};

TEST_F(DataLibraryTest, DownloadsASetThatIsThenOnThisComputerAndLoads) {
  ASSERT_TRUE(shows(LibrarySection::Catalogue, "MNIST", LibraryState::Absent));
  EXPECT_TRUE(row(LibrarySection::Catalogue, "MNIST")
                  ->item()
                  .detail.contains("30 samples · 4 x 4 · 10 classes · CC BY-SA"));
  EXPECT_TRUE(m_server.requests.empty());
  press(LibrarySection::Catalogue, "MNIST");
  ASSERT_TRUE(shows(LibrarySection::Found, "MNIST", LibraryState::Ready));
  EXPECT_EQ(row(LibrarySection::Catalogue, "MNIST"), nullptr);
  press(LibrarySection::Found, "MNIST");
  EXPECT_TRUE(m_dialog->isHidden());
  const auto known = std::get<KnownDataset>(m_source);
  EXPECT_EQ(known.folder, place());
  const auto loaded = loadKnownDataset(known, {}, {});
  ASSERT_TRUE(loaded) << loaded.error().text();
  EXPECT_EQ((*loaded)->count(), 30U);
}

TEST_F(DataLibraryTest, DownloadsOnWhileTheDialogIsClosedAndSaysWhenItIsDone) {
  ASSERT_TRUE(shows(LibrarySection::Catalogue, "MNIST", LibraryState::Absent));
  press(LibrarySection::Catalogue, "MNIST");
  m_dialog->close();
  ASSERT_TRUE(eventually([&] { return !m_info.isEmpty(); }));
  EXPECT_TRUE(m_info.startsWith("MNIST has been downloaded"));
}

TEST_F(DataLibraryTest, CancelsADownload) {
  m_silent = true;
  ASSERT_TRUE(shows(LibrarySection::Catalogue, "MNIST", LibraryState::Absent));
  press(LibrarySection::Catalogue, "MNIST");
  ASSERT_TRUE(eventually([&] { return !m_server.requests.empty(); }));
  EXPECT_EQ(row(LibrarySection::Catalogue, "MNIST")->item().state, LibraryState::Fetching);
  press(LibrarySection::Catalogue, "MNIST");
  ASSERT_TRUE(shows(LibrarySection::Catalogue, "MNIST", LibraryState::Absent));
  m_silent = false;
  press(LibrarySection::Catalogue, "MNIST");
  EXPECT_TRUE(shows(LibrarySection::Found, "MNIST", LibraryState::Ready));
}

TEST_F(DataLibraryTest, SaysWhereToPutTheFilesWithoutANetworkAndFindsThemThere) {
  m_server.close();
  ASSERT_TRUE(shows(LibrarySection::Catalogue, "MNIST", LibraryState::Absent));
  press(LibrarySection::Catalogue, "MNIST");
  ASSERT_TRUE(shows(LibrarySection::Catalogue, "MNIST", LibraryState::Offline));
  const std::string message = row(LibrarySection::Catalogue, "MNIST")->item().message.toStdString();
  EXPECT_THAT(message, HasSubstr("put them into " + place().string()));
  EXPECT_THAT(message, HasSubstr("t10k-labels-idx1-ubyte"));
  for (const auto& [name, bytes] : m_files) m_folder.write(place() / name, bytes);
  m_library->show();
  EXPECT_TRUE(shows(LibrarySection::Found, "MNIST", LibraryState::Ready));
}

TEST_F(DataLibraryTest, RemembersFilesThatWereLoadedWithTheirOptions) {
  const fs::path images =
      m_folder.write("mine/train-images-idx3-ubyte", m_files.at("train-images-idx3-ubyte"));
  LoadOptions options;
  options.testShare = 0.25;
  m_library->noteLoading(std::vector<fs::path>{images}, DatasetRole::Main, options);
  m_datasets.load(std::vector<fs::path>{images}, DatasetRole::Main, options);
  ASSERT_TRUE(shows(LibrarySection::Recent, "train-images-idx3-ubyte", LibraryState::Ready));
  press(LibrarySection::Recent, "train-images-idx3-ubyte");
  EXPECT_EQ(std::get<std::vector<fs::path>>(m_source), std::vector<fs::path>{images});
  EXPECT_EQ(m_options, options);
  fs::remove(images);
  m_library->show();
  ASSERT_TRUE(shows(LibrarySection::Recent, "train-images-idx3-ubyte", LibraryState::Missing));
  auto& remove = child<QToolButton>(*row(LibrarySection::Recent, "train-images-idx3-ubyte"), "libraryRemove");
  QTest::mouseClick(&remove, Qt::LeftButton);
  EXPECT_TRUE(eventually([&] { return row(LibrarySection::Recent, "train-images-idx3-ubyte") == nullptr; }));
  EXPECT_TRUE(RecentList().all().empty());
}

TEST_F(DataLibraryTest, DoesNotRememberWhatCouldNotBeLoaded) {
  const fs::path bad = csv(m_folder, "bad-images-idx3-ubyte");
  bool failed = false;
  QObject::connect(&m_datasets, &DatasetController::failed, [&] { failed = true; });
  m_library->noteLoading(std::vector<fs::path>{bad}, DatasetRole::Main);
  m_datasets.load(std::vector<fs::path>{bad}, DatasetRole::Main);
  ASSERT_TRUE(eventually([&] { return failed; }));
  EXPECT_TRUE(RecentList().all().empty());
}

class LibraryWindowTest : public WindowTest {};

TEST_F(LibraryWindowTest, OpensTheLibraryWithItsShortcutAndLoadsFromIt) {
  QAction* open = nullptr;
  for (QAction* action : m_window->findChildren<QAction*>())
    if (action->shortcut() == QKeySequence("Ctrl+L")) open = action;
  ASSERT_NE(open, nullptr);
  open->trigger();
  auto* dialog = find<QDialog>("libraryDialog");
  ASSERT_TRUE(dialog->isVisible());
  const QString digits = "Handwritten-style digits";
  ASSERT_TRUE(eventually([&] { return rowOf(*dialog, LibrarySection::BuiltIn, digits) != nullptr; }));
  rowOf(*dialog, LibrarySection::BuiltIn, digits)->activate();
  EXPECT_FALSE(dialog->isVisible());
  QTest::mouseClick(find<QPushButton>("makeBuiltin"), Qt::LeftButton);
  ASSERT_TRUE(eventually([&] { return workspace().dataset() != nullptr; }));
  EXPECT_EQ(workspace().dataset()->name, digits.toStdString());
  EXPECT_TRUE(RecentList().all().empty()) << "a built-in set needs no remembering";
  openSmallSet();
  EXPECT_TRUE(eventually([&] { return RecentList().all().size() == 1; }));
}

}  // namespace
}  // namespace isthmus::test
