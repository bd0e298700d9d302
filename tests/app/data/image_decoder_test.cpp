// Qt's decoders as the programs use them, with files that Qt writes.
#include "app/loading/image_decoder.h"

#include "app/loading/load_tools.h"
#include "core/data/images/picture_kind.h"
#include "tests/support/idx_bytes.h"
#include "tests/support/temp_folder.h"

#include <QBuffer>
#include <QImage>
#include <QImageReader>
#include <QImageWriter>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace isthmus {
namespace {

namespace fs = std::filesystem;
using test::Bytes;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

Bytes written(const QImage& image, const char* format, int quality = 100) {
  QByteArray bytes;
  QBuffer buffer(&bytes);
  buffer.open(QIODevice::WriteOnly);
  QImageWriter writer(&buffer, format);
  writer.setQuality(quality);
  EXPECT_TRUE(writer.write(image)) << writer.errorString().toStdString();
  return {bytes.begin(), bytes.end()};
}

/// 12 x 20 (height x width): red on the left, blue on the right.
QImage twoColours() {
  QImage image(20, 12, QImage::Format_RGB32);
  for (int y = 0; y < 12; ++y)
    for (int x = 0; x < 20; ++x) image.setPixel(x, y, x < 10 ? qRgb(255, 0, 0) : qRgb(0, 0, 255));
  return image;
}

ByteImage decoded(const Bytes& file, const ImageTarget& target = {}) {
  const auto image = decodeImage(file, target);
  EXPECT_TRUE(image) << image.error().text();
  return image ? *image : ByteImage{};
}

std::string refusal(const Bytes& file) {
  const auto image = decodeImage(file, {});
  EXPECT_FALSE(image);
  return image ? "" : image.error().text();
}

std::vector<int> pixel(const ByteImage& image, int y, int x) {
  const auto at = static_cast<std::size_t>((y * image.shape.width + x) * image.shape.channels);
  return {image.pixels.begin() + static_cast<std::ptrdiff_t>(at),
          image.pixels.begin() + static_cast<std::ptrdiff_t>(at) + image.shape.channels};
}

/// A GIF of 2 x 2, black and white like a chess board, for Qt cannot write GIF.
Bytes smallGif() {
  return {'G', 'I', 'F', '8', '9', 'a', 2, 0, 2, 0, 0x80, 0, 0, 0,    0,    0,    255, 255,
          255, ',', 0,   0,   0,   0,   2, 0, 2, 0, 0,    2, 3, 0x44, 0x02, 0x05, 0,   ';'};
}

TEST(ImageDecoder, ReadsEachFormatByItsContent) {
  for (const char* format : {"png", "bmp", "ppm", "tiff", "webp", "jpeg"}) {
    if (!QImageWriter::supportedImageFormats().contains(format)) continue;  // WebP is a package of its own
    const ByteImage image = decoded(written(twoColours(), format));
    EXPECT_EQ(image.shape, (ImageShape{12, 20, 3})) << format;
    const int tolerance = format == std::string("jpeg") || format == std::string("webp") ? 8 : 0;
    EXPECT_NEAR(pixel(image, 6, 2)[0], 255, tolerance) << format;
    EXPECT_NEAR(pixel(image, 6, 17)[2], 255, tolerance) << format;
    EXPECT_NEAR(pixel(image, 6, 17)[0], 0, tolerance) << format;
  }
}

TEST(ImageDecoder, ReadsTheFirstFrameOfAGif) {
  const ByteImage image = decoded(smallGif());
  EXPECT_EQ(image.shape, (ImageShape{2, 2, 1}));
  EXPECT_THAT(image.pixels, ElementsAre(0, 255, 255, 0));
}

TEST(ImageDecoder, KeepsGreyAndBringsSixteenBitsToEight) {
  QImage grey(3, 2, QImage::Format_Grayscale16);
  grey.fill(Qt::black);
  reinterpret_cast<quint16*>(grey.scanLine(1))[2] = 0x8080;
  for (const char* format : {"png", "pgm"}) {
    const ByteImage image = decoded(written(grey, format));
    EXPECT_EQ(image.shape, (ImageShape{2, 3, 1})) << format;
    EXPECT_EQ(pixel(image, 1, 2)[0], 0x80) << format;
  }
  const std::string head = "P5 2 1 65535\n";
  Bytes sixteen(head.begin(), head.end());
  for (const int byte : {0x80, 0x80, 0xFF, 0xFF}) sixteen.push_back(static_cast<std::uint8_t>(byte));
  EXPECT_THAT(decoded(sixteen).pixels, ElementsAre(0x80, 0xFF));
}

TEST(ImageDecoder, PutsTransparencyOverWhite) {
  QImage image(2, 1, QImage::Format_ARGB32);
  image.setPixel(0, 0, qRgba(0, 0, 0, 0));
  image.setPixel(1, 0, qRgba(255, 0, 0, 128));
  const ByteImage flat = decoded(written(image, "png"));
  EXPECT_THAT(pixel(flat, 0, 0), ElementsAre(255, 255, 255));
  EXPECT_EQ(pixel(flat, 0, 1)[0], 255);
  EXPECT_NEAR(pixel(flat, 0, 1)[1], 127, 1);
}

TEST(ImageDecoder, MakesGreyByLuminanceAndColourOfGrey) {
  const ByteImage grey = decoded(written(twoColours(), "png"), {0, 0, 1});
  EXPECT_EQ(pixel(grey, 0, 0)[0], 76);
  EXPECT_EQ(pixel(grey, 0, 19)[0], 29);
  QImage white(4, 4, QImage::Format_Grayscale8);
  white.fill(200);
  EXPECT_THAT(pixel(decoded(written(white, "png"), {0, 0, 3}), 1, 1), ElementsAre(200, 200, 200));
}

TEST(ImageDecoder, ScalesWithBarsOfTheBordersColourOrStretchesALittle) {
  QImage wide(200, 100, QImage::Format_RGB32);
  wide.fill(qRgb(10, 20, 30));
  wide.setPixel(100, 50, qRgb(255, 255, 255));
  const ByteImage framed = decoded(written(wide, "png"), {32, 32, 3});
  EXPECT_EQ(framed.shape, (ImageShape{32, 32, 3}));
  EXPECT_THAT(pixel(framed, 0, 0), ElementsAre(10, 20, 30));
  EXPECT_THAT(pixel(framed, 31, 16), ElementsAre(10, 20, 30));
  QImage halves(102, 100, QImage::Format_RGB32);
  halves.fill(Qt::black);
  for (int x = 0; x < 102; ++x) halves.setPixel(x, 0, qRgb(255, 255, 255));
  const ByteImage stretched = decoded(written(halves, "png"), {50, 50, 1});
  for (int x = 0; x < 50; ++x) EXPECT_GT(pixel(stretched, 0, x)[0], 60) << x;
  const ByteImage tall = decoded(written(wide.transformed(QTransform().rotate(90)), "png"), {28, 64, 1});
  EXPECT_EQ(tall.shape, (ImageShape{28, 64, 1}));
}

TEST(ImageDecoder, ScalesALargeJpegLikeASmallOne) {
  const QImage large = twoColours().scaled(1600, 960);
  const ByteImage small = decoded(written(large, "jpeg", 95), {12, 20, 3});
  EXPECT_NEAR(pixel(small, 5, 3)[0], 255, 8);
  EXPECT_NEAR(pixel(small, 5, 16)[2], 255, 8);
}

TEST(ImageDecoder, TurnsAJpegAsItsExifDataSays) {
  Bytes file = written(twoColours(), "jpeg");
  const Bytes exif = {0xFF, 0xE1, 0,    34,   'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, 42, 0, 0, 0, 8,
                      0,    1,    0x01, 0x12, 0,   3,   0,   0,   0, 1, 0,   6,   0, 0,  0, 0, 0, 0};
  file.insert(file.begin() + 2, exif.begin(), exif.end());
  const ByteImage turned = decoded(file);
  EXPECT_EQ(turned.shape, (ImageShape{20, 12, 3}));  // a quarter to the right: left is now at the top
  EXPECT_NEAR(pixel(turned, 2, 6)[0], 255, 8);
  EXPECT_NEAR(pixel(turned, 17, 6)[2], 255, 8);
  const ByteImage small = decoded(file, {10, 6, 3});
  EXPECT_NEAR(pixel(small, 1, 3)[0], 255, 8);
}

TEST(ImageDecoder, RefusesWhatIsNoPictureOfTheNamedFormats) {
  EXPECT_THAT(refusal({}), HasSubstr("is no picture"));
  const std::string svg = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>";
  EXPECT_THAT(refusal({svg.begin(), svg.end()}), HasSubstr("is no picture"));
}

TEST(ImageDecoder, RefusesAFileThatIsCutOff) {
  QImage noise(64, 48, QImage::Format_RGB32);
  for (int y = 0; y < 48; ++y)
    for (int x = 0; x < 64; ++x) noise.setPixel(x, y, qRgb(x * y * 7 & 255, x * 31 & 255, y * 57 & 255));
  for (const char* format : {"png", "bmp", "ppm", "tiff", "webp", "jpeg"}) {
    if (!QImageWriter::supportedImageFormats().contains(format)) continue;
    const Bytes whole = written(noise, format);
    for (const double part : {0.05, 0.3, 0.5, 0.9}) {
      Bytes cut = whole;
      cut.resize(static_cast<std::size_t>(part * static_cast<double>(whole.size())));
      EXPECT_FALSE(decodeImage(cut, {})) << format << " " << part;
      EXPECT_FALSE(decodeImage(cut, {8, 8, 1})) << format << " " << part;
    }
  }
  Bytes gif = smallGif();
  gif.resize(gif.size() - 5);
  EXPECT_FALSE(decodeImage(gif, {}));
}

TEST(ImageDecoder, RefusesAnImageBombByItsHeader) {
  QImage one(1, 1, QImage::Format_Mono);
  one.fill(0);
  Bytes png = written(one, "png");
  for (const std::size_t at : {std::size_t{16}, std::size_t{20}}) {  // width and height: 20,000 each
    png[at + 2] = 0x4E;
    png[at + 3] = 0x20;
  }
  uLong sum = crc32(0, png.data() + 12, 17);
  for (std::size_t i = 0; i < 4; ++i) png[32 - i] = static_cast<std::uint8_t>(sum >> (8 * i));
  EXPECT_THAT(refusal(png), HasSubstr("has 20000 x 20000 pixels; at most 67,108,864"));
  const std::string huge = "P5 2000000000 2000000000 255\n0";
  EXPECT_FALSE(decodeImage(Bytes(huge.begin(), huge.end()), {}));
}

TEST(ImageDecoder, NeverFailsInAnotherWayOnDamagedFiles) {
  for (const char* format : {"png", "bmp", "ppm", "tiff", "webp", "jpeg"}) {
    if (!QImageWriter::supportedImageFormats().contains(format)) continue;
    const Bytes whole = written(twoColours(), format);
    for (std::size_t i = 0; i < whole.size(); i += 3) {
      Bytes damaged = whole;
      damaged[i] ^= 0xFFU;
      const auto image = decodeImage(damaged, {8, 8, 3});
      if (image) {
        EXPECT_EQ(image->pixels.size(), 192U);
      }
    }
  }
}

TEST(ImageDecoder, LoadsMnistFromItsFolder) {
  const fs::path folder = fs::path(ISTHMUS_SOURCE_DIR).parent_path() / "shared" / "data" / "mnist_png";
  if (!fs::exists(folder)) GTEST_SKIP() << folder << " is absent";
  std::map<std::string, int> expected;
  int trainCount = 0;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    ++expected[entry.path().parent_path().filename().string()];
    trainCount += entry.path().parent_path().parent_path().filename() == "train" ? 1 : 0;
  }
  const auto plan = planLoading(std::vector{folder}, {}, loadTools());
  ASSERT_TRUE(plan) << plan.error().text();
  EXPECT_EQ(loadOptionsText(plan->options), "size=28,colour=grey");
  const auto loaded = loadDataset(*plan, loadTools(), {});
  ASSERT_TRUE(loaded) << loaded.error().text();
  const Dataset& dataset = **loaded;
  EXPECT_EQ(dataset.name, "mnist_png");
  EXPECT_EQ(dataset.shape, (ImageShape{28, 28, 1}));
  EXPECT_EQ(dataset.trainCount, static_cast<std::size_t>(trainCount));
  std::map<std::string, int> counts;
  for (std::size_t i = 0; i < dataset.count(); ++i) ++counts[std::string(dataset.className(i))];
  EXPECT_EQ(counts, expected);
  // The first picture against Qt's own reading of its file.
  const QImage first((QString::fromStdString((folder / dataset.sampleNames[0]).string())));
  for (int y = 0; y < 28; ++y)
    for (int x = 0; x < 28; ++x)
      ASSERT_EQ(dataset.sample(0)[static_cast<std::size_t>(28 * y + x)], qGray(first.pixel(x, y)));
}

