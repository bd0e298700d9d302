#include "core/base/memory_limit.h"
#include "core/data/dataset_format.h"
#include "tests/support/dataset_invariants.h"
#include "tests/support/temp_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <filesystem>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace isthmus {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class ProjectorTest : public ::testing::Test {
 protected:
  fs::path write(const fs::path& name, std::string_view text) {
    return m_folder.write(name, std::vector<std::uint8_t>(text.begin(), text.end()));
  }
  /// 0, 1, 2, ... as floats.
  fs::path tensors(const fs::path& name, int count) {
    std::string bytes;
    for (int i = 0; i < count; ++i) {
      const auto value = static_cast<float>(i);
      char raw[sizeof value];
      std::memcpy(raw, &value, sizeof value);
      bytes.append(raw, sizeof value);
    }
    return write(name, bytes);
  }
  static Result<DatasetPtr> load(const std::vector<fs::path>& paths, const std::string& options = "") {
    const auto plan = planLoading(paths, parseLoadOptions(options).value());
    if (!plan) return plan.error();
    return loadDataset(*plan, {}, {});
  }
  test::TempFolder m_folder;
};

TEST_F(ProjectorTest, FindsTheNeighbourOfEitherFile) {
  const fs::path bytes = tensors("x_tensors.bytes", 12);
  const fs::path words = write("x_labels.tsv", "word\tgroup\na\tp\nb\tq\nc\tp\nd\tq\n");
  for (const auto& paths : {std::vector{bytes}, {words}, {words, bytes}, {m_folder.path()}}) {
    const auto set = load(paths);
    ASSERT_TRUE(set) << set.error().text();
    EXPECT_EQ((*set)->shape.size(), 3U);
    EXPECT_EQ((*set)->count(), 4U);
    EXPECT_THAT((*set)->classNames, ElementsAre("p", "q"));
    EXPECT_EQ((*set)->sampleNames.size(), 4U);
  }
}

TEST_F(ProjectorTest, PassesNotesInItsFolderOver) {
  tensors("x_tensors.bytes", 12);
  write("x_labels.tsv", "a\nb\nc\nd\n");
  write("notes.txt", "1 2 3\n4 5 6\n7 8 9\n");
  write("README.md", "# Words\n");
  const auto set = load({m_folder.path()});
  ASSERT_TRUE(set) << set.error().text();
  EXPECT_EQ((*set)->shape.size(), 3U);
  EXPECT_FALSE((*set)->hasLabels());
  EXPECT_EQ((*set)->sampleNames.size(), 4U);
}

TEST_F(ProjectorTest, TakesTheMetadataThatWasNamed) {
  const fs::path bytes = tensors("x.bytes", 4);
  write("x_labels.tsv", "a\nb\n");
  const auto set = load({bytes, write("x_words.tsv", "c\nd\n")}, "split=0");
  ASSERT_TRUE(set) << set.error().text();
  EXPECT_THAT((*set)->sampleNames, ElementsAre("c", "d"));
}

TEST_F(ProjectorTest, MakesLabelsFactorsAndNamesOfTheColumns) {
  const fs::path bytes = tensors("x.bytes", 8);
  write("x.tsv",
        "count\tword\tkind\tsize\textra\n10.5\ta\tk\tbig\tA\n7\tb\tk\tbig\tB\n"
        "9\tc\tl\tsmall\tC\n8\td\tl\tsmall\tD\n");
  const auto set = load({bytes}, "split=0");
  ASSERT_TRUE(set) << set.error().text();
  EXPECT_THAT((*set)->classNames, ElementsAre("k", "l"));
  EXPECT_THAT((*set)->sampleNames, ElementsAre("a", "b", "c", "d"));
  ASSERT_EQ((*set)->factors.size(), 2U);
  EXPECT_THAT((*set)->factors[0].values, ElementsAre(10.5F, 7, 9, 8));
  EXPECT_THAT((*set)->factors[1].levels, ElementsAre("big", "small"));
  EXPECT_THAT((*set)->notes, ::testing::Contains(HasSubstr("\"extra\" was left out")));
  const auto bySize = load({bytes}, "split=0,label=size");
  ASSERT_TRUE(bySize) << bySize.error().text();
  EXPECT_THAT((*bySize)->classNames, ElementsAre("big", "small"));
  EXPECT_FALSE((*load({bytes}, "label=none"))->hasLabels());
  EXPECT_THAT(load({bytes}, "label=weight").error().text(), HasSubstr("called \"weight\""));
}

