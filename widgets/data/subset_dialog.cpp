#include "widgets/data/subset_dialog.h"

#include "widgets/text/number_text.h"
#include "widgets/text/sample_text.h"
#include "widgets/theme/data_colours.h"
#include "widgets/theme/theme.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QRadioButton>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>
#include <limits>

namespace isthmus {
namespace {

constexpr std::size_t kProposed = 1000;  // samples: trains in seconds and still fills a plane
constexpr int kShownClasses = 8;

int toInt(std::size_t count) {
  return static_cast<int>(std::min<std::size_t>(count, std::numeric_limits<int>::max()));
}

}  // namespace

SubsetDialog::SubsetDialog(const Dataset& dataset, QWidget* parent)
    : QDialog(parent), m_total(dataset.count()) {
  setWindowTitle(tr("Take a subset"));
  setLocale(interfaceLocale());
  m_count = new QSpinBox;
  m_count->setObjectName(QStringLiteral("subsetCount"));
  m_count->setAccessibleName(tr("Samples"));
  m_count->setGroupSeparatorShown(true);
  m_count->setRange(1, std::max(1, toInt(m_total)));
  m_count->setValue(toInt(std::min(m_total, kProposed)));
  m_count->setToolTip(tr("How many samples to take, of all parts together and in their proportion."));
  m_result = new QLabel;
  m_result->setObjectName(QStringLiteral("subsetResult"));
  m_result->setForegroundRole(QPalette::PlaceholderText);

  auto* form = new QFormLayout;
  form->setSpacing(kGrid);
  form->addRow(tr("&Samples"), m_count);
  if (dataset.hasLabels()) form->addRow(tr("&Of the classes"), makeClasses(dataset));
  form->addRow(tr("Drawn"), makeDraw());
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
  m_accept = buttons->addButton(tr("Take the subset"), QDialogButtonBox::AcceptRole);
  m_accept->setObjectName(QStringLiteral("subsetAccept"));
  auto* column = new QVBoxLayout(this);
  column->setSpacing(kGrid);
  column->addLayout(form);
  column->addWidget(m_result);
  column->addWidget(buttons);
  m_accept->setDefault(true);  // known to the dialog only now
  m_count->selectAll();
  connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  connect(m_count, &QSpinBox::valueChanged, this, &SubsetDialog::update);
  update();
}

QWidget* SubsetDialog::makeClasses(const Dataset& dataset) {
  m_counts.resize(dataset.classNames.size());
  for (const std::int32_t label : dataset.labels) ++m_counts[static_cast<std::size_t>(label)];
  m_classes = new QListWidget;
  m_classes->setObjectName(QStringLiteral("subsetClasses"));
  m_classes->setAccessibleName(tr("Classes"));
  m_classes->setIconSize(QSize(1, 1) * swatchSide());
  for (std::size_t i = 0; i < m_counts.size(); ++i) {
    auto* item = new QListWidgetItem(
        QIcon(classSwatch(static_cast<int>(i), *this)),
        QStringLiteral("%1 (%2)").arg(QString::fromStdString(dataset.classNames[i]), countText(m_counts[i])),
        m_classes);
    item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
    item->setCheckState(Qt::Checked);
  }
  const int rows = std::min(kShownClasses, m_classes->count());
  m_classes->setFixedHeight(rows * std::max(1, m_classes->sizeHintForRow(0)) + 2 * m_classes->frameWidth() +
                            2);
  connect(m_classes, &QListWidget::itemChanged, this, &SubsetDialog::update);

  auto* box = new QWidget;
  auto* column = new QVBoxLayout(box);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(kGrid / 2);
  column->addWidget(m_classes);
  auto* buttons = new QHBoxLayout;
  for (const bool all : {true, false}) {
    auto* button = new QPushButton(all ? tr("&All") : tr("&None"));
    button->setAutoDefault(false);
    button->setObjectName(all ? QStringLiteral("subsetAll") : QStringLiteral("subsetNone"));
    connect(button, &QPushButton::clicked, this, [this, all] { setAllClasses(all); });
    buttons->addWidget(button);
  }
  buttons->addStretch(1);
  column->addLayout(buttons);
  return box;
}

QWidget* SubsetDialog::makeDraw() {
  auto* box = new QWidget;
  auto* column = new QVBoxLayout(box);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(kGrid / 2);
  m_random = new QRadioButton(tr("at &random, with seed"));
  m_random->setObjectName(QStringLiteral("subsetRandom"));
  m_random->setToolTip(
      tr("Each class of each part in its proportion. The same seed draws the same samples."));
  m_random->setChecked(true);
  m_seed = new QSpinBox;
  m_seed->setObjectName(QStringLiteral("subsetSeed"));
  m_seed->setAccessibleName(tr("Seed"));
  m_seed->setRange(0, std::numeric_limits<int>::max());
  m_seed->setValue(static_cast<int>(SubsetChoice().seed));
  auto* row = new QHBoxLayout;
  row->addWidget(m_random);
  row->addWidget(m_seed);
  row->addStretch(1);
  column->addLayout(row);
  auto* first = new QRadioButton(tr("the &first ones of each part"));
  first->setObjectName(QStringLiteral("subsetFirst"));
  column->addWidget(first);
  connect(m_random, &QRadioButton::toggled, m_seed, &QWidget::setEnabled);
  return box;
}

void SubsetDialog::setAllClasses(bool checked) {
  const QSignalBlocker blocker(m_classes);
  for (int i = 0; i < m_classes->count(); ++i)
    m_classes->item(i)->setCheckState(checked ? Qt::Checked : Qt::Unchecked);
  update();
}

void SubsetDialog::update() {
  std::size_t available = m_total;
  if (m_classes) {
    available = 0;
    for (int i = 0; i < m_classes->count(); ++i)
      if (m_classes->item(i)->checkState() == Qt::Checked) available += m_counts[static_cast<std::size_t>(i)];
  }
  const std::size_t taken = std::min(available, static_cast<std::size_t>(m_count->value()));
  m_result->setText(available == 0
                        ? tr("Choose at least one class.")
                        : tr("%1 of %2 will be left.").arg(countText(taken), samplesText(m_total)));
  m_accept->setEnabled(available > 0);
}

SubsetChoice SubsetDialog::choice() const {
  SubsetChoice choice;
  choice.count = static_cast<std::size_t>(m_count->value());
  choice.draw = m_random->isChecked() ? SubsetChoice::Draw::Random : SubsetChoice::Draw::First;
  choice.seed = static_cast<std::uint64_t>(m_seed->value());
  if (!m_classes) return choice;
  for (int i = 0; i < m_classes->count(); ++i)
    if (m_classes->item(i)->checkState() == Qt::Checked) choice.classes.push_back(i);
  if (static_cast<int>(choice.classes.size()) == m_classes->count()) choice.classes.clear();
  return choice;
}

}  // namespace isthmus
