#include "widgets/import/import_form.h"

#include "widgets/import/import_advanced.h"
#include "widgets/import/import_factors.h"
#include "widgets/import/import_roles.h"
#include "widgets/import/import_shape.h"
#include "widgets/parts/panel_parts.h"
#include "widgets/parts/real_spin_box.h"
#include "widgets/text/number_text.h"
#include "widgets/text/view_text.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QEvent>
#include <QFormLayout>
#include <QLineEdit>
#include <QSignalBlocker>

#include <algorithm>
#include <cmath>

namespace isthmus {
namespace {

constexpr int kMaxShare = 90;        // percent
constexpr int kWidestList = 480;     // pixels of a list of columns
constexpr int kSmallestSquare = 16;  // numbers in a row that could be a picture

bool isSame(double percent, double other) {
  return std::abs(percent - other) < 1e-9;
}

/// Selects without a signal; an unknown value selects nothing.
void select(QComboBox* combo, const QVariant& value) {
  const QSignalBlocker quiet(combo);
  combo->setCurrentIndex(value.isValid() ? combo->findData(value) : -1);
}

template <typename Value>
QVariant dataOf(const std::optional<Value>& option) {
  if constexpr (std::is_enum_v<Value>)
    return option ? QVariant(static_cast<int>(*option)) : QVariant();
  else
    return option ? QVariant(*option) : QVariant();
}

struct Item {
  QString text;
  QString value;
  QString explanation;
  bool operator==(const Item&) const = default;
};

/// Leaves a list that is open or scrolled alone when nothing about it changed.
void fill(QComboBox* combo, const std::vector<Item>& items) {
  std::vector<Item> present;
  for (int i = 0; i < combo->count(); ++i)
    present.push_back(
        {combo->itemText(i), combo->itemData(i).toString(), combo->itemData(i, Qt::ToolTipRole).toString()});
  if (present == items) return;
  const QSignalBlocker quiet(combo);
  combo->clear();
  for (const Item& item : items) {
    combo->addItem(item.text, item.value);
    combo->setItemData(combo->count() - 1, item.explanation, Qt::ToolTipRole);
  }
  combo->view()->setMinimumWidth(std::min(combo->view()->sizeHintForColumn(0) + 4 * kGrid, kWidestList));
}

Item fieldItem(const LoadField& field, const std::string& option) {
  const QString name = field.name.empty() ? ImportForm::tr("the last column") : viewText(field.name);
  const QString description = viewText(field.description);
  return {description.isEmpty() ? name : QStringLiteral("%1  (%2)").arg(name, description), viewText(option),
          description};
}

}  // namespace

ImportForm::ImportForm(const LoadOptions& given, QWidget* parent) : QWidget(parent), m_asked(given) {
  setLocale(interfaceLocale());
  m_layout = new QFormLayout(this);
  m_layout->setContentsMargins(0, 0, 0, 0);
  m_layout->setHorizontalSpacing(kGrid);
  m_layout->setVerticalSpacing(kGrid / 2);
  m_layout->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
  addDataSetRow();
  addFieldRows();
  addTableRows();
  addPictureRows();
  addNumberRows();
  m_advanced = new ImportAdvanced(given);
  m_layout->addRow(m_advanced);
  connectControls();
}

QComboBox* ImportForm::addCombo(LoadChoice choice, const char* name, const QString& label,
                                const QString& explanation) {
  auto* combo = new QComboBox;
  combo->setObjectName(QLatin1String(name));
  combo->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  combo->setMinimumContentsLength(12);
  combo->setPlaceholderText(tr("as fits the data"));  // what a plan leaves to the reading itself
  QPalette palette;  // it is a choice like any other: grey it looked disabled
  palette.setColor(QPalette::PlaceholderText, combo->palette().color(QPalette::ButtonText));
  combo->setPalette(palette);
  addRow(choice, label, combo, explanation);
  return combo;
}

void ImportForm::addRow(LoadChoice choice, const QString& label, QWidget* control,
                        const QString& explanation) {
  auto* text = new QLabel(label);
  text->setBuddy(control);
  text->setToolTip(wrappedToolTip(explanation));
  control->setToolTip(wrappedToolTip(explanation));
  control->setAccessibleName(QString(label).remove('&'));
  control->setAccessibleDescription(explanation);
  control->setFocusPolicy(Qt::StrongFocus);  // by default the wheel would give it the focus
  control->installEventFilter(this);
  m_layout->addRow(text, control);
  m_layout->setRowVisible(control, false);
  m_rows.push_back({choice, control});
}

void ImportForm::addDataSetRow() {
  m_dataSet = addCombo(LoadChoice::DataSet, "importDataSet", tr("Data set &in this folder"),
                       tr("The folder holds several data sets. One of them is loaded; what was chosen for "
                          "another does not apply to it."));
}

void ImportForm::addFieldRows() {
  m_samples = addCombo(LoadChoice::Samples, "importSamples", tr("&Samples"),
                       tr("The array that holds the data to learn from: one sample after the other."));
  m_label = addCombo(LoadChoice::Label, "importLabel", tr("La&bel"),
                     tr("What says which class each sample belongs to. Labels colour the points; the model "
                        "does not learn from them."));
  m_factors = new ImportFactors;
  m_factors->setObjectName(QStringLiteral("importFactors"));
  addRow(LoadChoice::Factors, tr("Colou&r by"), m_factors,
         tr("What else the points can be coloured by: arrays that say something of each sample. The model "
            "does not learn from them."));
}

void ImportForm::addTableRows() {
  m_header = addCombo(LoadChoice::Header, "importHeader", tr("&First line"),
                      tr("Whether the table's first line names its columns or is a row of data already."));
  m_header->addItem(tr("names the columns"), true);
  m_header->addItem(tr("is data"), false);
  m_delimiter = addCombo(LoadChoice::Delimiter, "importDelimiter", tr("&Delimiter"),
                         tr("The character between two cells of a row."));
  m_delimiter->addItem(tr("comma  ,"), QStringLiteral(","));
  m_delimiter->addItem(tr("semicolon  ;"), QStringLiteral(";"));
  m_delimiter->addItem(tr("tab"), QStringLiteral("\t"));
  m_delimiter->addItem(tr("space"), QStringLiteral(" "));
  m_missing = addCombo(LoadChoice::Missing, "importMissing", tr("&Missing values"),
                       tr("What becomes of rows that lack a number: they are left out, or the gap is filled "
                          "with the column's median, the value in the middle."));
  m_missing->addItem(tr("leave the rows out"), static_cast<int>(MissingValues::Drop));
  m_missing->addItem(tr("fill with the median"), static_cast<int>(MissingValues::Median));
}

void ImportForm::addPictureRows() {
  m_side =
      addCombo(LoadChoice::Size, "importSize", tr("Si&ze"),
               tr("All pictures are resized to this many pixels: larger ones show more and train slower."));
  for (const int side : {28, 32, 64, 128}) m_side->addItem(shapeText({side, side, 1}), side);
  m_channels = addCombo(LoadChoice::Colour, "importColour", tr("&Colour"),
                        tr("Grey pictures have one number for each pixel, coloured ones three and so take "
                           "three times as long."));
  m_channels->addItem(tr("grey"), 1);
  m_channels->addItem(tr("colour (RGB)"), 3);
  m_shape =
      addCombo(LoadChoice::Shape, "importShape", tr("S&hape"),
               tr("Rows of numbers can be pictures: width x height, such as 28 x 28, or width x height x "
                  "3 in colour. What is typed here must have as many pixels as a row has numbers."));
  m_shape->setEditable(true);
  m_shape->setInsertPolicy(QComboBox::NoInsert);
  m_shape->setCompleter(nullptr);
}

void ImportForm::addNumberRows() {
  m_scaling = addCombo(LoadChoice::Scaling, "importScaling", tr("Sc&aling"),
                       tr("How numbers are brought into a range that a model learns well from, by what the "
                          "training samples hold."));
  const auto offer = [this](Scaling scaling, const QString& text, const QString& explanation) {
    m_scaling->addItem(text, static_cast<int>(scaling));
    m_scaling->setItemData(m_scaling->count() - 1, explanation, Qt::ToolTipRole);
  };
  offer(Scaling::None, tr("as they are; bytes / 255"),
        tr("Numbers stay as they are; bytes are divided by 255."));
  offer(Scaling::UnitRange, tr("from 0 to 1"), tr("The smallest becomes 0, the largest 1."));
  offer(Scaling::Standardise, tr("standardise"), tr("The mean becomes 0, the standard deviation 1."));
  m_testShare = new RealSpinBox(RealSpinBox::Steps::Even);
  m_testShare->setObjectName(QStringLiteral("importTestShare"));
  m_testShare->setRange(0, kMaxShare);
  m_testShare->setSingleStep(5);
  m_testShare->setSuffix(QStringLiteral(" %"));
  m_testShare->setKeyboardTracking(true);  // so that a press on Load finds all that was typed
  addRow(LoadChoice::Split, tr("&Test part"), m_testShare,
         tr("Share of the samples that is kept from the training, to see what the model makes of samples it "
            "has never met. Each class gives the same share."));
  m_seed = new QLineEdit;
  m_seed->setObjectName(QStringLiteral("importSeed"));
  addRow(LoadChoice::Split, tr("S&eed"), m_seed,
         tr("Where chance starts when the test part is drawn: the same seed draws the same samples."));
}

void ImportForm::connectControls() {
  const auto onPick = [this](QComboBox* combo, auto take) {
    connect(combo, &QComboBox::activated, this, [this, combo, take] {
      take(combo->currentData());
      announce();
    });
  };
  onPick(m_dataSet, [this](const QVariant& name) {
    m_asked = {};  // it was about another set
    m_asked.set = name.toString().toStdString();
  });
  onPick(m_samples, [this](const QVariant& name) { m_asked.samples = name.toString().toStdString(); });
  onPick(m_label, [this](const QVariant& name) {
    m_asked.label = name.toString().toStdString();
    if (m_asked.factors && !m_namesAreColumns) std::erase(*m_asked.factors, *m_asked.label);
  });
  connect(m_factors, &ImportFactors::chosen, this, [this](const std::vector<std::string>& names) {
    m_asked.factors = names;
    announce();
  });
  onPick(m_scaling,
         [this](const QVariant& scaling) { m_asked.scaling = static_cast<Scaling>(scaling.toInt()); });
  onPick(m_missing,
         [this](const QVariant& missing) { m_asked.missing = static_cast<MissingValues>(missing.toInt()); });
  onPick(m_side, [this](const QVariant& side) { m_asked.side = side.toInt(); });
  onPick(m_channels, [this](const QVariant& channels) { m_asked.channels = channels.toInt(); });
  onPick(m_header, [this](const QVariant& header) {
    m_asked.header = header.toBool();
    forgetNames();
  });
  onPick(m_delimiter, [this](const QVariant& delimiter) {
    m_asked.delimiter = delimiter.toString().front().toLatin1();
    forgetNames();
  });
  connect(m_testShare, &RealSpinBox::valueChanged, this, [this](double percent) {
    if (isSame(percent, m_shownPercent)) return;  // Enter says the same once more
    m_shownPercent = percent;
    m_asked.testShare = percent / 100;
    m_seed->setEnabled(percent > 0);
    announce();
  });
  connect(m_advanced, &ImportAdvanced::chosen, this, [this] {
    m_advanced->writeTo(m_asked);
    if (m_namesAreColumns) forgetNames();
    announce();
  });
  connect(m_seed, &QLineEdit::textEdited, this, &ImportForm::readSeed);
  connect(m_shape, &QComboBox::activated, this, [this] { readShape(m_shape->currentText()); });
  connect(m_shape->lineEdit(), &QLineEdit::textEdited, this, &ImportForm::readShape);
}

void ImportForm::forgetNames() {
  m_asked.samples.reset();
  m_asked.columns.reset();
  m_asked.dropped.reset();
  m_asked.factors.reset();
  m_asked.names.reset();
  Q_EMIT namesForgotten();
  if (m_asked.label != LoadOptions::kNoLabel && m_asked.label != LoadOptions::kLastColumn)
    m_asked.label.reset();
}

void ImportForm::readSeed(const QString& text) {
  bool isNumber = false;
  const qulonglong seed = text.trimmed().toULongLong(&isNumber);
  if (!isNumber) {
    Q_EMIT mistyped(tr("A seed is a whole number from 0 to 18,446,744,073,709,551,615."));
    return;
  }
  m_asked.seed = seed;
  announce();
}

void ImportForm::readShape(const QString& text) {
  const auto shape = shapeOfText(text);
  if (!shape) {
    Q_EMIT mistyped(tr("“%1” is no shape; write width x height, such as 28 x 28, or “%2”.")
                        .arg(text.left(20), shapeText(ImageShape{})));
    return;
  }
  m_asked.shape = shape;
  announce();
}

void ImportForm::chooseSamples(const std::string& name) {
  select(m_samples, viewText(name));
  m_asked.samples = name;
  announce();
}

void ImportForm::chooseLabel(const std::string& name) {
  select(m_label, viewText(name));
  m_asked.label = name;
  announce();
}

void ImportForm::setPlan(const LoadPlan& plan) {
  for (const Row& row : m_rows) {
    const bool wanted = std::ranges::count(plan.preview.choices, row.choice) > 0;
    if (m_layout->isRowVisible(row.control) != wanted) m_layout->setRowVisible(row.control, wanted);
  }
  m_namesAreColumns = fieldsAreColumns(plan.preview);
  m_advanced->setPlan(plan);
  fillDataSets(plan);
  fillFields(plan);
  fillShapes(plan);
  showOptions(plan);
}

void ImportForm::fillDataSets(const LoadPlan& plan) {
  std::vector<Item> sets;
  for (const FolderSet& set : plan.dataSets) {
    const QString name = viewText(set.name);
    const QString summary = viewText(set.summary);
    sets.push_back({summary.isEmpty() ? name : QStringLiteral("%1  (%2)").arg(name, summary), name, summary});
  }
  fill(m_dataSet, sets);
}

void ImportForm::fillFields(const LoadPlan& plan) {
  const std::vector<LoadField>& fields = plan.preview.fields;
  std::vector<Item> samples;
  std::vector<Item> labels = {
      {tr("none"), viewText(LoadOptions::kNoLabel), tr("The samples have no classes.")}};
  if (plan.options.label == LoadOptions::kOneHot)
    labels.push_back({tr("the last columns"), viewText(LoadOptions::kOneHot),
                      tr("Each row has a 1 in one of the last columns, that of its class.")});
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const auto label = labelOption(plan.preview, i);
    if (fields[i].canBeSamples) samples.push_back(fieldItem(fields[i], fields[i].name));
    if (fields[i].canBeLabels && label) labels.push_back(fieldItem(fields[i], *label));
  }
  fill(m_samples, samples);
  fill(m_label, labels);
  m_factors->setPlan(plan);
}

