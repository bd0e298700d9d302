// HDF5 and MATLAB files through isthmus-array-reader; tests/fixtures/arrays/make_hdf5_and_mat.py wrote them.
#include "core/data/arrays/formats/isolated_formats.h"

#include "core/base/random.h"
#include "core/data/arrays/array_choice.h"
#include "core/data/arrays/array_labels.h"
#include "core/data/arrays/formats/isolated_arrays.h"
#include "core/data/dataset_format.h"
#include "tests/support/fake_program.h"
#include "tests/support/temp_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

namespace isthmus {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;

const fs::path kFixtures = fs::path(ISTHMUS_SOURCE_DIR) / "tests/fixtures/arrays";
const LoadTools kTools = {.arrayReader = ISTHMUS_ARRAY_READER};

Result<DatasetPtr> load(const fs::path& file, const std::string& options = "") {
  const std::vector<fs::path> files = {file};
  const auto plan = planLoading(files, *parseLoadOptions(options), kTools);
  if (!plan) return plan.error();
  return loadDataset(*plan, kTools, {});
}

std::unique_ptr<IsolatedArrays> openFixture(const std::string& name) {
  auto opened = IsolatedArrays::open(kFixtures / name, "HDF5", ISTHMUS_ARRAY_READER, {});
  EXPECT_TRUE(opened) << opened.error().text();
  return opened ? std::move(opened).value() : nullptr;
}

std::vector<std::uint8_t> bytesOf(IsolatedArrays& file, const std::string& name) {
  const auto found = std::ranges::find(file.arrays(), name, &ArrayInfo::name);
  EXPECT_NE(found, file.arrays().end()) << name;
  if (found == file.arrays().end()) return {};
  auto stream = file.open(static_cast<std::size_t>(found - file.arrays().begin()));
  EXPECT_TRUE(stream);
  std::vector<std::uint8_t> bytes(found->bytes());
  const auto read = (*stream)->read(bytes);
  EXPECT_TRUE(read) << read.error().text();
  return bytes;
}

template <typename T>
std::vector<T> numbersOf(IsolatedArrays& file, const std::string& name) {
  const std::vector<std::uint8_t> bytes = bytesOf(file, name);
  std::vector<T> numbers(bytes.size() / sizeof(T));
  std::memcpy(numbers.data(), bytes.data(), numbers.size() * sizeof(T));
  return numbers;
}

std::vector<std::string> textsOf(IsolatedArrays& file, const std::string& name, std::size_t width) {
  const std::vector<std::uint8_t> bytes = bytesOf(file, name);
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < bytes.size(); i += width)
    texts.emplace_back(std::string(bytes.begin() + static_cast<std::ptrdiff_t>(i),
                                   bytes.begin() + static_cast<std::ptrdiff_t>(i + width))
                           .c_str());
  return texts;
}

std::vector<std::string> labelsOf(const Dataset& dataset) {
  std::vector<std::string> labels;
  for (std::size_t i = 0; i < dataset.count(); ++i) labels.emplace_back(dataset.className(i));
  return labels;
}

TEST(Hdf5, KeepsTheNamesOfTheSamplesThatAreLeftWhenSomeAreDropped) {
  const test::TempFolder folder;
  const std::string signature = "\x89HDF\r\n\x1a\n";
  const fs::path file = folder.write("x.h5", std::vector<std::uint8_t>(signature.begin(), signature.end()));
  const std::string script = R"(case "$1 $3" in
  list*) printf 'isthmus-arrays 1\narray\tf4\t4\tC\t3,1\tsamples\t/X\n'
         printf 'array\tS\t1\tC\t3\tnames\t/obs/_index\nend\n' ;;
  'read /X') printf '\000\000\200\077\000\000\300\177\000\000\000\100' ;;
  *) printf abc ;;
esac
)";
  const LoadTools tools = {.arrayReader = test::writeProgram(folder, script)};
  const auto plan = planLoading(std::vector{file}, *parseLoadOptions("missing=drop,split=0"), tools);
  ASSERT_TRUE(plan) << plan.error().text();
  const auto loaded = loadDataset(*plan, tools, {});
  ASSERT_TRUE(loaded) << loaded.error().text();
  EXPECT_THAT((*loaded)->values, ElementsAre(1, 2));
  EXPECT_THAT((*loaded)->sampleNames, ElementsAre("a", "c"));
}

