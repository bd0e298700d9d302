#include "widgets/import/import_factors.h"

#include "widgets/import/import_roles.h"
#include "widgets/text/view_text.h"

#include <QMenu>
#include <QStringList>
#include <QStyleOptionComboBox>
#include <QStylePainter>

#include <algorithm>

namespace isthmus {
namespace {

constexpr int kRoomForArrow = 28;

bool isOffered(const LoadField& field) {
  return field.canBeLabels && field.use != FieldUse::Label && field.use != FieldUse::Feature;
}

}  // namespace

ImportFactors::ImportFactors(QWidget* parent) : QToolButton(parent), m_menu(new QMenu(this)) {
  m_menu->setToolTipsVisible(true);
  setMenu(m_menu);
  setPopupMode(QToolButton::InstantPopup);
  setToolButtonStyle(Qt::ToolButtonTextOnly);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  setMinimumWidth(80);
  showText();
}

void ImportFactors::setPlan(const LoadPlan& plan) {
  m_menu->clear();
  QStringList names;
  for (const LoadField& field : plan.preview.fields) {
    if (!isOffered(field)) continue;
    const QString name = viewText(field.name);
    QAction* action = m_menu->addAction(
        QStringLiteral("%1  (%2)")
            .arg(QString(name).replace(u'&', QLatin1String("&&")), viewText(field.description)));
    action->setData(name);
    action->setCheckable(true);
    action->setChecked(field.use == FieldUse::Factor);
    action->setToolTip(useExplanation(field.use));
    if (action->isChecked()) names << name;
    connect(action, &QAction::triggered, this, &ImportFactors::tell);
  }
  m_names = names.join(QStringLiteral(", "));
  showText();
}

void ImportFactors::tell() {
  std::vector<std::string> names;
  for (const QAction* action : m_menu->actions())
    if (action->isChecked()) names.push_back(action->data().toString().toStdString());
  if (names.empty()) names.emplace_back(LoadOptions::kNoLabel);
  Q_EMIT chosen(names);
}

void ImportFactors::showText() {
  const QString all = m_names.isEmpty() ? tr("none") : m_names;
  setText(fontMetrics()
              .elidedText(all, Qt::ElideRight, std::max(width() - kRoomForArrow, 0))
              .replace(u'&', QLatin1String("&&")));
  setAccessibleDescription(all);
}

/// Looks like the boxes above and below it, for it is one among them.
void ImportFactors::paintEvent(QPaintEvent*) {
  QStyleOptionComboBox box;
  box.initFrom(this);
  box.editable = false;
  box.frame = true;
  box.currentText = accessibleDescription();
  box.subControls = QStyle::SC_All;
  if (isDown()) box.state |= QStyle::State_Sunken;
  QStylePainter painter(this);
  painter.drawComplexControl(QStyle::CC_ComboBox, box);
  painter.drawControl(QStyle::CE_ComboBoxLabel, box);
}

void ImportFactors::resizeEvent(QResizeEvent* event) {
  QToolButton::resizeEvent(event);
  showText();
}

}  // namespace isthmus
