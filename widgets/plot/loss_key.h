#pragma once

#include "core/engine/training/training_snapshot.h"

#include <QColor>
#include <QWidget>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

class QGridLayout;
class QLabel;

namespace isthmus {

/// One curve of the loss: how it is called and explained, and which number it shows.
struct LossLine {
  QString name;         ///< "KL"
  QString explanation;  ///< a sentence
  std::string id;       ///< "total", or the term's name
  std::size_t colour = 0;
  bool isKl = false;
  std::optional<std::size_t> term = {};  ///< nothing: the total

  double of(const LossValues& loss) const { return term ? loss.terms[*term] : loss.total; }
};

/// The total, unless it is the one term itself, and each term.
std::vector<LossLine> lossLines(const LossHistory& history);
QColor lossLineColour(const LossLine& line, bool dark);

/// Legend and reading of the loss curves in one, low enough to stand above them: a column for each term, a
/// line for training and one for what is held out; where that is too wide, the other way round.
class LossKey : public QWidget {
  Q_OBJECT
 public:
  explicit LossKey(QWidget* parent = nullptr);

  /// A column of the key for each of these.
  void setLines(const std::vector<LossLine>& lines);
  /// The name of what is held out; empty hides its line.
  void setHeldOut(const QString& name);
  /// The values at a moment; a dash for what is null.
  void setReading(const QString& moment, const LossValues* train, const LossValues* heldOut);

  /// With a line for each term.
  QSize minimumSizeHint() const override;

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  void fitToText();
  /// Puts everything in its cell of the grid, in columns or in lines, whichever there is room for.
  void place();
  /// Width that the cells take, with a column for each term or with a line.
  int widthFor(bool hasColumns) const;

  QLabel* m_moment;
  QWidget* m_train;  // names of lines, each behind a piece of it
  QWidget* m_heldOut;
  QLabel* m_heldOutName;
  struct Term {
    QWidget* name = nullptr;
    QLabel* train = nullptr;
    QLabel* heldOut = nullptr;
  };
  QGridLayout* m_grid;
  std::vector<LossLine> m_lines;
  std::vector<Term> m_terms;
  bool m_hasColumns = true;  // a column for each term
};

}  // namespace isthmus
