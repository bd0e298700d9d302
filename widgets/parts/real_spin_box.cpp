#include "widgets/parts/real_spin_box.h"

#include <QRegularExpression>

#include <algorithm>
#include <array>
#include <cmath>

namespace isthmus {
namespace {

constexpr int kDecimals = 12;
constexpr int kShownDigits = 6;
constexpr double kSmallestStep = 1e-3;  // of a ladder that reaches down to 0

/// The next of 1, 2, 5 times a power of ten above (or below) a positive value.
double nextOnLadder(double value, bool up) {
  constexpr std::array kRungs = {0.5, 1.0, 2.0, 5.0, 10.0};
  const double decade = std::pow(10, std::floor(std::log10(value) + 1e-9));
  const double mantissa = value / decade;
  if (up) {
    for (const double rung : kRungs)
      if (rung > mantissa * (1 + 1e-9)) return rung * decade;
  } else {
    for (auto rung = kRungs.rbegin(); rung != kRungs.rend(); ++rung)
      if (*rung < mantissa * (1 - 1e-9)) return *rung * decade;
  }
  return value;
}

}  // namespace

RealSpinBox::RealSpinBox(Steps steps, QWidget* parent) : QDoubleSpinBox(parent), m_steps(steps) {
  setDecimals(kDecimals);
  setKeyboardTracking(false);
}

QString RealSpinBox::textFromValue(double value) const {
  static const QRegularExpression zeros(QStringLiteral("e([-+])0+"));
  return QString::number(value, 'g', kShownDigits).replace(zeros, QStringLiteral("e\\1"));
}

double RealSpinBox::valueFromText(const QString& text) const {
  return numberIn(text).toDouble();
}

QValidator::State RealSpinBox::validate(QString& text, int& /*position*/) const {
  static const QRegularExpression begun(QStringLiteral("^[0-9]*[.]?[0-9]*([eE][-+]?[0-9]*)?$"));
  const QString number = numberIn(text);
  bool isNumber = false;
  const double value = number.toDouble(&isNumber);
  if (isNumber && value >= minimum() && value <= maximum()) return QValidator::Acceptable;
  return begun.match(number).hasMatch() ? QValidator::Intermediate : QValidator::Invalid;
}

void RealSpinBox::stepBy(int steps) {
  if (m_steps == Steps::Even) {
    QDoubleSpinBox::stepBy(steps);
    return;
  }
  double at = value();
  const double smallest = minimum() > 0 ? minimum() : kSmallestStep;
  for (int i = 0; i < std::abs(steps); ++i) {
    if (steps > 0)
      at = at < smallest ? smallest : nextOnLadder(at, true);
    else
      at = at <= smallest * (1 + 1e-9) ? minimum() : nextOnLadder(at, false);
  }
  setValue(at);
  selectAll();
}

QString RealSpinBox::numberIn(const QString& text) const {
  QString number = text;
  if (!suffix().isEmpty() && number.endsWith(suffix())) number.chop(suffix().size());
  return number.trimmed().replace(',', '.');
}

}  // namespace isthmus