/// No picture, those of this plan and the ones before it, and the squares that as many numbers make.
void ImportForm::fillShapes(const LoadPlan& plan) {
  const QSignalBlocker quiet(m_shape);
  const QString typed = m_shape->currentText();
  const auto offer = [this](const ImageShape& shape) {
    if (m_shape->findText(shapeText(shape)) < 0) m_shape->addItem(shapeText(shape));
  };
  offer({});
  const ImageShape shape = plan.options.shape.value_or(ImageShape{});
  if (shape.size() > 0) offer(shape);
  const auto features = std::ranges::count(plan.preview.fields, FieldUse::Feature, &LoadField::use);
  const std::size_t numbers = shape.size() > 0 ? shape.size() : static_cast<std::size_t>(features);
  const auto side = static_cast<int>(std::lround(std::sqrt(static_cast<double>(numbers))));
  const ImageShape square{side, side, 1};
  if (numbers >= kSmallestSquare && square.size() == numbers) offer(square);
  m_shape->setEditText(typed);
}

void ImportForm::showOptions(const LoadPlan& plan) {
  const LoadOptions& options = plan.options;
  select(m_dataSet, options.set ? viewText(*options.set) : QVariant());
  select(m_samples, options.samples ? viewText(*options.samples) : QVariant());
  const auto label = labelField(plan);
  if (label)
    select(m_label, viewText(labelOption(plan.preview, *label).value_or("")));
  else
    select(m_label, options.label ? viewText(*options.label) : QVariant());
  select(m_scaling, dataOf(options.scaling));
  select(m_missing, dataOf(options.missing));
  select(m_header, dataOf(options.header));
  select(m_delimiter, options.delimiter ? QString(QLatin1Char(*options.delimiter)) : QVariant());
  select(m_channels, dataOf(options.channels));
  if (options.side && m_side->findData(*options.side) < 0)
    m_side->addItem(shapeText({*options.side, *options.side, 1}), *options.side);
  select(m_side, dataOf(options.side));
  // What already says the same stays as it was typed, with the cursor where it is.
  const double percent = options.testShare.value_or(0) * 100;
  if (!isSame(m_shownPercent, percent)) {
    m_shownPercent = percent;
    m_testShare->setValue(percent);
  }
  m_seed->setEnabled(percent > 0);  // chance has nothing else to decide
  const std::uint64_t seed = options.seed.value_or(LoadOptions::kDefaultSeed);
  if (bool isNumber = false; m_seed->text().toULongLong(&isNumber) != seed || !isNumber)
    m_seed->setText(QString::number(seed));
  if (!m_shape->lineEdit()->hasFocus()) {
    const QSignalBlocker quiet(m_shape);
    m_shape->setEditText(shapeText(options.shape.value_or(ImageShape{})));
  }
}

bool ImportForm::eventFilter(QObject* watched, QEvent* event) {
  return leaveWheelToArea(watched, event) || QWidget::eventFilter(watched, event);
}

}  // namespace isthmus
