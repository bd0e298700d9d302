#include "widgets/import/import_advanced.h"

#include "widgets/parts/panel_parts.h"

#include <QComboBox>
#include <QEvent>
#include <QFormLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace isthmus {
namespace {

constexpr int kMostSkipped = 1'000'000;  // as the option skip= takes
constexpr int kMostAxes = 4;
constexpr int kNoComment = -1;

QVariant characterData(const std::optional<char>& character) {
  return character ? QVariant(static_cast<int>(*character)) : QVariant();
}

void showChoice(QComboBox* combo, const QVariant& value, const QString& text = {}) {
  const QSignalBlocker quiet(combo);
  if (value.isValid() && combo->findData(value) < 0 && !text.isEmpty()) combo->addItem(text, value);
  combo->setCurrentIndex(value.isValid() ? combo->findData(value) : -1);
}

}  // namespace

struct ImportAdvanced::Item {
  QString text;
  int value;
};

ImportAdvanced::ImportAdvanced(const LoadOptions& given, QWidget* parent) : QWidget(parent), m_asked(given) {
  setObjectName(QStringLiteral("importAdvanced"));
  m_fold = new QToolButton;
  m_fold->setObjectName(QStringLiteral("importAdvancedFold"));
  m_fold->setText(tr("Advanced"));
  m_fold->setAccessibleName(tr("Advanced"));
  m_fold->setToolTip(wrappedToolTip(tr("How the file is read: what hardly any file needs.")));
  m_fold->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  m_fold->setAutoRaise(true);
  m_fold->setCheckable(true);
  m_fold->setFocusPolicy(Qt::StrongFocus);
  m_content = new QWidget;
  m_layout = new QFormLayout(m_content);
  m_layout->setContentsMargins(0, 0, 0, 0);
  m_layout->setHorizontalSpacing(kGrid);
  m_layout->setVerticalSpacing(kGrid / 2);
  m_layout->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(kGrid / 2);
  column->addWidget(m_fold);
  column->addWidget(m_content);
  addTextRows();
  addOrderRows();
  connectControls();
  connect(m_fold, &QToolButton::toggled, this, [this](bool unfolded) {
    setUnfolded(unfolded);
    Q_EMIT folded();
  });
  setUnfolded(false);
}

bool ImportAdvanced::isUnfolded() const {
  return m_fold->isChecked();
}

void ImportAdvanced::setUnfolded(bool unfolded) {
  const QSignalBlocker quiet(m_fold);
  m_fold->setChecked(unfolded);
  m_fold->setArrowType(unfolded ? Qt::DownArrow : Qt::RightArrow);
  m_content->setVisible(unfolded);
}

void ImportAdvanced::addRow(LoadChoice choice, const char* name, const QString& label, QWidget* control,
                            const QString& explanation) {
  control->setObjectName(QLatin1String(name));
  auto* text = new QLabel(label);
  text->setBuddy(control);
  text->setToolTip(wrappedToolTip(explanation));
  control->setToolTip(wrappedToolTip(explanation));
  control->setAccessibleName(QString(label).remove('&'));
  control->setAccessibleDescription(explanation);
  control->setFocusPolicy(Qt::StrongFocus);
  control->installEventFilter(this);
  m_layout->addRow(text, control);
  m_layout->setRowVisible(control, false);
  m_rows.push_back({choice, control});
}

QComboBox* ImportAdvanced::addCombo(LoadChoice choice, const char* name, const QString& label,
                                    const QString& explanation, const std::vector<Item>& items) {
  auto* combo = new QComboBox;
  combo->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  combo->setMinimumContentsLength(10);
  combo->setPlaceholderText(tr("as fits the data"));
  QPalette own;  // it is a choice like any other: grey it looked disabled
  own.setColor(QPalette::PlaceholderText, combo->palette().color(QPalette::ButtonText));
  combo->setPalette(own);
  for (const Item& item : items) combo->addItem(item.text, item.value);
  addRow(choice, name, label, combo, explanation);
  return combo;
}

void ImportAdvanced::addTextRows() {
  m_skip = new QSpinBox;
  m_skip->setRange(0, kMostSkipped);
  m_skip->setSpecialValueText(tr("none"));
  m_skip->setGroupSeparatorShown(true);
  addRow(LoadChoice::Skip, "importSkip", tr("S&kip lines"), m_skip,
         tr("Lines at the beginning of the file that are no part of the table: a title, notes, units."));
  m_comment = addCombo(LoadChoice::Comment, "importComment", tr("C&omments"),
                       tr("Lines that begin with this character are passed over."),
                       {{tr("none"), kNoComment},
                        {QStringLiteral("#"), '#'},
                        {QStringLiteral("%"), '%'},
                        {QStringLiteral(";"), ';'}});
  m_quote = addCombo(LoadChoice::Quote, "importQuote", tr("&Quotes"),
                     tr("What stands round a text that may hold the delimiter."),
                     {{tr("double  \""), '"'}, {tr("single  '"), '\''}, {tr("none"), 0}});
  m_thousands =
      addCombo(LoadChoice::Thousands, "importThousands", tr("Tho&usands"),
               tr("What stands between the thousands of a number: a comma in 1,234.5, a point in 1.234,5."),
               {{tr("comma  1,234"), ','},
                {tr("point  1.234"), '.'},
                {tr("space  1 234"), ' '},
                {tr("apostrophe  1'234"), '\''},
                {tr("nothing"), 0}});
}

