#include "widgets/data/builtin_dialog.h"

#include "core/base/number_text.h"
#include "widgets/parts/real_spin_box.h"
#include "widgets/text/number_text.h"
#include "widgets/text/view_text.h"
#include "widgets/theme/theme.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <cmath>
#include <string_view>

namespace isthmus {
namespace {}  // namespace

BuiltinDialog::BuiltinDialog(const BuiltinSet& set, QWidget* parent) : QDialog(parent), m_set(set) {
  setWindowTitle(tr("Make %1").arg(viewText(set.title)));
  setLocale(interfaceLocale());
  auto* what = new QLabel(viewText(set.description));
  what->setWordWrap(true);
  auto* form = new QFormLayout;
  form->setSpacing(kGrid);
  for (const BuiltinParameter& parameter : set.parameters) {
    auto* field = new RealSpinBox(RealSpinBox::Steps::Even);
    field->setObjectName(viewText(parameter.name));
    field->setAccessibleName(viewText(parameter.label));
    field->setDecimals(parameter.isWhole ? 0 : 4);
    field->setRange(parameter.lowest, parameter.highest);
    field->setSingleStep(parameter.isWhole ? 1 : 0.05);
    field->setValue(parameter.usual);
    field->setToolTip(tr("%1 From %2 to %3.")
                          .arg(viewText(parameter.help), QString::fromStdString(numberText(parameter.lowest)),
                               QString::fromStdString(numberText(parameter.highest))));
    form->addRow(viewText(parameter.label), field);
    m_fields.push_back(field);
  }
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
  QPushButton* make = buttons->addButton(tr("Make and load"), QDialogButtonBox::AcceptRole);
  make->setObjectName(QStringLiteral("makeBuiltin"));
  buttons->button(QDialogButtonBox::Cancel)->setAutoDefault(false);  // Enter makes, wherever the focus is
  connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  auto* column = new QVBoxLayout(this);
  column->setSpacing(2 * kGrid);
  column->addWidget(what);
  column->addLayout(form);
  column->addWidget(buttons);
  make->setDefault(true);  // only now does it belong to the dialog, which must hear of it
  make->setFocus();
}

std::string BuiltinDialog::parameters() const {
  std::string result;
  for (std::size_t i = 0; i < m_fields.size(); ++i) {
    if (i > 0) result += ',';
    result += m_set.parameters[i].name;
    result += '=';
    result += numberText(m_fields[i]->value());
  }
  return result;
}

}  // namespace isthmus