TEST_F(ProjectorTest, TextCalledClassBeatsANumberThatRepeats) {
  std::string metadata = "id\tgroup\tword\tclass\n";
  for (int i = 0; i < 12; ++i)
    metadata += std::to_string(40 - i) + "\t" + std::to_string(i % 3) + "\tw" + std::to_string(i) + "\t" +
                (i == 5       ? ""
                 : i % 2 == 0 ? "noun"
                              : "verb") +
                "\n";
  const fs::path bytes = tensors("x.bytes", 24);
  write("x.tsv", metadata);
  const auto plan = planLoading(std::vector{bytes});
  ASSERT_TRUE(plan) << plan.error().text();
  EXPECT_EQ(plan->summary, "12 vectors of 2 numbers, labelled by class (2 classes)");
  EXPECT_THAT(plan->preview.remarks, ::testing::Contains("The column \"class\" was taken as the label."));
  EXPECT_THAT(plan->preview.remarks,
              ::testing::Contains("The column \"id\" was left out: it numbers the rows."));
  const auto set = load({bytes}, "split=0");
  ASSERT_TRUE(set) << set.error().text();
  EXPECT_THAT((*set)->classNames, ElementsAre("noun", "verb", "no label"));
  EXPECT_EQ((*set)->className(5), "no label");
  EXPECT_EQ((*set)->sampleNames[2], "w2");
  ASSERT_EQ((*set)->factors.size(), 1U);
  EXPECT_EQ((*set)->factors[0].name, "group");
}

TEST_F(ProjectorTest, TakesTheFirstLineForWhatTheVectorsAllow) {
  struct Case {
    std::string metadata;
    int numbers;
    std::size_t count, width;
    bool isRemarked;
  };
  // Three vectors of three numbers, and so on; where both were possible or TensorBoard's rule does not fit,
  // a note says what was assumed.
  for (const Case& c : {Case{"word\na\nb\nc\n", 9, 3, 3, true},
                        {"a\nb\nc\nd\n", 8, 4, 2, false},
                        {"a\tp\nb\tq\nc\tp\nd\ts\n", 16, 4, 4, true},
                        {"word\tkind\na\tp\nb\tq\nc\tp\n", 9, 3, 3, false},
                        {"a\tp\nb\tq\nc\tr\nd\ts\n", 12, 3, 4, true},  // both fit: a header
                        {"a\tp\nb\tq\nc\tp\nd\ts\n", 12, 4, 3, true},  // p stands below, too
                        {"word\na\nb\nc\n", 12, 4, 3, true},           // both fit: none
                        {"count\n1\n2\n3\n", 12, 3, 4, true},          // numbers below it
                        {"a\nb\n", 2, 2, 1, false},
                        {"a\tb\n1\t2\n", 5, 1, 5, false}}) {
    const fs::path bytes = tensors("x.bytes", c.numbers);
    write("x.tsv", c.metadata);
    const auto set = load({bytes}, "split=0");
    ASSERT_TRUE(set) << c.metadata << set.error().text();
    EXPECT_EQ((*set)->count(), c.count) << c.metadata;
    EXPECT_EQ((*set)->shape.size(), c.width) << c.metadata;
    EXPECT_EQ(test::faultOf(**set), "");
    const auto plan = planLoading(std::vector{bytes});
    EXPECT_EQ(!plan->notes.empty(), c.isRemarked) << c.metadata;
    EXPECT_THAT(plan->preview.remarks, ::testing::IsSupersetOf(plan->notes)) << c.metadata;
    EXPECT_THAT((*set)->notes, ::testing::IsSupersetOf(plan->notes)) << c.metadata;
  }
}

