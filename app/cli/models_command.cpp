#include "app/cli/commands.h"
#include "core/model/model_kind.h"

#include <nlohmann/json.hpp>

#include <cstdio>
#include <string>

namespace isthmus::cli {
namespace {

using nlohmann::ordered_json;

std::string text(std::string_view view) {
  return std::string(view);
}

ordered_json settingJson(const Setting& setting) {
  ordered_json json = {{"key", setting.key}, {"explanation", setting.explanation}};
  std::visit([&json](const auto& usual) { json["usual"] = usual; }, setting.usual);
  json["lowest"] = setting.lowest;
  json["highest"] = setting.highest;
  json["live"] = setting.isLive;
  return json;
}

std::string kindsJson() {
  ordered_json kinds = ordered_json::array();
  for (const ModelKind& kind : modelKinds()) {
    ordered_json settings = ordered_json::array();
    for (const Setting& setting : kind.settings) settings.push_back(settingJson(setting));
    ordered_json json = {{"id", kind.id}};
    if (!kind.shortId.empty()) json["short_id"] = kind.shortId;
    json["title"] = kind.title;
    json["explanation"] = kind.explanation;
    json["closed_form"] = kind.solver == Objective::Solver::ClosedForm;
    json["settings"] = std::move(settings);
    kinds.push_back(std::move(json));
  }
  return kinds.dump(2) + "\n";
}

std::string kindsText() {
  std::string all;
  for (const ModelKind& kind : modelKinds()) {
    all += text(kind.id) + (kind.shortId.empty() ? "" : " (or " + text(kind.shortId) + ")") + ": " +
           text(kind.title) + "\n  " + text(kind.explanation) + "\n";
    for (const Setting& setting : kind.settings)
      all += "  --set " + text(setting.key) + "=" + settingText(setting.usual) + "  " +
             text(setting.explanation) + "\n";
    all += "\n";
  }
  return all;
}

Result<void> runModels(const Arguments& arguments) {
  std::fputs((arguments.has("json") ? kindsJson() : kindsText()).c_str(), stdout);
  return {};
}

}  // namespace

Command modelsCommand() {
  return {"models",
          "lists the kinds of model and their settings",
          {{"json", "", "as JSON", Option::Takes::Nothing}},
          runModels};
}

}  // namespace isthmus::cli
