#include "widgets/plane/controls/axis_controls.h"

#include "widgets/parts/panel_parts.h"
#include "widgets/plane/controls/switch_button.h"
#include "widgets/text/number_text.h"
#include "widgets/theme/theme.h"

#include <QComboBox>
#include <QFrame>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QSlider>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <tuple>

namespace isthmus {
namespace {

constexpr int kReach = 300;  // of the sliders, in hundredths
// Entries of the mode; the last is there for models with a posterior alone.
constexpr int kCoordinates = 0;
constexpr int kPrincipal = 1;
constexpr int kByUse = 2;

QString coordinate(int dimension) {
  return QStringLiteral("z%1").arg(dimension + 1);
}

QString twoDecimals(int hundredths) {
  return valueText(hundredths / 100.0, 2);
}

}  // namespace

AxisControls::AxisControls(QWidget* parent)
    : QWidget(parent),
      m_mode(new QComboBox(this)),
      m_xLabel(new QLabel(tr("X"), this)),
      m_x(new QComboBox(this)),
      m_yLabel(new QLabel(tr("Y"), this)),
      m_y(new QComboBox(this)),
      m_open(new SwitchButton(this)) {
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(4);
  auto* label = new QLabel(tr("P&lane"), this);
  label->setBuddy(m_mode);
  m_mode->setObjectName(QStringLiteral("planeMode"));
  m_mode->setAccessibleName(tr("Plane through latent space"));
  m_mode->addItems({tr("Two coordinates"), tr("PCA of the means")});
  m_mode->setToolTip(wrappedToolTip(
      tr("Two coordinates of the code that you choose; the two directions in which the codes of all samples "
         "vary most; or the two coordinates that tell most of a sample, by their KL divergence.")));
  m_x->setObjectName(QStringLiteral("axisX"));
  m_x->setAccessibleName(tr("Coordinate along x"));
  m_y->setObjectName(QStringLiteral("axisY"));
  m_y->setAccessibleName(tr("Coordinate along y"));
  m_open->setObjectName(QStringLiteral("heldButton"));
  m_open->setText(tr("Held values\u2026"));
  m_open->setToolTip(tr("Where the coordinates that are not axes are held."));
  row->addWidget(label);
  row->addWidget(m_mode);
  row->addSpacing(kGrid);
  row->addWidget(m_xLabel);
  row->addWidget(m_x);
  row->addWidget(m_yLabel);
  row->addWidget(m_y);
  row->addSpacing(kGrid);
  row->addWidget(m_open);
  row->addStretch(1);
  makePopup();
  connect(m_mode, &QComboBox::activated, this, &AxisControls::takeMode);
  connect(m_x, &QComboBox::activated, this, [this](int index) { takeAxis(true, index); });
  connect(m_y, &QComboBox::activated, this, [this](int index) { takeAxis(false, index); });
  connect(m_open, &QToolButton::clicked, this, &AxisControls::showPopup);
  setLatent(2);
}

void AxisControls::makePopup() {
  m_popup = new QFrame(this, Qt::Popup);
  m_popup->setObjectName(QStringLiteral("heldPopup"));
  m_popup->setFrameShape(QFrame::StyledPanel);
  auto* column = new QVBoxLayout(m_popup);
  column->setContentsMargins(kGrid, kGrid, kGrid, kGrid);
  auto* scroll = new QScrollArea(m_popup);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setWidgetResizable(true);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  m_rowsHolder = new QWidget(scroll);
  scroll->setWidget(m_rowsHolder);
  m_reset = new SwitchButton(m_popup);
  m_reset->setObjectName(QStringLiteral("heldReset"));
  m_reset->setText(tr("All to 0"));
  column->addWidget(scroll, 1);
  column->addWidget(m_reset, 0, Qt::AlignRight);
  connect(m_reset, &QToolButton::clicked, this, &AxisControls::resetHeld);
}

void AxisControls::setLatent(int dimensions) {
  m_choice = PlaneChoice();
  m_choice.held.assign(static_cast<std::size_t>(std::max(dimensions, 2)), 0.0F);
  m_x->clear();
  m_y->clear();
  for (int i = 0; i < std::max(dimensions, 2); ++i) {
    m_x->addItem(coordinate(i));
    m_y->addItem(coordinate(i));
  }
  m_leading.reset();
  m_mode->removeItem(kByUse);
  makeSliders(std::max(dimensions, 2));
  showChoice();
}

void AxisControls::makeSliders(int dimensions) {
  for (const Held& held : m_held) {
    delete held.name;
    delete held.slider;
    delete held.value;
  }
  m_held.clear();
  delete m_rowsHolder->layout();
  auto* grid = new QGridLayout(m_rowsHolder);
  grid->setContentsMargins(0, 0, kGrid, 0);
  grid->setColumnStretch(1, 1);
  for (int i = 0; i < dimensions; ++i) {
    Held held{new QLabel(coordinate(i), m_rowsHolder), new QSlider(Qt::Horizontal, m_rowsHolder),
              new QLabel(twoDecimals(0), m_rowsHolder)};
    held.slider->setObjectName(QStringLiteral("held%1").arg(i + 1));
    held.slider->setAccessibleName(tr("%1 held at").arg(coordinate(i)));
    held.slider->setRange(-kReach, kReach);
    held.slider->setPageStep(50);
    held.slider->setMinimumWidth(180);
    held.value->setObjectName(QStringLiteral("heldValue%1").arg(i + 1));
    held.value->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    held.value->setMinimumWidth(held.value->fontMetrics().horizontalAdvance(twoDecimals(-kReach)));
    grid->addWidget(held.name, i, 0);
    grid->addWidget(held.slider, i, 1);
    grid->addWidget(held.value, i, 2);
    connect(held.slider, &QSlider::valueChanged, this, [this, i](int value) { takeHeld(i, value); });
    m_held.push_back(held);
  }
  grid->setRowStretch(dimensions, 1);
}

void AxisControls::showPopup() {
  m_rowsHolder->layout()->activate();
  const int chrome = m_reset->sizeHint().height() + 3 * kGrid + 4;
  m_popup->resize(textLength(320), std::min(textLength(360), chrome + m_rowsHolder->sizeHint().height()));
  m_popup->move(m_open->mapToGlobal(QPoint(0, m_open->height() + 2)));
  m_popup->show();
}

void AxisControls::setLeading(std::optional<std::pair<int, int>> coordinates) {
  if (coordinates == m_leading) return;
  m_leading = coordinates;
  if (!coordinates)
    m_mode->removeItem(kByUse);
  else if (m_mode->count() == kByUse)
    m_mode->addItem(tr("Highest KL"));
  showChoice();
}

bool AxisControls::isByUse() const {
  return m_choice.byUse && !m_choice.principal && m_leading;
}

std::pair<int, int> AxisControls::shown() const {
  return isByUse() ? *m_leading : std::pair(m_choice.x, m_choice.y);
}

void AxisControls::takeMode(int index) {
  std::tie(m_choice.x, m_choice.y) = shown();  // one goes on from what is on the screen
  m_choice.principal = index == kPrincipal;
  m_choice.byUse = index == kByUse;
  showChoice();
  Q_EMIT choiceChanged(m_choice);
}

void AxisControls::takeAxis(bool isX, int index) {
  std::tie(m_choice.x, m_choice.y) = shown();
  m_choice.byUse = false;
  int& mine = isX ? m_choice.x : m_choice.y;
  int& other = isX ? m_choice.y : m_choice.x;
  if (index == other) other = mine;  // the two change places
  mine = index;
  showChoice();
  Q_EMIT choiceChanged(m_choice);
}

void AxisControls::takeHeld(int dimension, int hundredths) {
  m_held[static_cast<std::size_t>(dimension)].value->setText(twoDecimals(hundredths));
  m_choice.held[static_cast<std::size_t>(dimension)] = static_cast<float>(hundredths) / 100.0F;
  Q_EMIT choiceChanged(m_choice);
}

void AxisControls::resetHeld() {
  for (std::size_t i = 0; i < m_held.size(); ++i) {
    const QSignalBlocker quiet(m_held[i].slider);
    m_held[i].slider->setValue(0);
    m_held[i].value->setText(twoDecimals(0));
    m_choice.held[i] = 0;
  }
  Q_EMIT choiceChanged(m_choice);
}

void AxisControls::setChoice(const PlaneChoice& choice) {
  if (choice == m_choice) return;
  const auto dimensions = static_cast<int>(m_choice.held.size());
  m_choice.principal = choice.principal;
  m_choice.byUse = choice.byUse;
  if (choice.x != choice.y && std::max(choice.x, choice.y) < dimensions &&
      std::min(choice.x, choice.y) >= 0) {
    m_choice.x = choice.x;
    m_choice.y = choice.y;
  }
  for (std::size_t i = 0; i < m_held.size(); ++i) {
    m_choice.held[i] = i < choice.held.size() ? choice.held[i] : 0;
    const auto hundredths = static_cast<int>(std::lround(100 * m_choice.held[i]));
    const QSignalBlocker quiet(m_held[i].slider);
    m_held[i].slider->setValue(hundredths);
    m_held[i].value->setText(twoDecimals(hundredths));
  }
  showChoice();
}

void AxisControls::showChoice() {
  const auto [x, y] = shown();
  m_mode->setCurrentIndex(m_choice.principal ? kPrincipal : isByUse() ? kByUse : kCoordinates);
  m_x->setCurrentIndex(x);
  m_y->setCurrentIndex(y);
  for (QWidget* widget :
       {static_cast<QWidget*>(m_xLabel), static_cast<QWidget*>(m_x), static_cast<QWidget*>(m_yLabel),
        static_cast<QWidget*>(m_y), static_cast<QWidget*>(m_open)})
    widget->setVisible(!m_choice.principal);
  for (std::size_t i = 0; i < m_held.size(); ++i) {
    const bool free = static_cast<int>(i) != x && static_cast<int>(i) != y;
    for (QWidget* widget : {static_cast<QWidget*>(m_held[i].name), static_cast<QWidget*>(m_held[i].slider),
                            static_cast<QWidget*>(m_held[i].value)})
      widget->setVisible(free);
  }
}

}  // namespace isthmus
