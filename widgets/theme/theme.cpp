#include "widgets/theme/theme.h"

#include <QApplication>
#include <QEvent>
#include <QFontDatabase>
#include <QPainter>
#include <QProxyStyle>
#include <QStyleFactory>
#include <QStyleOption>
#include <QVariant>
#include <QWidget>

#include <cmath>

namespace isthmus {
namespace {

constexpr const char* kTypeSize = "isthmusTypeSize";  // the property that holds a widget's TypeSize

QPalette makePalette(bool dark) {
  const QColor window = dark ? QColor(0x2d, 0x30, 0x36) : QColor(0xf4, 0xf5, 0xf7);
  const QColor base = dark ? QColor(0x17, 0x19, 0x1c) : QColor(0xff, 0xff, 0xff);
  const QColor text = dark ? QColor(0xe8, 0xea, 0xed) : QColor(0x1e, 0x21, 0x26);
  const QColor muted = dark ? QColor(0xa3, 0xa9, 0xb3) : QColor(0x5b, 0x63, 0x6e);
  const QColor button = dark ? QColor(0x3f, 0x43, 0x4b) : QColor(0xe9, 0xeb, 0xef);
  const QColor accent = dark ? QColor(0x5a, 0xa9, 0xff) : QColor(0x0b, 0x63, 0xc5);
  QPalette palette(text, button, button.lighter(120), button.darker(150), button.darker(115), text, base,
                   base, window);
  palette.setColor(QPalette::AlternateBase, window);
  palette.setColor(QPalette::PlaceholderText, muted);
  palette.setColor(QPalette::ToolTipBase, dark ? button : QColor(0xff, 0xff, 0xff));
  palette.setColor(QPalette::ToolTipText, text);
  palette.setColor(QPalette::Highlight, accent);
  palette.setColor(QPalette::HighlightedText, dark ? QColor(0x10, 0x12, 0x14) : QColor(Qt::white));
  palette.setColor(QPalette::Link, accent);
  for (const auto role : {QPalette::Text, QPalette::WindowText, QPalette::ButtonText})
    palette.setColor(QPalette::Disabled, role, dark ? QColor(0x74, 0x79, 0x82) : QColor(0x9a, 0xa1, 0xab));
  return palette;
}

/// Of the size of normal text.
double shareOf(TypeSize size) {
  switch (size) {
    case TypeSize::Small:
      return 0.88;
    case TypeSize::Normal:
      return 1;
    case TypeSize::Large:
      return 1.25;
  }
  return 1;
}

void setPointSize(QWidget& widget, double points) {
  QFont font = widget.font();  // stays bold where it is
  font.setPointSizeF(points);
  widget.setFont(font);
}

/// What is as large as the text beside it.
bool isOfText(QStyle::PixelMetric metric) {
  switch (metric) {
    case QStyle::PM_SmallIconSize:
    case QStyle::PM_ButtonIconSize:
    case QStyle::PM_ListViewIconSize:
    case QStyle::PM_TabBarIconSize:
    case QStyle::PM_TabCloseIndicatorWidth:
    case QStyle::PM_TabCloseIndicatorHeight:
    case QStyle::PM_IndicatorWidth:
    case QStyle::PM_IndicatorHeight:
    case QStyle::PM_ExclusiveIndicatorWidth:
    case QStyle::PM_ExclusiveIndicatorHeight:
    case QStyle::PM_MenuButtonIndicator:
      return true;
    default:
      return false;
  }
}

/// Fusion, but for three of its habits.
class OwnStyle : public QProxyStyle {
 public:
  OwnStyle() : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion"))) {}

  int pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const override {
    const int usual = QProxyStyle::pixelMetric(metric, option, widget);
    return isOfText(metric) ? textLength(usual) : usual;
  }

  void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                     const QWidget* widget) const override {
    QProxyStyle::drawPrimitive(element, option, painter, widget);
    if (element != PE_IndicatorCheckBox) return;
    // Its frame is darker than the window: on a dark one nobody sees an empty box.
    const bool enabled = option->state.testFlag(State_Enabled);
    painter->save();
    painter->setPen(option->palette.color(enabled ? QPalette::Active : QPalette::Disabled,
                                          enabled ? QPalette::PlaceholderText : QPalette::WindowText));
    painter->setBrush(Qt::NoBrush);
    painter->drawRect(QRectF(option->rect).adjusted(0.5, 0.5, -0.5, -0.5));
    painter->restore();
  }

