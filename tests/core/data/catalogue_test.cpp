#include "core/data/library/catalogue.h"

#include "core/data/library/known_datasets.h"
#include "tests/support/idx_bytes.h"
#include "tests/support/scoped_variable.h"
#include "tests/support/temp_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace isthmus {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using test::ScopedVariable;
using test::TempFolder;
using ::testing::HasSubstr;

json oneSet() {
  return json::parse(R"({"version": 1, "datasets": [{
    "id": "cats", "title": "Cats", "description": "Nothing but cats.", "licence": "CC0",
    "homepage": "https://example.org", "train": 8, "test": 2, "shape": "28 x 28", "classes": 2,
    "files": [{"name": "a.gz", "bytes": 30, "sha256": "00", "urls": ["https://example.org/a.gz"]},
              {"name": "b.zip", "bytes": 12, "sha256": "00", "urls": ["http://example.org/b", "https://x.org/b"],
               "members": ["in/c.gz", "d.gz"]}]}]})");
}

json withSums() {
  json root = oneSet();
  for (json& file : root["datasets"][0]["files"]) file["sha256"] = std::string(64, 'a');
  return root;
}

std::string errorOf(const json& root) {
  const auto read = parseCatalogue(root.dump());
  return read ? "no error" : read.error().text();
}

std::string ownCatalogue() {
  std::ifstream in(fs::path(ISTHMUS_SOURCE_DIR) / "resources" / "catalogue.json");
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

TEST(Catalogue, ReadsAllThatASetSays) {
  const auto read = parseCatalogue(withSums().dump());
  ASSERT_TRUE(read) << read.error().text();
  ASSERT_EQ(read->size(), 1U);
  const CatalogueEntry& cats = read->front();
  EXPECT_EQ(cats.id, "cats");
  EXPECT_EQ(cats.licence, "CC0");
  EXPECT_EQ(cats.samples(), 10U);
  EXPECT_EQ(cats.bytes(), 42U);
  EXPECT_EQ(cats.files[1].urls.size(), 2U);
  EXPECT_THAT(cats.keptNames(), ::testing::ElementsAre("a.gz", "c.gz", "d.gz"));
}

TEST(Catalogue, SaysWhereItIsWrong) {
  EXPECT_FALSE(parseCatalogue("{"));
  EXPECT_FALSE(parseCatalogue(""));
  EXPECT_FALSE(parseCatalogue("[]"));
  json root = oneSet();
  EXPECT_THAT(errorOf(root), HasSubstr("cats, file a.gz: needs 64 hexadecimal digits"));
  root = withSums();
  root["version"] = 2;
  EXPECT_THAT(errorOf(root), HasSubstr("another version"));
  root = withSums();
  root["datasets"][0].erase("licence");
  EXPECT_THAT(errorOf(root), HasSubstr("cats: lacks the field licence"));
  root = withSums();
  root["datasets"][0]["license"] = "CC0";
  EXPECT_THAT(errorOf(root), HasSubstr("cats: has the unknown field license"));
  root = withSums();
  root["datasets"][0]["train"] = -1;
  EXPECT_THAT(errorOf(root), HasSubstr("needs a whole number from 1 as train"));
  root = withSums();
  root["datasets"][0]["files"][0]["bytes"] = 1e300;
  EXPECT_THAT(errorOf(root), HasSubstr("as bytes"));
  root = withSums();
  root["datasets"][0]["files"] = json::array();
  EXPECT_THAT(errorOf(root), HasSubstr("list that is not empty as files"));
  root = withSums();
  root["datasets"].push_back(root["datasets"][0]);
  EXPECT_THAT(errorOf(root), HasSubstr("cats: is there twice"));
}

TEST(Catalogue, RefusesNamesThatLeaveTheFolderAndStrangeUrls) {
  for (const char* name : {"../a", "/etc/passwd", "..", "a\\b"}) {
    json root = withSums();
    root["datasets"][0]["files"][0]["name"] = name;
    EXPECT_THAT(errorOf(root), HasSubstr("without folders")) << name;
  }
  json root = withSums();
  root["datasets"][0]["id"] = "../cats";
  EXPECT_THAT(errorOf(root), HasSubstr("as id"));
  root = withSums();
  root["datasets"][0]["files"][0]["urls"][0] = "file:///etc/passwd";
  EXPECT_THAT(errorOf(root), HasSubstr("https://"));
  root = withSums();
  root["datasets"][0]["files"][1]["members"][0] = "in/..";
  EXPECT_THAT(errorOf(root), HasSubstr("member without a name"));
  root = withSums();
  root["datasets"][0]["files"][1]["members"][0] = "in/a.gz";
  EXPECT_THAT(errorOf(root), HasSubstr("two files of one name"));
}

TEST(Catalogue, OurOwnIsValidAndItsSetsAreFoundOnceTheyAreHere) {
  const auto own = parseCatalogue(ownCatalogue());
  ASSERT_TRUE(own) << own.error().text();
  ASSERT_FALSE(own->empty());
  const TempFolder folder;
  const ScopedVariable data("XDG_DATA_HOME", folder.path().string());
  const ScopedVariable named("ISTHMUS_DATA", "");
  for (const CatalogueEntry& entry : *own) {
    const fs::path place = downloadsFolder() / entry.id;
    EXPECT_EQ(place, folder.path() / "isthmus" / "datasets" / entry.id);
    for (const std::string& name : entry.keptNames()) folder.write(place / name, test::idxFile({1}));
    const auto known = knownDatasets();
    const auto found = std::ranges::find(known, entry.id, &KnownDataset::id);
    ASSERT_NE(found, known.end()) << entry.id;
    EXPECT_EQ(found->folder, place);
    EXPECT_EQ(found->title, entry.title);
  }
}

TEST(Catalogue, KeepsDownloadsWhereTheDesktopKeepsData) {
  const ScopedVariable home("HOME", "/home/anna");
  {
    const ScopedVariable data("XDG_DATA_HOME", "");
    EXPECT_EQ(downloadsFolder(), "/home/anna/.local/share/isthmus/datasets");
  }
  {
    const ScopedVariable data("XDG_DATA_HOME", "relative");
    EXPECT_EQ(downloadsFolder(), "/home/anna/.local/share/isthmus/datasets");
  }
  const ScopedVariable data("XDG_DATA_HOME", "/data");
  EXPECT_EQ(downloadsFolder(), "/data/isthmus/datasets");
}

}  // namespace
}  // namespace isthmus
