#include "app/workspace/view_state_json.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string_view>
#include <utility>

namespace isthmus {
namespace {

constexpr int kVersion = 1;

/// The values of an enumeration with their names in files.
template <typename Enum>
struct Name {
  Enum value;
  std::string_view name;
};
constexpr std::array<Name<ColourBy::Kind>, 3> kColourings = {
    {{ColourBy::Kind::Label, "label"}, {ColourBy::Kind::Error, "error"}, {ColourBy::Kind::Factor, "factor"}}};
constexpr std::array<Name<ThresholdRule::Kind>, 4> kRules = {{{ThresholdRule::Kind::MeanPlusSd, "mean+sd"},
                                                              {ThresholdRule::Kind::Quantile, "quantile"},
                                                              {ThresholdRule::Kind::MedianPlusMad, "mad"},
                                                              {ThresholdRule::Kind::Fixed, "fixed"}}};
constexpr std::array<Name<Part>, 3> kParts = {
    {{Part::Train, "train"}, {Part::Validation, "validation"}, {Part::Test, "test"}}};
constexpr std::array<Name<ErrorTab>, 3> kTabs = {
    {{ErrorTab::Histogram, "histogram"}, {ErrorTab::Gallery, "gallery"}, {ErrorTab::Roc, "roc"}}};
constexpr std::array<Name<AnomalyPick::Kind>, 3> kAnomalies = {{{AnomalyPick::Kind::Usual, "usual"},
                                                                {AnomalyPick::Kind::Probe, "probe"},
                                                                {AnomalyPick::Kind::Class, "class"}}};
constexpr std::array<Name<WallView::Filter>, 3> kFilters = {{{WallView::Filter::All, "all"},
                                                             {WallView::Filter::Class, "class"},
                                                             {WallView::Filter::Selection, "selection"}}};

QString text(std::string_view name) {
  return QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
}

template <typename Names, typename Enum>
QString nameOf(const Names& names, Enum value) {
  for (const auto& entry : names)
    if (entry.value == value) return text(entry.name);
  return {};
}

template <typename Names, typename Enum>
void readName(const Names& names, const QJsonValue& json, Enum& value) {
  const std::string name = json.toString().toStdString();
  for (const auto& entry : names)
    if (entry.name == name) value = entry.value;
}

void readBool(const QJsonValue& json, bool& value) {
  value = json.toBool(value);
}

void readReal(const QJsonValue& json, double& value) {
  value = json.toDouble(value);
}

/// Whole numbers from 0 that a double holds exactly.
template <typename Integer>
std::optional<Integer> integerOf(const QJsonValue& json) {
  const double number = json.toDouble(-1);
  const bool fits = number >= 0 && number <= static_cast<double>(std::numeric_limits<Integer>::max()) &&
                    number <= 9007199254740992.0 && number == std::floor(number);
  return fits ? std::optional(static_cast<Integer>(number)) : std::nullopt;
}

QJsonObject choiceJson(const PlaneChoice& choice) {
  QJsonArray held;
  for (const float value : choice.held) held.append(static_cast<double>(value));
  return {{"principal", choice.principal},
          {"x", choice.x},
          {"y", choice.y},
          {"held", held},
          {"byUse", choice.byUse}};
}

PlaneChoice choiceOf(const QJsonObject& json) {
  PlaneChoice choice;
  readBool(json["principal"], choice.principal);
  choice.x = integerOf<int>(json["x"]).value_or(choice.x);
  choice.y = integerOf<int>(json["y"]).value_or(choice.y);
  choice.byUse = !integerOf<int>(json["x"]);  // states from before there was this choice: x and y were chosen
  readBool(json["byUse"], choice.byUse);
  for (const QJsonValue value : json["held"].toArray())
    choice.held.push_back(static_cast<float>(value.toDouble()));
  return choice;
}

QJsonObject planeJson(const PlaneView& plane) {
  QJsonArray visible;
  for (const bool flag : plane.visible) visible.append(flag);
  QJsonObject json{{"choice", choiceJson(plane.choice)},
                   {"colouring", nameOf(kColourings, plane.colouring.kind)},
                   {"factor", plane.colouring.factor},
                   {"visible", visible},
                   {"points", plane.points},
                   {"probe", plane.probe},
                   {"above", plane.above},
                   {"names", plane.names},
                   {"rings", plane.rings},
                   {"manifold", plane.manifold},
                   {"hover", plane.hover},
                   {"lasso", plane.lasso}};
  if (plane.viewport)
    json["viewport"] = QJsonObject{{"x", plane.viewport->centre.x()},
                                   {"y", plane.viewport->centre.y()},
                                   {"unitsPerPixel", plane.viewport->unitsPerPixel}};
  return json;
}

PlaneView planeOf(const QJsonObject& json) {
  PlaneView plane;
  plane.choice = choiceOf(json["choice"].toObject());
  readName(kColourings, json["colouring"], plane.colouring.kind);
  plane.colouring.factor = integerOf<int>(json["factor"]).value_or(0);
  for (const QJsonValue flag : json["visible"].toArray()) plane.visible.push_back(flag.toBool(true));
  readBool(json["points"], plane.points);
  readBool(json["probe"], plane.probe);
  readBool(json["above"], plane.above);
  readBool(json["names"], plane.names);
  readBool(json["rings"], plane.rings);
  readBool(json["manifold"], plane.manifold);
  readBool(json["hover"], plane.hover);
  readBool(json["lasso"], plane.lasso);
  const QJsonObject viewport = json["viewport"].toObject();
  if (const double scale = viewport["unitsPerPixel"].toDouble(); scale > 0)
    plane.viewport = PlaneViewport{{viewport["x"].toDouble(), viewport["y"].toDouble()}, scale};
  return plane;
}

QJsonObject errorsJson(const ErrorsView& errors) {
  QJsonObject json{
      {"rule", QJsonObject{{"kind", nameOf(kRules, errors.rule.kind)}, {"parameter", errors.rule.parameter}}},
      {"tab", nameOf(kTabs, errors.tab)},
      {"overlaid", errors.overlaid},
      {"logCounts", errors.logCounts},
      {"anomalies", nameOf(kAnomalies, errors.anomalies.kind)},
      {"anomalyClass", QString::fromStdString(errors.anomalies.className)}};
  if (errors.measure) json["measure"] = text(measureName(*errors.measure));
  if (errors.part) json["part"] = nameOf(kParts, *errors.part);
  return json;
}

ErrorsView errorsOf(const QJsonObject& json) {
  ErrorsView errors;
  const QJsonObject rule = json["rule"].toObject();
  readName(kRules, rule["kind"], errors.rule.kind);
  readReal(rule["parameter"], errors.rule.parameter);
  readName(kTabs, json["tab"], errors.tab);
  readBool(json["overlaid"], errors.overlaid);
  readBool(json["logCounts"], errors.logCounts);
  readName(kAnomalies, json["anomalies"], errors.anomalies.kind);
  errors.anomalies.className = json["anomalyClass"].toString().toStdString();
  errors.measure = measureFromName(json["measure"].toString().toStdString());
  for (const auto& entry : kParts)
    if (json["part"].toString() == text(entry.name)) errors.part = entry.value;
  return errors;
}

QJsonObject wallJson(const WallView& wall) {
  return {{"filter", nameOf(kFilters, wall.filter)},
          {"class", QString::fromStdString(wall.className)},
          {"details", wall.details}};
}

WallView wallOf(const QJsonObject& json) {
  WallView wall;
  readName(kFilters, json["filter"], wall.filter);
  wall.className = json["class"].toString().toStdString();
  readBool(json["details"], wall.details);
  return wall;
}

}  // namespace

QByteArray toJson(const ViewState& view) {
  QJsonObject json{{"version", kVersion},
                   {"page", view.page},
                   {"plane", planeJson(view.plane)},
                   {"errors", errorsJson(view.errors)},
                   {"wall", wallJson(view.wall)}};
  if (view.pointer) json["pointer"] = QJsonArray{view.pointer->x, view.pointer->y};
  if (view.picked) json["picked"] = static_cast<double>(*view.picked);
  if (view.selection) {
    QJsonArray selection;
    for (const std::uint32_t sample : *view.selection) selection.append(static_cast<double>(sample));
    json["selection"] = selection;
  }
  return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

Result<ViewState> viewStateFromJson(const QByteArray& text, const std::string& name) {
  QJsonParseError problem;
  const QJsonDocument document = QJsonDocument::fromJson(text, &problem);
  if (!document.isObject())
    return Error{ErrorCode::BadFormat,
                 "is no JSON object" + (problem.error == QJsonParseError::NoError
                                            ? std::string()
                                            : ": " + problem.errorString().toStdString()),
                 name};
  const QJsonObject json = document.object();
  if (const auto version = json["version"].toInt(kVersion); version > kVersion)
    return Error{ErrorCode::BadFormat,
                 "is of version " + std::to_string(version) + " of views; this program reads up to version " +
                     std::to_string(kVersion),
                 name};
  ViewState view;
  view.page = json["page"].toString(view.page);
  view.plane = planeOf(json["plane"].toObject());
  view.errors = errorsOf(json["errors"].toObject());
  view.wall = wallOf(json["wall"].toObject());
  const QJsonArray pointer = json["pointer"].toArray();
  if (pointer.size() == 2 && pointer[0].isDouble() && pointer[1].isDouble())
    view.pointer = LatentPlane::Point{pointer[0].toDouble(), pointer[1].toDouble()};
  view.picked = integerOf<std::size_t>(json["picked"]);
  std::vector<std::uint32_t> selection;
  for (const QJsonValue sample : json["selection"].toArray())
    if (const auto index = integerOf<std::uint32_t>(sample)) selection.push_back(*index);
  if (!selection.empty()) view.selection = united(nullptr, std::move(selection));
  return view;
}

}  // namespace isthmus
