#include "app/loading/image_decoder.h"

#include "app/loading/picture_brightness.h"
#include "app/loading/picture_fitting.h"
#include "core/base/number_text.h"
#include "core/data/images/picture_kind.h"

#include <QBuffer>
#include <QImage>
#include <QImageReader>

#include <algorithm>
#include <array>
#include <optional>
#include <string>

namespace isthmus {
namespace {

constexpr int kMebibytesForPicture = 256;  // kMaxPicturePixels as RGB32
constexpr int kGoodQuality = 80;           // of decoding JPEG: exact, not fast

Error bad(std::string message, ErrorCode code = ErrorCode::BadFormat) {
  return {code, std::move(message)};
}

/// Qt's name of the only plugin that may look at the file.
QByteArray pluginFor(PictureKind kind) {
  switch (kind) {
    case PictureKind::Png:
      return "png";
    case PictureKind::Jpeg:
      return "jpeg";
    case PictureKind::Bmp:
      return "bmp";
    case PictureKind::Gif:
      return "gif";
    case PictureKind::Pnm:
      return "ppm";
    case PictureKind::WebP:
      return "webp";
    case PictureKind::Tiff:
      return "tiff";
  }
  return {};
}

/// Whether the data of a JPEG file ends with the marker that it must end with. Qt fills up what is missing.
bool isWholeJpeg(std::span<const std::uint8_t> file) {
  std::size_t at = 2;
  while (at + 4 <= file.size() && file[at] == 0xFF && file[at + 1] != 0xDA)  // segments before the data
    at += file[at + 1] == 0xFF ? 1 : 2 + (std::size_t{file[at + 2]} << 8 | file[at + 3]);
  constexpr std::array<std::uint8_t, 2> kEnd = {0xFF, 0xD9};
  return at < file.size() && !std::ranges::search(file.subspan(at), kEnd).empty();
}

/// Whether a BMP file holds the rows that its header promises. Qt leaves rows black that are missing.
bool isWholeBmp(std::span<const std::uint8_t> file) {
  const auto number = [&](std::size_t at, std::size_t bytes) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < bytes && at + i < file.size(); ++i)
      value |= std::uint64_t{file[at + i]} << (8 * i);
    return value;
  };
  const bool isOld = number(14, 4) == 12;  // the header of OS/2
  if (file.size() < (isOld ? 26U : 54U)) return false;
  const std::uint64_t start = number(10, 4);
  const std::uint64_t compression = isOld ? 0 : number(30, 4);
  constexpr std::uint64_t kRunLength8 = 1;
  constexpr std::uint64_t kRunLength4 = 2;
  if (compression == kRunLength8 || compression == kRunLength4) return start + number(34, 4) <= file.size();
  const std::uint64_t width = isOld ? number(18, 2) : number(18, 4);
  const auto height = isOld
                          ? static_cast<std::int64_t>(number(20, 2))
                          : std::int64_t{static_cast<std::int32_t>(number(22, 4))};  // negative: from the top
  const std::uint64_t rowBytes = (width * number(isOld ? 24 : 28, 2) + 31) / 32 * 4;
  const auto rows = static_cast<std::uint64_t>(height < 0 ? -height : height);
  return start <= file.size() && (rowBytes == 0 || rows <= (file.size() - start) / rowBytes);
}

/// Lets JPEG's decoder leave out detail that is thrown away anyway, down to twice the size wanted.
void askForLess(QImageReader& reader, QSize whole, bool isTurned, const QSize& room) {
  const QSize wanted = sizeWithin(isTurned ? whole.transposed() : whole, room) * 2;
  const QSize asStored = isTurned ? wanted.transposed() : wanted;
  if (asStored.width() < whole.width() && asStored.height() < whole.height()) reader.setScaledSize(asStored);
}

/// The first picture of a file, as it is.
struct WholePicture {
  QImage image;
  int pages = 1;
};

