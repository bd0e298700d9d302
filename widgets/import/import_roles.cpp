#include "widgets/import/import_roles.h"

#include "widgets/text/number_text.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>
#include <numeric>

namespace isthmus {
namespace {

QString tr(const char* text) {
  return QCoreApplication::translate("ImportRoles", text);
}

}  // namespace

QString useText(FieldUse use) {
  switch (use) {
    case FieldUse::Unknown:
      return {};
    case FieldUse::Feature:
      return tr("feature");
    case FieldUse::Label:
      return tr("label");
    case FieldUse::Factor:
      return tr("factor");
    case FieldUse::Name:
      return tr("name");
    case FieldUse::LeftOut:
      return tr("left out");
  }
  return {};
}

QString useExplanation(FieldUse use) {
  switch (use) {
    case FieldUse::Unknown:
      return {};
    case FieldUse::Feature:
      return tr("A number of each sample: the model learns from it.");
    case FieldUse::Label:
      return tr("The class of each sample: colours the points; the model does not see it.");
    case FieldUse::Factor:
      return tr("Known of each sample beside its numbers: can colour the points; the model does not see it.");
    case FieldUse::Name:
      return tr("Tells the samples apart: shown with each; the model does not see it.");
    case FieldUse::LeftOut:
      return tr("Not used.");
  }
  return {};
}

QString useCountsText(const std::array<std::size_t, kFieldUses>& counts) {
  const auto of = [&](FieldUse use) { return counts[static_cast<std::size_t>(use)]; };
  QStringList parts;
  const auto add = [&](FieldUse use, const QString& one, const QString& many) {
    if (of(use) > 0) parts << countedText(of(use), one, many);
  };
  add(FieldUse::Feature, tr("feature"), tr("features"));
  add(FieldUse::Label, tr("label"), tr("labels"));
  add(FieldUse::Factor, tr("factor"), tr("factors"));
  add(FieldUse::Name, tr("name"), tr("names"));
  add(FieldUse::LeftOut, tr("left out"), tr("left out"));
  add(FieldUse::Unknown, tr("not decided yet"), tr("not decided yet"));
  const std::size_t all = std::accumulate(counts.begin(), counts.end(), std::size_t{0});
  return tr("%1 of %2").arg(parts.join(QStringLiteral(", ")), countedText(all, tr("column"), tr("columns")));
}

bool mayChooseColumns(const LoadPreview& preview) {
  return std::ranges::count(preview.choices, LoadChoice::Columns) > 0 && fieldsAreColumns(preview);
}

bool fieldsAreColumns(const LoadPreview& preview) {
  const std::size_t shown = std::min(preview.columns.size(), preview.fields.size());
  if (shown == 0 || preview.rows.empty()) return false;
  for (std::size_t i = 0; i < shown; ++i)
    if (preview.columns[i] != preview.fields[i].name) return false;
  return true;
}

FieldUse columnUse(const LoadPlan& plan, std::size_t column) {
  if (!fieldsAreColumns(plan.preview) || column >= plan.preview.fields.size()) return FieldUse::Unknown;
  const FieldUse told = plan.preview.fields[column].use;
  return told == FieldUse::Unknown && labelField(plan) == column ? FieldUse::Label : told;
}

std::optional<std::size_t> labelField(const LoadPlan& plan) {
  const auto& label = plan.options.label;
  const auto& fields = plan.preview.fields;
  if (!label || *label == LoadOptions::kNoLabel) return std::nullopt;
  if (*label == LoadOptions::kLastColumn && fieldsAreColumns(plan.preview)) return fields.size() - 1;
  const auto named = std::ranges::find(fields, *label, &LoadField::name);
  if (named == fields.end()) return std::nullopt;
  return static_cast<std::size_t>(named - fields.begin());
}

std::optional<std::string> labelOption(const LoadPreview& preview, std::size_t field) {
  const std::string& name = preview.fields[field].name;
  const auto first = std::ranges::find(preview.fields, name, &LoadField::name);
  if (!name.empty() && first - preview.fields.begin() == static_cast<std::ptrdiff_t>(field)) return name;
  if (field + 1 == preview.fields.size() && fieldsAreColumns(preview))
    return std::string(LoadOptions::kLastColumn);
  return std::nullopt;
}

}  // namespace isthmus