TEST(Hdf5, DeliversEveryTypeOfNumberLittleEndian) {
  const auto file = openFixture("types.h5");
  ASSERT_NE(file, nullptr);
  const auto expect = [&]<typename T>(const std::string& name, T) {
    EXPECT_THAT(numbersOf<T>(*file, "/n/" + name), ElementsAre(1, 2, 3, 4, 5, 6)) << name;
  };
  expect("i1", std::int8_t{});
  expect("u2", std::uint16_t{});
  expect("i4", std::int32_t{});
  expect("big_i4", std::int32_t{});
  expect("u8", std::uint64_t{});
  expect("f2", float{});
  expect("f4", float{});
  expect("f8", double{});
  expect("big_f8", double{});
  EXPECT_THAT(bytesOf(*file, "/n/bool"), ElementsAre(1, 0, 1));
  EXPECT_THAT(numbersOf<std::int16_t>(*file, "/n/enum"), ElementsAre(2, 0, 1));
  EXPECT_THAT(textsOf(*file, "/text/fixed", 8), ElementsAre("be", "alpha", ""));
  EXPECT_THAT(textsOf(*file, "/text/variable", 8), ElementsAre("bé", "alphabet", ""));
}

TEST(Hdf5, FollowsNothingThatLeadsOutOfTheFileAndSaysSo) {
  const auto file = openFixture("types.h5");
  ASSERT_NE(file, nullptr);
  for (const ArrayInfo& array : file->arrays()) EXPECT_FALSE(array.name.starts_with("/out")) << array.name;
  EXPECT_THAT(file->remarks(),
              ElementsAre(HasSubstr("/out/elsewhere is left out: its numbers lie in another file"),
                          HasSubstr("/out/record is left out"),
                          HasSubstr("/out/virtual is left out: it is made of other files")));
}

// HDF5 delivers its fill value for what was never written.
TEST(Hdf5, ArraysThatDeclareFarMoreThanWasWrittenAreLeftOutAndSaidSo) {
  const auto file = openFixture("unwritten.h5");
  ASSERT_NE(file, nullptr);
  ASSERT_EQ(file->arrays().size(), 1U);
  EXPECT_EQ(file->arrays()[0].text(), "1,000 x 784, uint8");
  EXPECT_THAT(
      file->remarks(),
      ElementsAre("/huge is left out: it declares 1048576 MiB, of which only 1 KiB were ever written.",
                  "/large is left out: it declares 196 MiB, of which only 4 KiB were ever written."));
  for (const char* name : {"/huge", "/large"}) {
    const auto loaded = load(kFixtures / "unwritten.h5", std::string("data=") + name);
    ASSERT_FALSE(loaded) << name;
    EXPECT_THAT(loaded.error().text(), HasSubstr("were ever written")) << name;
  }
}

