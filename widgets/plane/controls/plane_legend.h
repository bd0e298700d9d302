#pragma once

#include <QColor>
#include <QWidget>

#include <cstdint>
#include <optional>
#include <vector>

class QCheckBox;
class QLabel;
class QListWidget;
class QListWidgetItem;
class QToolButton;

namespace isthmus {

class ColourBar;
class TextLabel;

/// What the colours of the plane mean: a row a group with swatch, name and count, and for numeric colouring a
/// colour bar. A click (or Space) hides or shows a group, a double click (or Enter) shows it alone, and again
/// all.
class PlaneLegend : public QWidget {
  Q_OBJECT

 public:
  struct Row {
    QString name;
    std::size_t count = 0;
    QColor colour;  ///< invalid: the group has no colour of its own (numeric colouring)
    bool operator==(const Row&) const = default;
  };
  struct Bar {
    QString title;  ///< the quantity with its unit
    QString low;
    QString high;
  };

  explicit PlaneLegend(QWidget* parent = nullptr);

  /// Replaces the rows; `visible` holds one flag a row.
  void setRows(const QString& title, const std::vector<Row>& rows, const std::vector<bool>& visible);
  /// Shows a colour bar above the rows, or none.
  void setBar(const std::optional<Bar>& bar);
  /// How many samples are above the threshold and how many of these carry a mark; none: there is no line for
  /// them.
  void setAbove(std::size_t count, std::size_t marked, bool isShown);
  /// The samples of a probe, below the groups, and how many of them are drawn; an empty name: there is none.
  void setProbe(const QString& name, std::size_t count, std::size_t drawn, bool isShown);
  const std::vector<bool>& visibleRows() const { return m_visible; }

 Q_SIGNALS:
  void visibleRowsChanged(const std::vector<bool>& visible);
  void aboveToggled(bool on);
  void probeToggled(bool on);

 protected:
  void changeEvent(QEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void fitWidth();
  void fill(const std::vector<Row>& rows);
  void toggle(int row);
  void showAlone(int row);
  void showAll();
  void apply(std::vector<bool> visible);
  void describeRows();
  int rowAt(const QEvent& mouseEvent) const;

  ColourBar* m_bar = nullptr;  // these belong to this widget
  QLabel* m_barTitle = nullptr;
  QWidget* m_header = nullptr;
  QLabel* m_title = nullptr;
  QToolButton* m_all = nullptr;
  QListWidget* m_list = nullptr;
  QCheckBox* m_above = nullptr;
  TextLabel* m_aboveName = nullptr;
  QCheckBox* m_probe = nullptr;
  TextLabel* m_probeName = nullptr;
  std::vector<Row> m_rows;
  std::vector<bool> m_visible;
  std::vector<bool> m_beforeClick;  // what a double click starts from: its first click has toggled already
};

}  // namespace isthmus