void ImportAdvanced::addOrderRows() {
  m_transpose = addCombo(LoadChoice::Transpose, "importTranspose", tr("Sam&ples are"),
                         tr("Whether each row is a sample, or each column: then rows and columns change "
                            "places."),
                         {{tr("rows"), 0}, {tr("columns"), 1}});
  std::vector<Item> axes;
  for (int axis = 0; axis < kMostAxes; ++axis) axes.push_back({tr("dimension %1").arg(axis + 1), axis});
  m_axis =
      addCombo(LoadChoice::Axis, "importAxis", tr("Samples alon&g"),
               tr("Which dimension of the array counts the samples: the first of 150 x 28 x 28, the third "
                  "of 28 x 28 x 150."),
               axes);
  m_order = addCombo(LoadChoice::Order, "importOrder", tr("Pi&xels follow"),
                     tr("Whether the pixels of a picture come row by row or, as MATLAB has them, column by "
                        "column: pictures that lie on their side want the other one."),
                     {{tr("row by row"), static_cast<int>(PixelOrder::RowMajor)},
                      {tr("column by column"), static_cast<int>(PixelOrder::ColumnMajor)}});
}

void ImportAdvanced::connectControls() {
  connect(m_skip, &QSpinBox::valueChanged, this, [this](int lines) {
    m_asked.skippedLines = static_cast<std::size_t>(lines);
    Q_EMIT chosen();
  });
  const auto onPick = [this](QComboBox* combo, auto take) {
    connect(combo, &QComboBox::activated, this, [this, combo, take] {
      take(combo->currentData().toInt());
      Q_EMIT chosen();
    });
  };
  onPick(m_comment, [this](int character) {
    m_asked.comment.reset();
    if (character != kNoComment) m_asked.comment = static_cast<char>(character);
  });
  onPick(m_quote, [this](int character) { m_asked.quote = static_cast<char>(character); });
  onPick(m_thousands, [this](int character) { m_asked.thousands = static_cast<char>(character); });
  onPick(m_transpose, [this](int transpose) { m_asked.transpose = transpose != 0; });
  onPick(m_axis, [this](int axis) { m_asked.axis = axis; });
  onPick(m_order, [this](int order) { m_asked.order = static_cast<PixelOrder>(order); });
}

void ImportAdvanced::writeTo(LoadOptions& options) const {
  options.skippedLines = m_asked.skippedLines;
  options.comment = m_asked.comment;
  options.quote = m_asked.quote;
  options.thousands = m_asked.thousands;
  options.transpose = m_asked.transpose;
  options.axis = m_asked.axis;
  options.order = m_asked.order;
}

void ImportAdvanced::setPlan(const LoadPlan& plan) {
  bool any = false;
  for (const Row& row : m_rows) {
    const bool wanted = std::ranges::count(plan.preview.choices, row.choice) > 0;
    if (m_layout->isRowVisible(row.control) != wanted) m_layout->setRowVisible(row.control, wanted);
    any = any || wanted;
  }
  setVisible(any);
  showOptions(plan.options);
}

void ImportAdvanced::showOptions(const LoadOptions& options) {
  if (const auto lines = static_cast<int>(options.skippedLines.value_or(0)); lines != m_skip->value()) {
    const QSignalBlocker quiet(m_skip);
    m_skip->setValue(lines);
  }
  showChoice(m_comment, options.comment ? static_cast<int>(*options.comment) : kNoComment,
             options.comment ? QString(QLatin1Char(*options.comment)) : QString());
  showChoice(m_quote, characterData(options.quote));
  showChoice(m_thousands, characterData(options.thousands));
  showChoice(m_transpose, static_cast<int>(options.transpose.value_or(false)));
  showChoice(m_axis, options.axis.value_or(0));
  showChoice(m_order, static_cast<int>(options.order.value_or(PixelOrder::RowMajor)));
}

bool ImportAdvanced::eventFilter(QObject* watched, QEvent* event) {
  return leaveWheelToArea(watched, event) || QWidget::eventFilter(watched, event);
}

}  // namespace isthmus