TEST_F(ProjectorTest, TakesTheFirstLineAsToldWhereBothFit) {
  const fs::path bytes = tensors("x.bytes", 12);
  write("x.tsv", "a\tp\nb\tq\nc\tr\nd\ts\n");
  EXPECT_EQ((*load({bytes}, "header=yes"))->count(), 3U);
  const auto set = load({bytes}, "header=no");
  ASSERT_TRUE(set) << set.error().text();
  EXPECT_EQ((*set)->count(), 4U);
  EXPECT_THAT((*set)->notes, ::testing::Not(::testing::Contains(HasSubstr("first line"))));
  EXPECT_THAT(planLoading(std::vector{bytes})->preview.choices, ::testing::Contains(LoadChoice::Header));
  write("x.tsv", "a\tp\nb\tq\nc\tr\nd\ts\ne\tt\n");  // only a header fits
  EXPECT_THAT(planLoading(std::vector{bytes})->preview.choices,
              ::testing::Not(::testing::Contains(LoadChoice::Header)));
  EXPECT_THAT(load({bytes}, "header=no").error().text(), HasSubstr("expected 32-bit floats for 5 vectors"));
}

TEST_F(ProjectorTest, TakesTheFirstLineForWhatTheDeclaredShapeAllows) {
  tensors("t.bytes", 12);
  const auto countOf = [&](std::string_view metadata, const std::string& shape) -> std::size_t {
    write("m.tsv", metadata);
    const auto set = load(
        {write("projector_config.json", R"({"embeddings":[{"tensorShape":)" + shape +
                                            R"(,"tensorPath":"t.bytes",)" + R"("metadataPath":"m.tsv"}]})")});
    return set ? (*set)->count() : 0;
  };
  EXPECT_EQ(countOf("a\tp\nb\tq\nc\tr\nd\ts\n", "[4, 3]"), 4U);
  EXPECT_EQ(countOf("a\tp\nb\tq\nc\tr\nd\ts\n", "[3, 4]"), 3U);
  EXPECT_EQ(countOf("a\nb\nc\nd\n", "[3, 4]"), 3U);
  EXPECT_EQ(countOf("a\nb\nc\nd\n", "[4, 3]"), 4U);
  EXPECT_EQ(countOf("a\nb\nc\nd\n", "[6, 2]"), 0U);
  EXPECT_EQ(countOf("a\tp\n", "[1, 12]"), 1U);
}

TEST_F(ProjectorTest, FollowsAConfigurationThatStaysInItsFolder) {
  tensors("t.bytes", 12);
  write("m.tsv", "a\nb\nc\nd\n");
  const auto config = [&](const std::string& path, const std::string& shape) {
    return write("projector_config.json", R"({"embeddings":[{"tensorName":"n","tensorShape":)" + shape +
                                              R"(,"tensorPath":")" + path + R"(","metadataPath":"m.tsv"}]})");
  };
  const auto refused = [&](const std::string& path, const std::string& shape) {
    const auto set = load({config(path, shape)});
    return set ? "" : set.error().text();
  };
  EXPECT_TRUE(load({config("t.bytes", "[4, 3]")}));
  EXPECT_TRUE(load({m_folder.path()}));
  EXPECT_THAT(refused("t.bytes", "[4, 4]"), HasSubstr("expected 32-bit floats for 4"));
  EXPECT_THAT(refused("t.bytes", "[6, 2]"), HasSubstr("describes 4 vectors; expected 6"));
  EXPECT_THAT(refused("t.bytes", "[0, 12]"), HasSubstr("expected 32-bit floats for 0"));
  EXPECT_THAT(refused("t.bytes", "[1099511627776, 784]"), HasSubstr("for 1,099,511,627,776 vectors"));
  EXPECT_THAT(refused("t.bytes", "[4611686018427387908, 3]"), HasSubstr("expected 32-bit floats"));
  EXPECT_THAT(refused("t.bytes", "[-4, -3]"), HasSubstr("tensorShape"));
  EXPECT_THAT(refused("t.bytes", "[4]"), HasSubstr("tensorShape"));
  EXPECT_THAT(refused("../t.bytes", "[4, 3]"), HasSubstr("within its folder"));
  EXPECT_THAT(refused("a/../../t.bytes", "[4, 3]"), HasSubstr("within its folder"));
  EXPECT_THAT(refused("/etc/passwd", "[4, 3]"), HasSubstr("within its folder"));
  EXPECT_THAT(refused("", "[4, 3]"), HasSubstr("within its folder"));
  EXPECT_THAT(refused(".", "[4, 3]"), HasSubstr("is a folder"));
  fs::create_symlink("/etc/passwd", m_folder.path() / "link.bytes");
  EXPECT_THAT(refused("link.bytes", "[4, 3]"), HasSubstr("within its folder"));
}