TEST(Hdf5, AWholeFileThatIsLargeIsNotMistakenForAnEmptyOne) {
  const test::TempFolder folder;
  const fs::path file = folder.path() / "large.h5";
  fs::copy_file(kFixtures / "large_head.h5", file);
  EXPECT_THAT(load(file).error().text(), HasSubstr("is damaged or cut off"));
  fs::resize_file(file, 2048 + 150'000 * 784);
  const auto loaded = load(file, "split=0");
  ASSERT_TRUE(loaded) << loaded.error().text();
  EXPECT_EQ((*loaded)->count(), 150'000U);
}

TEST(Hdf5, PartsOfKerasAreFoundByTheirNames) {
  const auto loaded = load(kFixtures / "keras.h5");
  ASSERT_TRUE(loaded) << loaded.error().text();
  const Dataset& dataset = **loaded;
  EXPECT_EQ(dataset.kind, SampleKind::Image);
  EXPECT_EQ(dataset.count(), 12U);
  EXPECT_EQ(dataset.trainCount, 8U);
  EXPECT_EQ(dataset.testCount(), 4U);
  ASSERT_TRUE(dataset.isBytes());
  for (std::size_t i = 0; i < dataset.pixels.size(); ++i) ASSERT_EQ(dataset.pixels[i], i % 251) << i;
  EXPECT_THAT(labelsOf(dataset), ElementsAre("0", "1", "0", "1", "0", "1", "0", "1", "0", "1", "0", "1"));
}

TEST(Hdf5, AnnDataBringsItsCellTypesGenesAndNames) {
  const auto loaded = load(kFixtures / "cells.h5ad", "split=0");
  ASSERT_TRUE(loaded) << loaded.error().text();
  const Dataset& dataset = **loaded;
  EXPECT_EQ(dataset.kind, SampleKind::Vector);
  EXPECT_EQ(dataset.shape.size(), 5U);
  EXPECT_THAT(dataset.numbers(0), ElementsAre(1, 0.5, 0, 0, 0));
  EXPECT_THAT(dataset.numbers(1), ElementsAre(0, 2, 0, 0.5, 0));
  EXPECT_THAT(labelsOf(dataset), ElementsAre("B cell", "T cell", "NK", "B cell", "T cell", "(missing)"));
  EXPECT_THAT(dataset.features, ElementsAre("Actb", "Cd4", "Cd8a", "Gapdh", "Sox2"));
  EXPECT_THAT(dataset.sampleNames, ElementsAre("c0", "c1", "c2", "c3", "c4", "c5"));
}

TEST(Hdf5, RecordsOfOldAnnDataBringLabelsFactorsAndNames) {
  const auto loaded = load(kFixtures / "old_cells.h5ad", "split=0");
  ASSERT_TRUE(loaded) << loaded.error().text();
  const Dataset& dataset = **loaded;
  EXPECT_THAT(labelsOf(dataset), ElementsAre("B cell", "T cell", "B cell", "T cell", "B cell", "T cell"));
  EXPECT_THAT(dataset.sampleNames, ElementsAre("c0", "c1", "c2", "c3", "c4", "c5"));
  EXPECT_THAT(dataset.features, ElementsAre("Actb", "Cd4", "Gapdh", "Sox2"));
  ASSERT_EQ(dataset.factors.size(), 2U);
  EXPECT_EQ(dataset.factors[0].name, "/obs/n_counts");
  EXPECT_THAT(dataset.factors[0].values, ElementsAre(0, 10, 20, 30, 40, 50));
  EXPECT_EQ(dataset.factors[1].name, "/obs/louvain");
  EXPECT_THAT(dataset.factors[1].levels, ElementsAre("0", "1", "2"));
  EXPECT_THAT(dataset.numbers(1), ElementsAre(1, 1.25F, 1.5F, 1.75F));
}

TEST(Hdf5, WeightsOfAModelAreNoData) {
  const auto loaded = load(kFixtures / "weights.h5", "");
  ASSERT_FALSE(loaded);
  EXPECT_THAT(loaded.error().text(), HasSubstr("weights.h5: holds the weights of a Keras model, no data"));
}

TEST(Hdf5, LoomHoldsItsCellsInColumns) {
  const auto loaded = load(kFixtures / "cells.loom", "split=0");
  ASSERT_TRUE(loaded) << loaded.error().text();
  const Dataset& dataset = **loaded;
  ASSERT_EQ(dataset.count(), 4U);
  EXPECT_THAT(dataset.numbers(1), ElementsAre(1, 5, 9));
  EXPECT_THAT(labelsOf(dataset), ElementsAre("neuron", "glia", "neuron", "glia"));
  EXPECT_THAT(dataset.sampleNames, ElementsAre("a", "b", "c", "d"));
  EXPECT_THAT(dataset.features, ElementsAre("Actb", "Cd4", "Sox2"));
}

TEST(Hdf5, SparseMatricesByRowsAndByColumnsHoldTheSameAsTheDenseOne) {
  const auto rows = load(kFixtures / "cells.h5ad", "split=0,label=none");
  const auto columns = load(kFixtures / "cells.h5ad", "data=/layers/columns,split=0,label=none");
  const auto dense = load(kFixtures / "cells.h5ad", "data=/layers/dense,split=0,label=/obs/batch");
  ASSERT_TRUE(rows && columns && dense);
  EXPECT_EQ((*rows)->values, (*dense)->values);
  EXPECT_EQ((*columns)->values, (*dense)->values);
  EXPECT_THAT(labelsOf(**dense), ElementsAre("one", "one", "one", "two", "two", "two"));
}

class Matlab : public testing::TestWithParam<const char*> {
 protected:
  /// Names in HDF5 are paths.
  std::string name(const std::string& text) const {
    return std::string_view(GetParam()) == "seven.mat" ? "/" + text : text;
  }
};

TEST_P(Matlab, AMatrixHasItsRowsAsSamplesAndAVectorAsLabels) {
  const auto loaded = load(kFixtures / GetParam(), "split=0,data=" + name("X") + ",label=" + name("species"));
  ASSERT_TRUE(loaded) << loaded.error().text();
  const Dataset& dataset = **loaded;
  EXPECT_EQ(dataset.count(), 6U);
  EXPECT_THAT(dataset.values, ElementsAre(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11));
  EXPECT_THAT(labelsOf(dataset),
              ElementsAre("setosa", "virginica", "versicolor", "setosa", "virginica", "versicolor"));
  const auto sparse = load(kFixtures / GetParam(), "split=0,data=" + name("wide") + ",label=" + name("y"));
  ASSERT_TRUE(sparse) << sparse.error().text();
  EXPECT_EQ((*sparse)->values, dataset.values);
  EXPECT_THAT(labelsOf(**sparse), ElementsAre("1", "2", "1", "2", "1", "2"));
}

TEST_P(Matlab, PicturesAlongTheLastAndLongestSideAreTakenAsSamples) {
  const auto file = openFixture(GetParam());
  ASSERT_NE(file, nullptr);
  const auto pictures = std::ranges::find(file->arrays(), name("pictures"), &ArrayInfo::name);
  ASSERT_NE(pictures, file->arrays().end());
  EXPECT_THAT(pictures->shape, ElementsAre(3, 2, 7));
  const std::string options = "split=0,label=none,data=" + name("pictures");
  const auto loaded = load(kFixtures / GetParam(), options);
  ASSERT_TRUE(loaded) << loaded.error().text();
  EXPECT_EQ((*loaded)->shape, (ImageShape{3, 2, 1}));
  ASSERT_EQ((*loaded)->count(), 7U);
  for (std::size_t n = 0; n < 7; ++n)
    for (std::size_t i = 0; i < 3; ++i)
      for (std::size_t j = 0; j < 2; ++j) EXPECT_EQ((*loaded)->sample(n)[i * 2 + j], i * 14 + j * 7 + n);
  const auto first = load(kFixtures / GetParam(), options + ",axis=0");
  ASSERT_TRUE(first) << first.error().text();
  EXPECT_EQ((*first)->count(), 3U);
  EXPECT_THAT(bytesOf(*file, name("logical")), ElementsAre(1, 0, 1));
  EXPECT_THAT(textsOf(*file, name("rows"), 5), ElementsAre("one", "three"));
}

// matio holds an array whole in the reader's process while it arrives here.
TEST(MatlabMemory, TheEstimateCountsTheReaderThatHoldsArraysWhole) {
  constexpr std::uint64_t kNumbers = 6 * 2;
  std::map<ReaderHolds, std::uint64_t> memory;
  for (const ReaderHolds holds : {ReaderHolds::WholeArrays, ReaderHolds::Portions}) {
    const auto opened =
        IsolatedArrays::open(kFixtures / "five.mat", "MATLAB", ISTHMUS_ARRAY_READER, {}, holds);
    ASSERT_TRUE(opened) << opened.error().text();
    const auto choice = chooseData(**opened, *parseLoadOptions("data=X,label=y,split=0"));
    ASSERT_TRUE(choice) << choice.error().text();
    memory[holds] = memoryFor(*choice, **opened);
    EXPECT_GE(memory[holds], kNumbers * sizeof(float));
  }
  EXPECT_GE(memory[ReaderHolds::WholeArrays], memory[ReaderHolds::Portions] + kNumbers * sizeof(double));
}

INSTANTIATE_TEST_SUITE_P(Versions, Matlab, testing::Values("five.mat", "five_packed.mat", "seven.mat"),
                         [](const auto& version) {
                           const std::string file = version.param;
                           return file.substr(0, file.find('.'));
                         });

TEST(IsolatedFormats, WithoutTheReaderTheSentenceNamesWhatIsMissing) {
  const std::vector<fs::path> files = {kFixtures / "keras.h5"};
  const auto plan = planLoading(files);
  ASSERT_FALSE(plan);
  EXPECT_THAT(plan.error().text(), HasSubstr("keras.h5: cannot be read: isthmus-array-reader"));
}

TEST(IsolatedFormats, ACancelledLoadIsNoErrorOfTheFile) {
  const std::vector<fs::path> files = {kFixtures / "keras.h5"};
  const auto plan = planLoading(files, {}, kTools);
  ASSERT_TRUE(plan) << plan.error().text();
  std::stop_source source;
  source.request_stop();
  const auto loaded = loadDataset(*plan, kTools, {.stop = source.get_token()});
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().code, ErrorCode::Cancelled);
}

// HDF5 1.10.8 reads outside of its memory on these (H5HG_read); found by damaging files at random.
TEST(IsolatedFormats, ADamagedHeapOfTextsOnWhichHdf5CrashesIsASentence) {
  std::ifstream in(kFixtures / "cells.h5ad", std::ios::binary);
  const std::string good{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  const test::TempFolder folder;
  for (const auto& [place, value] : {std::pair{2378, 0x7F}, std::pair{2506, 0x80}}) {
    std::vector<std::uint8_t> damaged(good.begin(), good.end());
    ASSERT_GT(damaged.size(), static_cast<std::size_t>(place));
    damaged[static_cast<std::size_t>(place)] = static_cast<std::uint8_t>(value);
    const auto loaded = load(folder.write("damaged.h5ad", damaged));
    ASSERT_FALSE(loaded);
    EXPECT_THAT(loaded.error().text(), HasSubstr("damaged")) << place;
  }
}

class Damaged : public testing::TestWithParam<const char*> {
 protected:
  std::vector<std::uint8_t> bytes() const {
    std::ifstream in(kFixtures / GetParam(), std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  }
  /// Loads it; whatever comes of it must be an error of one line or a whole set.
  void check(const std::vector<std::uint8_t>& damaged, const std::string& what) {
    const fs::path file = folder.write(GetParam(), damaged);
    const auto loaded = load(file);
    if (loaded) {
      ++whole;
      EXPECT_GT((*loaded)->count(), 0U) << what;
      EXPECT_TRUE(!(*loaded)->hasLabels() || (*loaded)->labels.size() == (*loaded)->count()) << what;
    } else {
      ++refused;
      if (loaded.error().message.find("crashed") != std::string::npos) ++crashed;
      EXPECT_FALSE(loaded.error().message.empty()) << what;
      EXPECT_EQ(loaded.error().text().find('\n'), std::string::npos) << what;
    }
  }
  void TearDown() override {
    RecordProperty("whole", whole);
    RecordProperty("refused", refused);
    RecordProperty("crashed", crashed);
  }

  test::TempFolder folder;
  int whole = 0;
  int refused = 0;
  int crashed = 0;
};

TEST_P(Damaged, ACutFileIsAnErrorOrAWholeSet) {
  const std::vector<std::uint8_t> good = bytes();
  for (std::size_t cut = 0; cut < 15; ++cut) {
    std::vector<std::uint8_t> damaged = good;
    damaged.resize(good.size() * cut / 15);
    check(damaged, "cut at " + std::to_string(damaged.size()));
  }
}

TEST_P(Damaged, AFileWithFlippedBitsIsAnErrorOrAWholeSet) {
  const std::vector<std::uint8_t> good = bytes();
  Random random(4);
  for (int i = 0; i < 25; ++i) {
    std::vector<std::uint8_t> damaged = good;
    std::string what = "bits flipped at";
    for (int flip = 0; flip < 1 + i % 3; ++flip) {
      const auto place = static_cast<std::size_t>(random.uniform() * static_cast<double>(good.size()));
      damaged[place] ^= static_cast<std::uint8_t>(1U << static_cast<unsigned>(random.uniform() * 8));
      what += " " + std::to_string(place);
    }
    check(damaged, what);
  }
}

INSTANTIATE_TEST_SUITE_P(Files, Damaged,
                         testing::Values("keras.h5", "cells.h5ad", "five.mat", "five_packed.mat", "seven.mat",
                                         "fields.mat", "fields_packed.mat"),
                         [](const auto& damaged) {
                           std::string file = damaged.param;
                           return file.replace(file.find('.'), 1, "_");
                         });

}  // namespace
}  // namespace isthmus
