#include "app/rooms/model/hand_settings.h"

#include "widgets/text/number_text.h"
#include "widgets/text/view_text.h"

#include <QObject>
#include <QStringList>

namespace isthmus {
namespace {

template <typename Value>
std::optional<Value> ifOther(const Value& value, const Value& suggested) {
  return value == suggested ? std::nullopt : std::optional(value);
}

}  // namespace

HandSettings setByHand(const TrainerConfig& config, const TrainerConfig& suggested) {
  HandSettings byHand;
  const ModelSettings usual = completed(*config.kind(), suggested.settings);
  for (const auto& [key, value] : completed(*config.kind(), config.settings)) {
    const auto expected = usual.find(key);
    if (expected == usual.end() || expected->second != value) byHand.settings.emplace(key, value);
  }
  byHand.learningRate = ifOther(config.learningRate, suggested.learningRate);
  byHand.batchSize = ifOther(config.batchSize, suggested.batchSize);
  byHand.epochs = ifOther(config.epochs, suggested.epochs);
  byHand.validationShare = ifOther(config.validationShare, suggested.validationShare);
  return byHand;
}

TrainerConfig withHandSettings(TrainerConfig config, const HandSettings& byHand) {
  for (const auto& [key, value] : byHand.settings) config.settings.insert_or_assign(key, value);
  config.learningRate = byHand.learningRate.value_or(config.learningRate);
  config.batchSize = byHand.batchSize.value_or(config.batchSize);
  config.epochs = byHand.epochs.value_or(config.epochs);
  config.validationShare = byHand.validationShare.value_or(config.validationShare);
  return config;
}

QString handSettingsText(const HandSettings& byHand, const ModelKind& kind) {
  QStringList parts;
  for (const auto& [key, value] : byHand.settings)
    if (const Setting* setting = kind.setting(key))
      parts << QObject::tr("%1 %2").arg(viewText(setting->label).remove('&').toLower(),
                                        QString::fromStdString(settingText(value)));
  if (byHand.learningRate) parts << QObject::tr("learning rate %1").arg(*byHand.learningRate);
  if (byHand.batchSize) parts << QObject::tr("batch size %1").arg(countText(*byHand.batchSize));
  if (byHand.epochs) parts << countedText(*byHand.epochs, QObject::tr("epoch"), QObject::tr("epochs"));
  if (byHand.validationShare) parts << QObject::tr("validation %1 %").arg(*byHand.validationShare * 100);
  return parts.join(QStringLiteral(", "));
}

}  // namespace isthmus
