#pragma once

#include "core/model/model_kind.h"

#include <QObject>
#include <QString>
#include <QStringList>

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

class QLabel;
class QWidget;

namespace isthmus {

class TextLabel;

/// Widths of layers as a person writes them: "256, 128", "256-128" or "256 128".
struct LayerWidths {
  std::vector<int> widths;
  QString error;  ///< what is wrong, in a sentence; empty when nothing is
};
LayerWidths parseLayerWidths(const QString& text, const Setting& setting);

/// The fields of the settings of every kind of model, one for each key: those of the kind that is chosen are
/// shown, with its ranges and words.
class SettingFields : public QObject {
  Q_OBJECT

 public:
  /// A row of the form: label and field, and below both what is wrong with what was written.
  struct Row {
    QLabel* label = nullptr;
    QWidget* field = nullptr;
    TextLabel* error = nullptr;
  };

  /// Makes the fields; `addRow` puts each into the form, which owns it from then on.
  SettingFields(const std::function<void(const Row&)>& addRow, QObject* parent);

  /// Shows the fields of this kind, with what they said before where it is in the kind's range.
  void setKind(const ModelKind& kind);
  const ModelKind& kind() const { return *m_kind; }

  /// What the fields of the kind say; nothing when one of them is wrong, which is then said below it.
  std::optional<ModelSettings> settings() const;
  void setSettings(const ModelSettings& settings);
  /// What the fields of the kind are called in which stands something that cannot be used.
  QStringList wrongFields() const;
  /// The explanation of a field of the kind; empty for other widgets.
  QString explanationOf(const QWidget* field) const;
  /// The fields of the kind that a run under way cannot take in.
  std::vector<QWidget*> lockedFields() const;

 Q_SIGNALS:
  void changed();
  /// A number that may be changed while it trains.
  void liveChanged(const QString& key, double value);

 private:
  void makeField(const Setting& setting, const std::function<void(const Row&)>& addRow);
  void configure(const Setting& setting);
  std::optional<SettingValue> valueOf(const Setting& setting) const;
  void setValue(const Setting& setting, const SettingValue& value);
  /// What is wrong with what stands in a field; empty: nothing.
  QString problemOf(const Setting& setting) const;
  void showProblems();
  void check();

  const ModelKind* m_kind = nullptr;
  std::map<std::string, Row, std::less<>> m_rows;  // by key
};

}  // namespace isthmus