TEST_F(ProjectorTest, ReadsVectorsThatAreText) {
  const fs::path vectors = write("vectors.tsv", "0\t1\t2\n3\t4.5\t-5e1\r\n6\t7\t8\n9\t10\t11\n");
  const fs::path metadata = write("metadata.tsv", "word\tgroup\na\tp\nb\tq\nc\tp\nd\tq\n");
  write("notes.txt", "1 2 3\n4 5 6\n7 8 9\n");
  for (const auto& paths :
       {std::vector{vectors, metadata}, {metadata, vectors}, {vectors}, {metadata}, {m_folder.path()}}) {
    const auto set = load(paths, "split=0");
    ASSERT_TRUE(set) << set.error().text();
    EXPECT_EQ(test::faultOf(**set), "");
    EXPECT_EQ((*set)->count(), 4U);
    EXPECT_THAT((*set)->values, ElementsAre(0, 1, 2, 3, 4.5F, -50, 6, 7, 8, 9, 10, 11));
    EXPECT_THAT((*set)->classNames, ElementsAre("p", "q"));
    EXPECT_THAT((*set)->sampleNames, ElementsAre("a", "b", "c", "d"));
    if (paths.front() == m_folder.path()) {
      EXPECT_THAT((*set)->notes, ElementsAre("1 other file was passed over (notes.txt)"));
    } else {
      EXPECT_THAT((*set)->notes, ElementsAre());
    }
  }
}

TEST_F(ProjectorTest, LeavesTablesToTheTables) {
  const auto formatOf = [](const fs::path& path) {
    const auto plan = planLoading(std::vector{path});
    return plan ? plan->format : plan.error().text();
  };
  const std::string numbers = "1\t2\n3\t5\n5\t7\n";
  EXPECT_EQ(formatOf(write("vectors.tsv", numbers)), "table");  // no metadata
  write("metadata.tsv", "a\nb\nc\n");
  EXPECT_EQ(formatOf(write("vectors.tsv", numbers)), "projector");
  EXPECT_EQ(formatOf(write("vectors.tsv", "x\ty\n" + numbers)), "table");  // a header
  EXPECT_EQ(formatOf(write("x.tsv", numbers)), "table");
  write("x_names.tsv", "a\nb\nc\n");
  EXPECT_EQ(formatOf(m_folder.path() / "x.tsv"), "table");
}

TEST_F(ProjectorTest, FollowsAConfigurationToVectorsThatAreText) {
  write("t.tsv", "0\t1\t2\n3\t4\t5\n");
  write("m.tsv", "a\nb\n");
  const auto config = [&](const std::string& more) {
    return load({write("projector_config.json",
                       R"({"embeddings":[{"tensorName":"n","tensorPath":"t.tsv")" + more + "}]}")},
                "split=0");
  };
  const auto set = config(R"(,"metadataPath":"m.tsv")");
  ASSERT_TRUE(set) << set.error().text();
  EXPECT_THAT((*set)->values, ElementsAre(0, 1, 2, 3, 4, 5));
  EXPECT_THAT((*set)->sampleNames, ElementsAre("a", "b"));
  EXPECT_TRUE(load({m_folder.path()}));
  EXPECT_TRUE(load({m_folder.path() / "t.tsv"}));
  EXPECT_EQ((*config(""))->shape.size(), 3U);
  EXPECT_EQ((*config(R"(,"tensorShape":[2,3])"))->count(), 2U);
  EXPECT_THAT(config(R"(,"tensorShape":[3,2])").error().text(),
              HasSubstr("holds 2 vectors of 3 numbers; expected 3 vectors of 2 numbers"));
  write("m.tsv", "a\nb\nc\nd\n");
  EXPECT_THAT(config(R"(,"metadataPath":"m.tsv")").error().text(),
              HasSubstr("describes 4 vectors; expected 2"));
  write("m.tsv", "w\na\nb\n");
  EXPECT_THAT((*config(R"(,"metadataPath":"m.tsv")"))->sampleNames, ElementsAre("a", "b"));
}

