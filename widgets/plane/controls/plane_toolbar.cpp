#include "widgets/plane/controls/plane_toolbar.h"

#include "widgets/plane/controls/switch_button.h"
#include "widgets/theme/theme.h"

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

#include <algorithm>

namespace isthmus {
namespace {

constexpr int kToolGap = kGrid / 2;  // between two things in a row

QString ringsExplanation() {
  return PlaneToolbar::tr(
      "Circles at 1, 2 and 3 standard deviations of the prior, the distribution that the codes are drawn "
      "towards "
      "(R).");
}

}  // namespace

PlaneToolbar::PlaneToolbar(QWidget* parent) : QWidget(parent) {
  m_rows = new QBoxLayout(QBoxLayout::LeftToRight, this);
  m_rows->setContentsMargins(0, 0, 0, 0);
  m_rows->setSpacing(kToolGap);
  m_first = new QHBoxLayout;
  m_second = new QHBoxLayout;
  m_third = new QHBoxLayout;
  m_switches = new QBoxLayout(QBoxLayout::LeftToRight);
  m_rows->addLayout(m_first);
  m_rows->addLayout(m_switches, 1);
  m_switches->addLayout(m_second);
  m_switches->addLayout(m_third, 1);
  for (QBoxLayout* row : {m_first, m_switches, m_second, m_third}) row->setSpacing(kToolGap);
  auto* label = new QLabel(tr("&Colour by"), this);
  m_colourBy = new QComboBox(this);
  m_colourBy->setObjectName(QStringLiteral("colourBy"));
  m_colourBy->setAccessibleName(tr("Colour by"));
  m_colourBy->setToolTip(tr("What the colour of a point stands for."));
  m_colourBy->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  m_colourBy->setMinimumContentsLength(17);
  m_colourBy->setMinimumWidth(96);
  label->setBuddy(m_colourBy);
  m_first->addWidget(label);
  m_first->addWidget(m_colourBy);
  m_first->addSpacing(kGrid);
  m_first->addStretch(0);
  m_points =
      addButton(m_second, "showPoints", tr("Points"), tr("Points"), tr("Every sample as a point (P)."));
  m_names = addButton(m_second, "showNames", tr("Names"), tr("Names"),
                      tr("The name of each class where its points lie, for up to 20 classes (N)."));
  m_rings = addButton(m_second, "showRings", tr("Rings"), tr("Prior rings"), ringsExplanation());
  m_second->addStretch(0);
  m_manifold = addButton(m_third, "showManifold", tr("Manifold"), tr("Decoded manifold"),
                         tr("What the decoder makes of every place in the plane, behind the points (M)."));
  m_hover = addButton(m_third, "decodeOnHover", tr("Hover"), tr("Decode on hover"),
                      tr("Decodes under the mouse without a button pressed (H). When the mouse leaves the "
                         "plane, the place pressed last is decoded again."));
  m_lasso =
      addButton(m_third, "lasso", tr("Lasso"), tr("Select with a lasso"),
                tr("Draw around points with the left button to select them (L). Without this switch hold "
                   "Shift; Ctrl+Shift adds to what is selected. Esc or a click beside the points drops the "
                   "selection."));
  m_third->addStretch(1);
  m_fit = addButton(m_third, "fitButton", tr("Fit"), tr("Fit all points into view"),
                    tr("Shows all points (F, or double click)."));
  m_fit->setCheckable(false);
  m_points->setChecked(true);
  m_names->setChecked(true);
  m_rings->setChecked(true);
  m_hover->setChecked(true);
  connect(m_colourBy, &QComboBox::activated, this,
          [this](int index) { Q_EMIT colourByChosen(m_choices[static_cast<std::size_t>(index)].by); });
}

void PlaneToolbar::setPriorThere(bool isThere) {
  m_rings->setEnabled(isThere);
  m_rings->setToolTip(isThere
                          ? ringsExplanation()
                          : tr("This model has no prior: nothing says how its codes should lie, so there are "
                               "no rings."));
}

QSize PlaneToolbar::minimumSizeHint() const {
  int widest = 0;
  for (const QBoxLayout* row : {m_first, m_second, m_third})
    widest = std::max(widest, row->minimumSize().width());
  return {widest, m_rows->minimumSize().height()};
}

void PlaneToolbar::placeRows() {
  const int switches = m_second->minimumSize().width() + kToolGap + m_third->minimumSize().width();
  const auto direction = [this](int needed) {
    return width() >= needed ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom;
  };
  m_rows->setDirection(direction(m_first->minimumSize().width() + kToolGap + switches));
  m_switches->setDirection(direction(switches));
}

void PlaneToolbar::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  placeRows();
}

bool PlaneToolbar::event(QEvent* event) {
  if (event->type() == QEvent::LayoutRequest) placeRows();  // the size of the text has changed
  return QWidget::event(event);
}

QToolButton* PlaneToolbar::addButton(QBoxLayout* row, const char* objectName, const QString& text,
                                     const QString& name, const QString& tip) {
  auto* button = new SwitchButton(this);
  button->setObjectName(QLatin1String(objectName));
  button->setText(text);
  button->setAccessibleName(name);
  button->setAccessibleDescription(tip);
  button->setToolTip(QStringLiteral("<b>%1</b><br>%2").arg(name, tip));
  button->setCheckable(true);
  row->addWidget(button);
  return button;
}

void PlaneToolbar::setChoices(const std::vector<PlaneColourModel::Choice>& choices, const ColourBy& chosen) {
  m_choices = choices;
  m_colourBy->clear();
  for (const PlaneColourModel::Choice& choice : choices) {
    m_colourBy->addItem(choice.name);
    if (choice.by == chosen) m_colourBy->setCurrentIndex(m_colourBy->count() - 1);
  }
  m_colourBy->setEnabled(choices.size() > 1);
}

}  // namespace isthmus
