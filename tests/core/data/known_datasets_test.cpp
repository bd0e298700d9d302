#include "core/data/library/known_datasets.h"

#include "tests/support/idx_bytes.h"
#include "tests/support/scoped_variable.h"
#include "tests/support/temp_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace isthmus {
namespace {

namespace fs = std::filesystem;
using test::gzipped;
using test::idxFile;
using test::ScopedVariable;
using test::TempFolder;
using ::testing::AllOf;
using ::testing::HasSubstr;

/// A home folder and an ISTHMUS_DATA of the test's own; the working directory has no data.
class KnownDatasetsTest : public ::testing::Test {
 protected:
  KnownDatasetsTest() { fs::current_path(m_folder.path()); }
  ~KnownDatasetsTest() override { fs::current_path(m_workingFolder); }

  void writeSet(const fs::path& folder, const std::string& prefix = "", const std::string& test = "t10k") {
    m_folder.write(folder / (prefix + "train-images-idx3-ubyte"), idxFile({20, 4, 4}));
    m_folder.write(folder / (prefix + "train-labels-idx1-ubyte.gz"), gzipped(idxFile({20}, 10)));
    m_folder.write(folder / (prefix + test + "-images-idx3-ubyte.gz"), gzipped(idxFile({10, 4, 4})));
    m_folder.write(folder / (prefix + test + "-labels.idx1-ubyte"), idxFile({10}, 10));
  }
  fs::path at(const fs::path& name) const { return m_folder.path() / name; }
  static std::optional<KnownDataset> find(const std::string& id) {
    for (const KnownDataset& known : knownDatasets()) {
      if (known.id == id) return known;
    }
    return std::nullopt;
  }

 private:
  fs::path m_workingFolder = fs::current_path();
  TempFolder m_folder;
  ScopedVariable m_home{"HOME", m_folder.path().string() + "/home"};
  ScopedVariable m_downloads{"XDG_DATA_HOME", ""};
  ScopedVariable m_data{"ISTHMUS_DATA",
                        m_folder.path().string() + "/mine:" + m_folder.path().string() + "/KMNIST/"};
};

TEST_F(KnownDatasetsTest, OffersTheBuiltInDigitsFirst) {
  const auto known = knownDatasets();
  ASSERT_FALSE(known.empty());
  EXPECT_EQ(known.front().id, "digits");
  EXPECT_EQ(known.front().origin, "built in");
  const auto digits = loadKnownDataset(known.front(), {}, {});
  ASSERT_TRUE(digits) << digits.error().text();
  EXPECT_EQ((*digits)->name, known.front().title);
  EXPECT_EQ((*digits)->count(), 12'000U);
}

TEST_F(KnownDatasetsTest, FindsSetsWhereToolsPutThem) {
  EXPECT_FALSE(find("mnist"));
  EXPECT_FALSE(find("emnist-letters"));
  writeSet("home/data/MNIST/raw");
  writeSet("KMNIST");
  writeSet("mine/EMNIST/raw", "emnist-letters-", "test");
  EXPECT_EQ(find("mnist").value().folder, at("home/data/MNIST/raw"));
  EXPECT_EQ(find("kmnist").value().folder, at("KMNIST/"));
  EXPECT_EQ(find("emnist-letters").value().title, "EMNIST letters");
  writeSet("mine/mnist");
  EXPECT_EQ(find("mnist").value().folder, at("mine/mnist")) << "the person's own folder comes first";
}

TEST_F(KnownDatasetsTest, DoesNotOfferASetThatIsNotWhole) {
  writeSet("mine/mnist");
  fs::remove(at("mine/mnist/train-labels-idx1-ubyte.gz"));
  EXPECT_FALSE(find("mnist"));
}

TEST_F(KnownDatasetsTest, CallsASetByItsTitleAndItsClassesByName) {
  writeSet("mine/fashion-mnist");
  const auto loaded = loadNamedOrFiles({"fashion-mnist"}, {}, {});
  ASSERT_TRUE(loaded) << loaded.error().text();
  EXPECT_EQ((*loaded)->name, "Fashion-MNIST");
  EXPECT_EQ((*loaded)->source, at("mine/fashion-mnist").string());
  EXPECT_EQ((*loaded)->trainCount, 20U);
  EXPECT_EQ((*loaded)->testCount(), 10U);
  EXPECT_EQ((*loaded)->className(1), "Trouser");
}

TEST_F(KnownDatasetsTest, TakesOptionsBehindTheNameOfASet) {
  writeSet("mine/fashion-mnist");
  const auto scaled = loadNamedOrFiles({"fashion-mnist:scale=none"}, {}, {});
  ASSERT_TRUE(scaled) << scaled.error().text();
  EXPECT_EQ((*scaled)->trainCount, 20U);
  const auto wrong = loadNamedOrFiles({"fashion-mnist:colour=blue"}, {}, {});
  ASSERT_FALSE(wrong);
  EXPECT_THAT(wrong.error().text(), HasSubstr("colour"));
}

TEST_F(KnownDatasetsTest, TakesPathsAsOneSetOfFiles) {
  writeSet("some");
  const auto loaded = loadNamedOrFiles(
      {at("some/train-images-idx3-ubyte").string(), "some/train-labels-idx1-ubyte.gz"}, {}, {});
  ASSERT_TRUE(loaded) << loaded.error().text();
  EXPECT_EQ((*loaded)->count(), 20U);
  EXPECT_TRUE((*loaded)->hasLabels());
  EXPECT_EQ((*loaded)->name, "some");
}

TEST_F(KnownDatasetsTest, SaysWhatIsThereWhenANameIsUnknown) {
  const auto unknown = loadNamedOrFiles({"cats"}, {}, {});
  ASSERT_FALSE(unknown);
  EXPECT_THAT(unknown.error().text(),
              AllOf(HasSubstr("cats: is neither a file nor a folder"), HasSubstr("digits")));
  const auto absent = loadNamedOrFiles({"mnist"}, {}, {});
  ASSERT_FALSE(absent);
  EXPECT_THAT(absent.error().text(), AllOf(HasSubstr("mnist: was not found"), HasSubstr("ISTHMUS_DATA")));
  const auto joined = loadNamedOrFiles({"digits", at("home").string()}, {}, {});
  ASSERT_FALSE(joined);
  EXPECT_THAT(joined.error().text(), HasSubstr("expected it alone"));
  EXPECT_FALSE(loadNamedOrFiles({}, {}, {}));
}

TEST_F(KnownDatasetsTest, LoadsTheOriginalMnist) {
  const fs::path root = fs::path(ISTHMUS_SOURCE_DIR).parent_path() / "shared" / "data";
  if (!fs::exists(root / "mnist"))
    GTEST_SKIP() << root / "mnist"
                 << " is absent";
  const ScopedVariable data("ISTHMUS_DATA", root.string());
  const auto loaded = loadNamedOrFiles({"mnist"}, {}, {});
  ASSERT_TRUE(loaded) << loaded.error().text();
  EXPECT_EQ((*loaded)->name, "MNIST");
  EXPECT_EQ((*loaded)->trainCount, 60'000U);
  EXPECT_EQ((*loaded)->testCount(), 10'000U);
  EXPECT_EQ(std::vector((*loaded)->labels.begin(), (*loaded)->labels.begin() + 5),
            (std::vector{5, 0, 4, 1, 9}));
  EXPECT_EQ((*loaded)->className(0), "5");
}

}  // namespace
}  // namespace isthmus