TEST_F(ProjectorTest, RefusesTextThatIsNoVectors) {
  const auto refused = [&](std::string_view vectors, std::string_view metadata = "a\nb\nc\n") {
    write("metadata.tsv", metadata);
    const auto set = load({write("vectors.tsv", vectors)});
    return set ? "" : set.error().text();
  };
  EXPECT_EQ(refused("1\t2\n\n3\t4\n5\t6"), "");
  EXPECT_THAT(refused("1\t2\n3\t4\n5\t6\n", "a\nb\n"), HasSubstr("describes 2 vectors; expected 3"));
  EXPECT_THAT(refused("1\t2\n3\tx\n5\t6\n"), HasSubstr("has \"x\" in line 2; expected vectors"));
  EXPECT_THAT(refused("1\t2\n3\tnan\n5\t6\n"), HasSubstr("has \"nan\" in line 2"));
  EXPECT_THAT(refused("1\t2\n3\t1e99\n5\t6\n"), HasSubstr("has \"1e99\" in line 2"));
  EXPECT_THAT(refused("1\t2\n3\n5\t6\n"), HasSubstr("other fields in line 2"));
  EXPECT_THAT(refused("1\t2\n3\t\n5\t6\n"), HasSubstr("has \"\" in line 2"));
  EXPECT_THAT(refused("1\t2\n\"3\t4\n5\t6\n"), HasSubstr("line 2"));
}

TEST_F(ProjectorTest, RefusesConfigurationsThatAreNone) {
  for (const std::string& text :
       {std::string(100'000, '['), std::string("{}"), std::string("[]"), std::string(R"({"embeddings":[]})"),
        std::string(R"({"embeddings":7})"), std::string("{\"embeddings\":[{\"a\":") + std::string(50, '[')})
    EXPECT_THAT(load({write("projector_config.json", text)}).error().text(),
                HasSubstr("no projector configuration"))
        << text.substr(0, 40);
  EXPECT_FALSE(load({write("projector_config.json", R"({"embeddings":[7]})")}));
  EXPECT_FALSE(load({write("projector_config.json", R"({"embeddings":[{}]})")}));
}

TEST_F(ProjectorTest, RefusesSizesThatDoNotFitTheMetadata) {
  const auto refused = [&](std::string_view metadata, int count, int cutOff) {
    const fs::path bytes = tensors("x.bytes", count);
    fs::resize_file(bytes, fs::file_size(bytes) - static_cast<std::uintmax_t>(cutOff));
    write("x.tsv", metadata);
    const auto set = load({bytes});
    return set ? "" : set.error().text();
  };
  EXPECT_EQ(refused("a\nb\nc\n", 6, 0), "");
  EXPECT_THAT(refused("a\nb\nc\n", 6, 1), HasSubstr("23 bytes; expected 32-bit floats for 3"));
  EXPECT_THAT(refused("a\nb\nc\n", 6, 4), HasSubstr("20 bytes; expected 32-bit floats for 3"));
  EXPECT_THAT(refused("a\nb\nc\n", 7, 0), HasSubstr("28 bytes"));
  EXPECT_THAT(refused("a\nb\nc\nd\ne\n", 2, 0), HasSubstr("more than the 2 vectors"));
  EXPECT_THAT(refused("a\tb\n1\t2\n3\n", 6, 0), HasSubstr("line 3"));
  EXPECT_THAT(refused("a\tb\n", 6, 0), HasSubstr("no row of metadata"));
  EXPECT_THAT(refused("\n\n", 6, 0), HasSubstr("no row of metadata"));
  EXPECT_THAT(refused("\"a\nb\n", 6, 0), HasSubstr("line 1"));
}

TEST_F(ProjectorTest, RefusesNumbersThatAreNotFinite) {
  write("x.tsv", "a\nb\n");
  const fs::path bytes = write("x.bytes", std::string("\0\0\0\0\0\0\xC0\x7F", 8));
  EXPECT_THAT(load({bytes}).error().text(), HasSubstr("not finite"));
}

TEST_F(ProjectorTest, SurvivesEveryTruncationAndEveryFlippedBit) {
  const std::string config =
      R"({"embeddings":[{"tensorShape":[2,1],"tensorPath":"x.bytes","metadataPath":"x.tsv"}]})";
  tensors("x.bytes", 2);
  write("x.tsv", "a\nb\n");
  ASSERT_TRUE(load({write("projector_config.json", config)}));
  for (std::size_t length = 0; length < config.size(); ++length)
    EXPECT_FALSE(load({write("projector_config.json", config.substr(0, length))})) << length;
  for (std::size_t bit = 0; bit < config.size() * 8; ++bit) {
    std::string flipped = config;
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << (bit % 8)));
    const auto set = load({write("projector_config.json", flipped)});
    EXPECT_TRUE(set ? test::faultOf(**set).empty() : !set.error().message.empty()) << bit;
  }
}

