#include "widgets/plane/plane_toolbar.h"

#include "widgets/plane/switch_button.h"
#include "widgets/theme/theme.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

namespace isthmus {

PlaneToolbar::PlaneToolbar(QWidget* parent) : QWidget(parent) {
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(4);
  auto* label = new QLabel(tr("&Colour by"), this);
  m_colourBy = new QComboBox(this);
  m_colourBy->setObjectName(QStringLiteral("colourBy"));
  m_colourBy->setAccessibleName(tr("Colour by"));
  m_colourBy->setToolTip(tr("What the colour of a point stands for."));
  m_colourBy->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  m_colourBy->setMinimumContentsLength(17);
  m_colourBy->setMinimumWidth(96);
  label->setBuddy(m_colourBy);
  row->addWidget(label);
  row->addWidget(m_colourBy);
  row->addSpacing(kGrid);
  m_points = addButton("showPoints", tr("Points"), tr("Points"), tr("Every sample as a point (P)."));
  m_names = addButton("showNames", tr("Names"), tr("Names"),
                      tr("The name of each class where its points lie, for up to 20 classes (N)."));
  m_rings = addButton(
      "showRings", tr("Rings"), tr("Prior rings"),
      tr("Circles at 1, 2 and 3 standard deviations of the prior, the distribution that the codes are "
         "drawn towards (R)."));
  m_manifold = addButton("showManifold", tr("Manifold"), tr("Decoded manifold"),
                         tr("What the decoder makes of every place in the plane, behind the points (M)."));
  m_hover = addButton("decodeOnHover", tr("Hover"), tr("Decode on hover"),
                      tr("Decodes under the mouse without a button pressed (H)."));
  m_lasso =
      addButton("lasso", tr("Lasso"), tr("Select with a lasso"),
                tr("Draw around points with the left button to select them (L). Without this switch hold "
                   "Shift; Ctrl+Shift adds to what is selected. Esc or a click beside the points drops the "
                   "selection."));
  row->addStretch(1);
  m_fit = addButton("fitButton", tr("Fit"), tr("Fit all points into view"),
                    tr("Shows all points (F, or double click)."));
  m_fit->setCheckable(false);
  m_points->setChecked(true);
  m_names->setChecked(true);
  m_rings->setChecked(true);
  connect(m_colourBy, &QComboBox::activated, this,
          [this](int index) { Q_EMIT colourByChosen(m_choices[static_cast<std::size_t>(index)].by); });
}

QToolButton* PlaneToolbar::addButton(const char* objectName, const QString& text, const QString& name,
                                     const QString& tip) {
  auto* button = new SwitchButton(this);
  button->setObjectName(QLatin1String(objectName));
  button->setText(text);
  button->setAccessibleName(name);
  button->setAccessibleDescription(tip);
  button->setToolTip(QStringLiteral("<b>%1</b><br>%2").arg(name, tip));
  button->setCheckable(true);
  layout()->addWidget(button);
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
