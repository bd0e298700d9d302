#include "widgets/theme/data_colours.h"

#include "widgets/theme/theme.h"

#include <QWidget>

#include <algorithm>
#include <array>
#include <cmath>

namespace isthmus {
namespace {

// The yellow of Okabe and Ito is too light on white and has a stand-in there; their black, which is lost on
// dark backgrounds and on decoded pictures, is grey as in other versions of the palette. there.
constexpr std::array<QRgb, 20> kClasses = {0xffe69f00, 0xff56b4e9, 0xff009e73, 0xfff0e442, 0xff0072b2,
                                           0xffd55e00, 0xffcc79a7, 0xff858585, 0xff8c6bb1, 0xff7a5230,
                                           0xff99c945, 0xff52d1c4, 0xff882255, 0xffb9a5e0, 0xffaa3377,
                                           0xff6f7c12, 0xff332288, 0xffee99aa, 0xff44aa99, 0xff1b4f3a};
constexpr int kYellow = 3;

// Nine stops of cividis, evenly spaced; between them linear.
constexpr std::array<QRgb, 9> kCividis = {0xff00224e, 0xff1d3b6e, 0xff434e6c, 0xff61646f, 0xff7d7c78,
                                          0xff9b9476, 0xffbcae6c, 0xffdfcb5a, 0xfffee838};

}  // namespace

QColor classColour(int index, bool dark) {
  const int wrapped = index % static_cast<int>(kClasses.size());
  if (wrapped == kYellow && !dark) return QColor(0xc9, 0xb8, 0x00);
  return QColor(kClasses[static_cast<std::size_t>(wrapped)]);
}

QRgb rampColour(double t) {
  const double at = std::clamp(std::isnan(t) ? 0.0 : t, 0.0, 1.0) * (kCividis.size() - 1);
  const auto low = std::min(static_cast<std::size_t>(at), kCividis.size() - 2);
  const double share = at - static_cast<double>(low);
  const auto mix = [share](int a, int b) { return static_cast<int>(std::lround(a + share * (b - a))); };
  const QRgb a = kCividis[low];
  const QRgb b = kCividis[low + 1];
  return qRgb(mix(qRed(a), qRed(b)), mix(qGreen(a), qGreen(b)), mix(qBlue(a), qBlue(b)));
}

int swatchSide() {
  return textLength(10);
}

QPixmap classSwatch(int index, const QWidget& widget) {
  QPixmap swatch(QSize(1, 1) * swatchSide() * widget.devicePixelRatioF());
  swatch.setDevicePixelRatio(widget.devicePixelRatioF());
  swatch.fill(classColour(index, themeOf(widget).dark));
  return swatch;
}

}  // namespace isthmus
