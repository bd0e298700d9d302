#include "widgets/model/setting_fields.h"

#include "widgets/parts/panel_parts.h"
#include "widgets/parts/real_spin_box.h"
#include "widgets/parts/typed_box.h"
#include "widgets/text/number_text.h"
#include "widgets/text/view_text.h"

#include <QLabel>
#include <QLineEdit>
#include <QRegularExpression>
#include <QSignalBlocker>
#include <QSpinBox>

#include <string_view>
#include <utility>

namespace isthmus {
namespace {

QString widthsText(const std::vector<int>& widths) {
  QStringList numbers;
  for (const int width : widths) numbers << QString::number(width);
  return numbers.join(QStringLiteral(", "));
}

QString objectNameOf(const Setting& setting) {
  return QStringLiteral("setting_") + viewText(setting.key);
}

}  // namespace

LayerWidths parseLayerWidths(const QString& text, const Setting& setting) {
  static const QRegularExpression separators(QStringLiteral("\\s*[,;-]\\s*|\\s+"));
  static const QRegularExpression trailing(QStringLiteral("[\\s,;]+$"));
  const QString trimmed = QString(text).remove(trailing).trimmed();
  LayerWidths layers;
  if (trimmed.isEmpty()) {
    layers.error = SettingFields::tr("Give the width of at least one layer, for example 256, 128.");
    return layers;
  }
  const QStringList pieces = trimmed.split(separators);
  if (pieces.size() > ModelSpec::kMaxHidden) {
    layers.error =
        SettingFields::tr("At most %1 layers; these are %2.").arg(ModelSpec::kMaxHidden).arg(pieces.size());
    return layers;
  }
  for (const QString& piece : pieces) {
    bool isNumber = false;
    const qlonglong width = piece.toLongLong(&isNumber);
    if (!isNumber) {
      layers.error =
          SettingFields::tr("“%1” is not a whole number; write widths such as 256, 128.").arg(piece.left(12));
      return layers;
    }
    const double value = static_cast<double>(width);
    if (value < setting.lowest || value > setting.highest) {
      layers.error = SettingFields::tr("A layer has %1 to %2 units, not %3.")
                         .arg(countText(static_cast<qint64>(setting.lowest)),
                              countText(static_cast<qint64>(setting.highest)), countText(width));
      return layers;
    }
    layers.widths.push_back(static_cast<int>(width));
  }
  return layers;
}

SettingFields::SettingFields(const std::function<void(const Row&)>& addRow, QObject* parent)
    : QObject(parent) {
  for (const ModelKind& kind : modelKinds())
    for (const Setting& setting : kind.settings)
      if (!m_rows.contains(setting.key)) makeField(setting, addRow);
}

void SettingFields::makeField(const Setting& setting, const std::function<void(const Row&)>& addRow) {
  Row row;
  const QString key = viewText(setting.key);
  if (std::holds_alternative<int>(setting.usual)) {
    auto* box = new TypedBox<QSpinBox>;
    box->setGroupSeparatorShown(true);
    box->setKeyboardTracking(false);
    connect(box, &QSpinBox::valueChanged, this, &SettingFields::check);
    row.field = box;
  } else if (std::holds_alternative<double>(setting.usual)) {
    auto* box = new TypedBox<RealSpinBox>(RealSpinBox::Steps::Ladder);
    connect(box, &RealSpinBox::valueChanged, this, &SettingFields::check);
    connect(box, &RealSpinBox::valueChanged, this, [this, key](double value) {
      const Setting* changed = m_kind ? m_kind->setting(key.toStdString()) : nullptr;
      if (changed && changed->isLive) Q_EMIT liveChanged(key, value);
    });
    row.field = box;
  } else {
    auto* line = new QLineEdit;
    line->setPlaceholderText(widthsText(std::get<std::vector<int>>(setting.usual)));
    row.field = line;
  }
  const auto* box = qobject_cast<QAbstractSpinBox*>(row.field);
  connect(box ? &lineOf(*box) : qobject_cast<QLineEdit*>(row.field), &QLineEdit::textChanged, this,
          &SettingFields::check);
  row.error = new TextLabel(TypeSize::Small, Tone::Warning);
  row.error->setObjectName(objectNameOf(setting) + QStringLiteral("_error"));
  row.field->setObjectName(objectNameOf(setting));
  row.label = new QLabel;
  row.label->setBuddy(row.field);
  addRow(row);
  m_rows.emplace(setting.key, row);
  configure(setting);
  setValue(setting, setting.usual);
}

/// Ranges and words; a value beyond the range becomes the nearest in it.
void SettingFields::configure(const Setting& setting) {
  const Row& row = m_rows.find(setting.key)->second;
  const QString label = viewText(setting.label);
  const QString explanation = viewText(setting.explanation);
  const QString suffix = setting.unit.empty() ? QString() : QLatin1Char(' ') + viewText(setting.unit);
  const QSignalBlocker quiet(this);
  row.label->setText(label);
  row.label->setToolTip(wrappedToolTip(explanation));
  row.field->setToolTip(wrappedToolTip(explanation));
  row.field->setAccessibleName(QString(label).remove('&'));
  row.field->setAccessibleDescription(explanation);
  if (auto* box = qobject_cast<QSpinBox*>(row.field)) {
    box->setRange(static_cast<int>(setting.lowest), static_cast<int>(setting.highest));
    box->setSuffix(suffix);
  } else if (auto* real = qobject_cast<RealSpinBox*>(row.field)) {
    real->setRange(setting.lowest, setting.highest);
    real->setSuffix(suffix);
  }
}

void SettingFields::setKind(const ModelKind& kind) {
  m_kind = &kind;
  for (const auto& [key, row] : m_rows) {
    const Setting* setting = kind.setting(key);
    if (setting) configure(*setting);
    row.label->setVisible(setting != nullptr);
    row.field->setVisible(setting != nullptr);
  }
  showProblems();
}

std::optional<SettingValue> SettingFields::valueOf(const Setting& setting) const {
  if (!problemOf(setting).isEmpty()) return std::nullopt;
  const Row& row = m_rows.find(setting.key)->second;
  if (const auto* box = qobject_cast<const QSpinBox*>(row.field)) return box->value();
  if (const auto* real = qobject_cast<const RealSpinBox*>(row.field)) return real->value();
  return parseLayerWidths(static_cast<const QLineEdit*>(row.field)->text(), setting).widths;
}

void SettingFields::setValue(const Setting& setting, const SettingValue& value) {
  const Row& row = m_rows.find(setting.key)->second;
  if (auto* box = qobject_cast<QSpinBox*>(row.field))
    box->setValue(std::get<int>(value));
  else if (auto* real = qobject_cast<RealSpinBox*>(row.field))
    real->setValue(std::get<double>(value));
  else
    static_cast<QLineEdit*>(row.field)->setText(widthsText(std::get<std::vector<int>>(value)));
}

QString SettingFields::problemOf(const Setting& setting) const {
  const Row& row = m_rows.find(setting.key)->second;
  if (const auto* box = qobject_cast<const QAbstractSpinBox*>(row.field))
    return wrongNumberText(*box, box->accessibleName());
  return parseLayerWidths(static_cast<const QLineEdit*>(row.field)->text(), setting).error;
}

void SettingFields::showProblems() {
  for (const auto& [key, row] : m_rows) {
    const Setting* setting = m_kind ? m_kind->setting(key) : nullptr;
    const QString problem = setting ? problemOf(*setting) : QString();
    row.error->setText(problem);
    row.error->setVisible(!problem.isEmpty());
  }
}

void SettingFields::check() {
  showProblems();
  Q_EMIT changed();
}

QStringList SettingFields::wrongFields() const {
  QStringList names;
  for (const Setting& setting : m_kind->settings)
    if (!problemOf(setting).isEmpty()) names << viewText(setting.label).remove('&');
  return names;
}

std::optional<ModelSettings> SettingFields::settings() const {
  ModelSettings settings;
  for (const Setting& setting : m_kind->settings) {
    auto value = valueOf(setting);
    if (!value) return std::nullopt;
    settings.emplace(setting.key, *std::move(value));
  }
  return settings;
}

void SettingFields::setSettings(const ModelSettings& settings) {
  for (const auto& [key, value] : completed(*m_kind, settings))
    if (const Setting* setting = m_kind->setting(key)) setValue(*setting, value);
  showProblems();
}

QString SettingFields::explanationOf(const QWidget* field) const {
  for (const Setting& setting : m_kind->settings)
    if (m_rows.find(setting.key)->second.field == field) return viewText(setting.explanation);
  return {};
}

std::vector<QWidget*> SettingFields::lockedFields() const {
  std::vector<QWidget*> fields;
  for (const Setting& setting : m_kind->settings)
    if (!setting.isLive) fields.push_back(m_rows.find(setting.key)->second.field);
  return fields;
}

}  // namespace isthmus
