#include "core/data/files/foreign_files.h"

#include "tests/support/table_loading.h"

#include <gmock/gmock.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace isthmus {
namespace {

using ::testing::HasSubstr;
using namespace std::string_literals;

class ForeignFiles : public test::TableLoading {};

std::string little(std::uint32_t number) {
  std::string bytes;
  for (int i = 0; i < 4; ++i) bytes += static_cast<char>(number >> (8 * i) & 0xFF);
  return bytes;
}

TEST_F(ForeignFiles, AreCalledByTheirNamesWhateverTheyAreCalled) {
  const std::string zip = "PK\x03\x04\x14\0\0\0"s;
  const std::pair<std::string, std::string> files[] = {
      {zip + "[Content_Types].xml...xl/workbook.xml", "is an Excel workbook (.xlsx); save its sheet as CSV"},
      {zip + "mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "OpenDocument spreadsheet"},
      {zip + "archive/data.pkl", "PyTorch"},
      {zip + "notes.txt", "zip archive"},
      {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0\0"s, "old Excel workbook"},
      {"PAR1\x15\x04\x15\0\x12"s, "Parquet"},
      {"ARROW1\0\0"s, "Feather"},
      {"SQLite format 3\0\x10"s, "SQLite"},
      {"\x80\x04\x95\x1a\0\0\0"s, "pickle"},
      {"7z\xBC\xAF\x27\x1C\0\x04"s, "archive"},
      {"Rar!\x1A\x07\x01\0"s, "archive"},
      {std::string(257, 'x') + "ustar\0"s + "00", "archive"},
      {"%PDF-1.7\n1 0 obj\n", "PDF"},
      {"%%MatrixMarket matrix coordinate real general\n3 3 1\n1 1 0.5\n", "Matrix Market"},
      {"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12\n", "Git LFS pointer"},
      {"<!DOCTYPE html>\n<html><head></head></html>\n", "is a web page that was saved under this name"},
      {"<?xml version=\"1.0\"?>\n<rows></rows>\n", "is XML"},
      {"{\"x\": 1, \"y\": 2}\n{\"x\": 3, \"y\": 4}\n", "JSON lines"},
      {"[{\"x\": 1}, {\"x\": 2}]\n", "is JSON"},
      {little(0) + little(3) + little(2) + little(0) + little(2) + "x\0"s + std::string(48, '\1'),
       "MATLAB 4"}};
  for (const auto& [content, sentence] : files) {
    for (const std::string name : {"data.csv", "data.bin"}) {
      const auto loaded = tryToLoad({write(name, content)});
      ASSERT_FALSE(loaded) << sentence;
      EXPECT_THAT(loaded.error().text(), HasSubstr(sentence)) << name;
    }
  }
}

TEST_F(ForeignFiles, AreNoTablesThatBeginLikeThem) {
  EXPECT_EQ(foreignContent("PAR1,PAR2\n1,2\n"), std::nullopt);
  EXPECT_EQ(foreignContent("x,y\n1,2\n"), std::nullopt);
  EXPECT_EQ(loadText("PAR1,FEA1\n1.5,2\n3,4\n5,6\n", "label=none,split=0").count(), 3U);
}

}  // namespace
}  // namespace isthmus