  void drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                   const QWidget* widget) const override {
    const auto* combo = qstyleoption_cast<const QStyleOptionComboBox*>(option);
    if (element != CE_ComboBoxLabel || !combo) {
      QProxyStyle::drawControl(element, option, painter, widget);
      return;
    }
    QStyleOptionComboBox cut = *combo;  // text that does not fit ends in "…"
    const int room = subControlRect(CC_ComboBox, combo, SC_ComboBoxEditField, widget).width() - 2;
    cut.currentText = combo->fontMetrics.elidedText(combo->currentText, Qt::ElideRight, room);
    QProxyStyle::drawControl(element, &cut, painter, widget);
  }
};

}  // namespace

void applyTheme(QApplication& application, ThemeChoice choice) {
  static const QPalette desktop = application.palette();  // what the desktop gave, before any of ours
  const bool dark = choice == ThemeChoice::Dark ||
                    (choice == ThemeChoice::System && desktop.color(QPalette::Window).lightness() < 128);
  application.setStyle(new OwnStyle);  // the application's from here on
  application.setPalette(makePalette(dark));
}

double textScale() {
  const double usual = QFontDatabase::systemFont(QFontDatabase::GeneralFont).pointSizeF();
  const double now = QApplication::font().pointSizeF();
  return usual > 0 && now > 0 ? now / usual : 1;
}

int textLength(int pixels) {
  return static_cast<int>(std::lround(pixels * textScale()));
}

void applyTextSize(QApplication& application, int percent) {
  QFont font = QFontDatabase::systemFont(QFontDatabase::GeneralFont);
  font.setPointSizeF(font.pointSizeF() * percent / 100);
  if (font.pointSizeF() == application.font().pointSizeF()) return;
  const QWidgetList widgets = QApplication::allWidgets();
  // Those with a size of their own first: a panel that hears of it next finds the labels in it at their new
  // one.
  for (QWidget* widget : widgets) {
    const QVariant size = widget->property(kTypeSize);
    if (size.isValid())
      setPointSize(*widget, font.pointSizeF() * shareOf(static_cast<TypeSize>(size.toInt())));
  }
  application.setFont(font);
  for (QWidget* widget : widgets) widget->updateGeometry();  // sizes that the style gives have changed, too
}

bool changesLook(const QEvent& event) {
  return event.type() == QEvent::PaletteChange || event.type() == QEvent::FontChange;
}

Theme themeOf(const QWidget& widget) {
  const QPalette& palette = widget.palette();
  Theme theme;
  theme.dark = palette.color(QPalette::Window).lightness() < 128;
  theme.text = palette.color(QPalette::Text);
  theme.mutedText = palette.color(QPalette::PlaceholderText);
  theme.accent = palette.color(QPalette::Highlight);
  theme.plot = palette.color(QPalette::Base);
  theme.grid = theme.dark ? QColor(0x3a, 0x3e, 0x45) : QColor(0xdd, 0xe0, 0xe5);
  theme.warning = theme.dark ? QColor(0xff, 0x8a, 0x65) : QColor(0xc2, 0x41, 0x0c);
  return theme;
}

QColor mixed(const QColor& ground, const QColor& tint, double share) {
  const auto part = [share](int from, int to) { return static_cast<int>(from + share * (to - from)); };
  return QColor(part(ground.red(), tint.red()), part(ground.green(), tint.green()),
                part(ground.blue(), tint.blue()));
}

QFont typeFont(TypeSize size) {
  QFont font = QApplication::font();
  if (size != TypeSize::Normal) font.setPointSizeF(font.pointSizeF() * shareOf(size));
  return font;
}

void setTypeSize(QWidget& widget, TypeSize size) {
  widget.setProperty(kTypeSize, static_cast<int>(size));
  setPointSize(widget, QApplication::font().pointSizeF() * shareOf(size));
}

}  // namespace isthmus