/// A grey picture of 8 x 6 whose numbers run from 0 to `highest`.
template <typename Number>
QImage ramp(QImage::Format format, std::uint32_t highest) {
  QImage image(8, 6, format);
  for (int y = 0; y < 6; ++y)
    for (int x = 0; x < 8; ++x)
      reinterpret_cast<Number*>(image.scanLine(y))[x] =
          static_cast<Number>(highest * static_cast<std::uint32_t>(x) / 7);
  return image;
}

TEST(ImageDecoder, TellsTheHighestNumberAndBringsWhatIsWhiteTo255) {
  for (const char* format : {"png", "tiff"}) {
    const Bytes of12 = written(ramp<quint16>(QImage::Format_Grayscale16, 4'000), format);
    EXPECT_EQ(decoded(of12).range.highestOf16, 4'000U) << format;
    EXPECT_LT(pixel(decoded(of12), 2, 7)[0], 20) << format;
    const ByteImage bright = decoded(of12, {.white = {.of16 = 4'095}});
    EXPECT_NEAR(pixel(bright, 2, 7)[0], 255 * 4'000 / 4'095, 1) << format;
    EXPECT_EQ(pixel(bright, 2, 0)[0], 0) << format;
  }
  const Bytes mask = written(ramp<uchar>(QImage::Format_Grayscale8, 1), "png");
  EXPECT_EQ(decoded(mask).range.highestOf8, 1U);
  EXPECT_EQ(pixel(decoded(mask, {.white = {.of8 = 1}}), 2, 7)[0], 255);
  EXPECT_GE(decoded(written(ramp<uchar>(QImage::Format_Grayscale8, 255), "png")).range.highestOf8, 64U);
  EXPECT_GE(decoded(written(twoColours(), "png")).range.highestOf8, 64U);
}

TEST(ImageDecoder, ReadsTheFirstPageOfAStackAndCountsThem) {
  // Two pages of 2 x 1 grey pixels, written by hand: Qt writes one alone. "II", 42, then for each page its
  // directory and its two bytes.
  for (const bool isBig : {false, true}) {
    Bytes file;
    const auto put = [&](std::uint64_t value, int bytes) {
      for (int i = 0; i < bytes; ++i) file.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
    };
    const int word = isBig ? 8 : 4;
    const std::size_t directory = isBig ? 8 + 9 * 20 + 8 : 2 + 9 * 12 + 4;
    const std::size_t head = isBig ? 16 : 8;
    file.insert(file.end(), {'I', 'I'});
    put(isBig ? 43 : 42, 2);
    if (isBig) put(8, 4);
    put(head, word);
    for (std::size_t page = 0; page < 2; ++page) {
      const std::size_t pixels = head + (page + 1) * directory + page * 2;
      put(9, isBig ? 8 : 2);
      const std::array<std::pair<int, std::uint64_t>, 9> tags = {
          {{256, 2}, {257, 1}, {258, 8}, {259, 1}, {262, 1}, {273, pixels}, {277, 1}, {278, 1}, {279, 2}}};
      for (const auto& [tag, value] : tags) {
        put(static_cast<std::uint64_t>(tag), 2);
        put(tag == 273 || tag == 279 ? 4 : 3, 2);
        put(1, word);
        put(value, word);
      }
      put(page == 0 ? pixels + 2 : 0, word);
      put(page == 0 ? 0x9010 : 0x7060, 2);
    }
    const ByteImage image = decoded(file);
    EXPECT_EQ(image.pages, 2) << isBig;
    EXPECT_EQ(image.shape, (ImageShape{1, 2, 1})) << isBig;
    EXPECT_EQ(image.pixels, (Bytes{0x10, 0x90})) << isBig;
  }
}

TEST(ImageDecoder, TakesThePlacesInAPaletteForNoNumbers) {
  QImage mask(6, 4, QImage::Format_Indexed8);
  mask.setColorTable({qRgb(0, 0, 0), qRgb(30, 20, 10)});
  mask.fill(0);
  mask.setPixel(2, 1, 1);
  const ByteImage image = decoded(written(mask, "png"));
  EXPECT_EQ(image.range.highestOf8, 0U);
  EXPECT_EQ(pixel(image, 1, 2), (std::vector<int>{30, 20, 10}));
  const QImage bits = mask.convertToFormat(QImage::Format_Mono);
  EXPECT_EQ(decoded(written(bits, "png")).range.highestOf8, 0U);
}

TEST(ImageDecoder, LeavesDarkPhotographsAsTheyAre) {
  QImage dark(16, 16, QImage::Format_RGB32);
  dark.fill(qRgb(20, 18, 16));
  const ByteImage image = decoded(written(dark, "jpeg"), {.white = {.of8 = 31}});
  EXPECT_EQ(image.range.highestOf8, 0U);
  EXPECT_NEAR(pixel(image, 3, 3)[0], 20, 3);
}

class PictureWhiteTest : public ::testing::Test {
 protected:
  DatasetPtr load(const LoadOptions& options = {}) {
    const auto plan = planLoading(std::vector{m_folder.path()}, options, loadTools());
    EXPECT_TRUE(plan) << plan.error().text();
    remarks = plan->preview.remarks;
    const auto loaded = loadDataset(*plan, loadTools(), {});
    EXPECT_TRUE(loaded) << loaded.error().text();
    return *loaded;
  }
  int highest(const Dataset& dataset) const { return *std::ranges::max_element(dataset.pixels); }

  test::TempFolder m_folder;
  std::vector<std::string> remarks;
};

TEST_F(PictureWhiteTest, OfTwelveBitsIsThatOfTheWholeSet) {
  for (std::uint32_t i = 0; i < 60; ++i)  // the brightest is not among those that the plan looks at
    m_folder.write(std::to_string(100 + i) + ".png",
                   written(ramp<quint16>(QImage::Format_Grayscale16, i == 59 ? 4'095 : 900), "png"));
  const DatasetPtr dataset = load();
  EXPECT_EQ(highest(*dataset), 255);
  EXPECT_EQ(dataset->white, 255.0F);
  for (std::size_t i = 0; i < dataset->count(); ++i) {
    const auto sample = dataset->sample(i);
    const int expected = dataset->sampleNames[i] == "159.png" ? 255 : 255 * 900 / 4'095;
    EXPECT_NEAR(*std::ranges::max_element(sample), expected, 1) << dataset->sampleNames[i];
  }
  EXPECT_THAT(dataset->notes, ::testing::Contains(::testing::HasSubstr("4,095 was taken as white")));
  LoadOptions dark;
  dark.white = 65'535;
  EXPECT_LT(highest(*load(dark)), 20);
}

TEST_F(PictureWhiteTest, OfMasksIsTheirHighestNumber) {
  for (int i = 0; i < 12; ++i)
    m_folder.write(std::to_string(i) + ".png", written(ramp<uchar>(QImage::Format_Grayscale8, 16), "png"));
  const DatasetPtr dataset = load();
  EXPECT_EQ(highest(*dataset), 255);
  EXPECT_THAT(remarks, ::testing::Contains(::testing::HasSubstr("16 was taken as white; \"white=255\"")));
}

}  // namespace
}  // namespace isthmus
