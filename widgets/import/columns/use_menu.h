#pragma once

#include "core/data/dataset_format.h"

#include <QKeySequence>
#include <QString>

#include <array>
#include <functional>
#include <optional>

class QMenu;
class QPoint;
class QWidget;

namespace isthmus {

/// What a column can become, in the order of menus and buttons.
inline constexpr std::array kColumnUses = {FieldUse::Feature, FieldUse::Label, FieldUse::Factor,
                                           FieldUse::Name, FieldUse::LeftOut};

/// "Feature", "Leave out": what a menu or button says.
QString useCommand(FieldUse use);
/// The key that does the same in the list of columns.
Qt::Key useKey(FieldUse use);

/// Asks what some columns shall become; does not wait. `present`: what all of them are. Without `mayBeOne`
/// label and name cannot be chosen, for they are one column each.
void showUseMenu(QWidget* parent, const QPoint& place, const QString& title, std::optional<FieldUse> present,
                 bool mayBeOne, const std::function<void(FieldUse)>& take);

}  // namespace isthmus