/// The picture as the file has it, upright.
Result<WholePicture> readWhole(std::span<const std::uint8_t> file, const ImageTarget& target) {
  const auto kind = pictureKind(file.first(std::min(file.size(), kPictureHeadBytes)));
  if (!kind) return bad("is no picture; expected PNG, JPEG, BMP, GIF, PGM, PPM, TIFF or WebP");
  if (*kind == PictureKind::Jpeg && !isWholeJpeg(file)) return bad("is a JPEG file that is cut off");
  if (*kind == PictureKind::Bmp && !isWholeBmp(file)) return bad("is a BMP file that is cut off");
  QByteArray bytes = QByteArray::fromRawData(reinterpret_cast<const char*>(file.data()),
                                             static_cast<qsizetype>(file.size()));
  QBuffer buffer(&bytes);
  buffer.open(QIODevice::ReadOnly);
  QImageReader reader(&buffer, pluginFor(*kind));
  reader.setAutoDetectImageFormat(false);
  reader.setAutoTransform(true);
  reader.setQuality(kGoodQuality);
  if (!reader.canRead()) {
    const bool isExtra = *kind == PictureKind::WebP || *kind == PictureKind::Tiff;
    if (isExtra && !QImageReader::supportedImageFormats().contains(pluginFor(*kind)))
      return bad(std::string("is a ") + (*kind == PictureKind::WebP ? "WebP" : "TIFF") +
                 " picture, for which the package qt6-image-formats-plugins is missing");
    return bad("cannot be decoded: " + reader.errorString().toStdString());
  }
  const QSize size = reader.size();
  if (size.isEmpty()) return bad("cannot be decoded: its size cannot be read");
  if (static_cast<std::uint64_t>(size.width()) * static_cast<std::uint64_t>(size.height()) >
      kMaxPicturePixels)
    return bad("has " + std::to_string(size.width()) + " x " + std::to_string(size.height()) +
                   " pixels; at most " + withThousands(kMaxPicturePixels) + " can be decoded",
               ErrorCode::TooLarge);
  if (*kind == PictureKind::Jpeg && target.height > 0 && target.width > 0)
    askForLess(reader, size, (reader.transformation() & QImageIOHandler::TransformationRotate90) != 0,
               {target.width, target.height});
  if (*kind == PictureKind::Tiff)
    buffer.seek(0);  // Qt counts from where the device is, not from its beginning
  const int pages = *kind == PictureKind::Tiff ? reader.imageCount() : 1;
  QImage image = reader.read();
  if (image.isNull())
    return bad("cannot be decoded: " + reader.errorString().toStdString() +
               (*kind == PictureKind::Tiff
                    ? "; save it as PNG, or its numbers as .npy (in Python: numpy.save "
                      "of what tifffile.imread gives)"
                    : ""));
  return WholePicture{std::move(image), pages};
}

/// As RGB32 or Grayscale8.
QImage flattened(QImage image) {
  if (image.format() == QImage::Format_Grayscale8) return image;
  if (image.format() == QImage::Format_Grayscale16)
    return std::move(image).convertToFormat(QImage::Format_Grayscale8);
  if (!image.hasAlphaChannel()) return std::move(image).convertToFormat(QImage::Format_RGB32);
  image = std::move(image).convertToFormat(QImage::Format_ARGB32_Premultiplied);
  for (int y = 0; y < image.height(); ++y) {
    auto* line = reinterpret_cast<QRgb*>(image.scanLine(y));
    std::transform(line, line + image.width(), line, [](QRgb pixel) {
      const int white = 255 - qAlpha(pixel);
      return qRgb(qRed(pixel) + white, qGreen(pixel) + white, qBlue(pixel) + white);
    });
  }
  return std::move(image).convertToFormat(QImage::Format_RGB32);
}

bool isGrey(const QImage& image) {
  if (image.format() == QImage::Format_Grayscale8) return true;
  for (int y = 0; y < image.height(); ++y) {
    const auto* line = reinterpret_cast<const QRgb*>(image.constScanLine(y));
    if (!std::all_of(line, line + image.width(), qIsGray)) return false;
  }
  return true;
}

}  // namespace

Result<ByteImage> decodeImage(std::span<const std::uint8_t> file, const ImageTarget& target) {
  // Qt's default would refuse photographs that kMaxPicturePixels allows. The same value every time.
  [[maybe_unused]] static const bool limited = [] {
    QImageReader::setAllocationLimit(kMebibytesForPicture);
    return true;
  }();
  Result<WholePicture> read = readWhole(file, target);
  if (!read) return read.error();
  WholePicture picture = std::move(read).value();
  QImage image = std::move(picture.image);  // the only one: what follows changes it in its place
  const bool isJpeg = pictureKind(file.first(std::min(file.size(), kPictureHeadBytes))) == PictureKind::Jpeg;
  const PictureRange range = isJpeg ? PictureRange{} : rangeOf(image);  // JPEG holds light and nothing else
  if (range.highestOf16 > 0) brighten16(image, target.white.of16);
  image = flattened(std::move(image));
  if (range.highestOf8 > 0) brighten8(image, target.white.of8);
  const QImage whole = std::move(image);
  if (whole.isNull()) return bad("cannot be decoded: there is not enough memory", ErrorCode::TooLarge);
  const QSize room(target.width > 0 ? target.width : whole.width(),
                   target.height > 0 ? target.height : whole.height());
  const QImage fitted = fitInto(whole, room);
  if (fitted.isNull()) return bad("cannot be scaled: there is not enough memory", ErrorCode::TooLarge);
  int channels = target.channels;
  if (channels == 0) channels = isGrey(fitted) ? 1 : 3;
  ByteImage bytes = toBytes(fitted, channels);
  bytes.range = range;
  bytes.pages = picture.pages;
  return bytes;
}

}  // namespace isthmus