TEST_F(ProjectorTest, RefusesTensorsWithoutACount) {
  EXPECT_THAT(load({tensors("x.bytes", 12)}).error().text(), HasSubstr("has no metadata"));
}

TEST_F(ProjectorTest, IsRefusedWithTheEstimateBeforeItIsRead) {
  const fs::path bytes = tensors("x.bytes", 4);
  write("x.tsv", "a\nb\n");
  std::error_code failed;
  fs::resize_file(bytes, datasetBytesLimit() + (8U << 20), failed);  // a hole takes no room on the disk
  if (failed) GTEST_SKIP() << "no file of this size can be made here: " << failed.message();
  EXPECT_THAT(load({bytes}).error().text(),
              HasSubstr("would take " + mebibytesText(datasetBytesLimit() + (8U << 20)) + " of memory"));
}

TEST_F(ProjectorTest, StopsWhenCancelled) {
  const fs::path bytes = tensors("x.bytes", 1 << 20);  // 4 MiB
  std::string lines;
  for (int i = 0; i < 1 << 18; ++i) lines += std::to_string(i) + "\t7\n";
  write("x.tsv", lines);
  const auto plan = planLoading(std::vector{bytes});
  ASSERT_TRUE(plan) << plan.error().text();
  std::stop_source stop;
  int reports = 0;
  const auto loaded = loadDataset(*plan, {}, {stop.get_token(), [&](double) {
                                                if (++reports == 2) stop.request_stop();
                                              }});
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().code, ErrorCode::Cancelled);
  EXPECT_EQ(reports, 2);
  // The metadata looks at the stop token itself, for nothing else may do so for 64 MiB of it.
  for (const auto& format : datasetFormats()) {
    if (format.name != "projector") continue;
    const auto planned = format.plan(std::vector{bytes}, {}, {}, {.stop = stop.get_token()});
    ASSERT_FALSE(planned);
    EXPECT_EQ(planned.error().code, ErrorCode::Cancelled);
  }
}

TEST_F(ProjectorTest, GloveHasItsWordsForNames) {
  const fs::path folder = fs::path(ISTHMUS_SOURCE_DIR) / "../shared/data/glove_170";
  if (!fs::exists(folder)) GTEST_SKIP() << folder << " is absent";
  for (const auto& paths : {std::vector{folder}, {folder / "glove_171_100d_tensors.bytes"}}) {
    const auto set = load(paths);
    ASSERT_TRUE(set) << set.error().text();
    EXPECT_EQ((*set)->count(), 171U);
    EXPECT_EQ((*set)->shape.size(), 100U);
    EXPECT_EQ((*set)->classNames.size(), 7U);
    EXPECT_THAT((*set)->sampleNames, ::testing::Contains("accountant"));
  }
}

}  // namespace
}  // namespace isthmus
