#include "widgets/panels/import_roles.h"

#include <QCoreApplication>

#include <algorithm>

namespace isthmus {
namespace {

QString tr(const char* text) {
  return QCoreApplication::translate("ImportRoles", text);
}

}  // namespace

QString roleText(ColumnRole role) {
  switch (role) {
    case ColumnRole::Feature:
      return tr("feature");
    case ColumnRole::Label:
      return tr("label");
    case ColumnRole::Factor:
      return tr("factor");
    case ColumnRole::LeftOut:
      return tr("left out");
  }
  return {};
}

QString roleExplanation(ColumnRole role) {
  switch (role) {
    case ColumnRole::Feature:
      return tr("A number of each sample: the model learns from it.");
    case ColumnRole::Label:
      return tr("The class of each sample: colours the points, the model does not see it.");
    case ColumnRole::Factor:
      return tr(
          "Known of each sample beside its numbers: points can be coloured by it, the model does not see "
          "it.");
    case ColumnRole::LeftOut:
      return tr("Not used.");
  }
  return {};
}

bool fieldsAreColumns(const LoadPreview& preview) {
  return !preview.rows.empty() && !preview.columns.empty() &&
         std::ranges::all_of(preview.fields, [&](const LoadField& field) {
           return std::ranges::find(preview.columns, field.name) != preview.columns.end();
         });
}

std::optional<ColumnRole> columnRole(const LoadPlan& plan, std::size_t column) {
  if (!fieldsAreColumns(plan.preview)) return std::nullopt;
  const std::string& name = plan.preview.columns[column];
  if (labelName(plan) == name) return ColumnRole::Label;
  const auto field = std::ranges::find(plan.preview.fields, name, &LoadField::name);
  if (field == plan.preview.fields.end())
    return plan.preview.fields.empty() ? ColumnRole::Feature : ColumnRole::LeftOut;
  if (field->canBeSamples) return ColumnRole::Feature;
  return field->canBeLabels ? ColumnRole::Factor : ColumnRole::LeftOut;
}

std::optional<std::string> labelName(const LoadPlan& plan) {
  const auto& label = plan.options.label;
  if (!label || *label == LoadOptions::kNoLabel) return std::nullopt;
  if (*label == LoadOptions::kLastColumn && !plan.preview.columns.empty()) return plan.preview.columns.back();
  return label;
}

}  // namespace isthmus
