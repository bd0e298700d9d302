// Who may include whom (CONTRIBUTING.md). The compiler cannot tell: LibTorch's headers lie in /usr/include.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <string>
#include <vector>

namespace isthmus {
namespace {

namespace fs = std::filesystem;

struct Rule {
  std::string folder;    ///< files below it ...
  std::regex forbidden;  ///< ... include nothing that matches this ...
  std::regex exempt;     ///< ... unless their own path matches this
};

std::vector<Rule> rules() {
  const std::regex torch("^(torch|ATen|c10)/");
  const std::regex qt("^(Q[A-Za-z]|qcustomplot|widgets/|app/)");
  const std::regex none("^$");
  const std::regex engine("^core/engine/");
  return {
      {"core/base", std::regex("^(core/(?!base/)|Q|torch|ATen|c10|widgets/|app/)"), none},
      {"core", qt, none},
      {"core", torch, engine},
      {"core", std::regex("^core/engine/"), engine},
      {"core/engine", torch, std::regex("^core/engine/torch/")},
      {"widgets", torch, none},
      {"widgets", std::regex("^(app/|core/engine/(closed|detail|dense|torch)/)"), none},
      {"app", torch, none},
      {"app", std::regex("^(qcustomplot|core/engine/(closed|detail|dense|torch)/|widgets/plot/qcp.h)"), none},
      {"widgets", std::regex("^qcustomplot"), std::regex("^widgets/plot/qcp.h$")},
      // What is on the screen knows nothing of who shows it or who works for it.
      {"app/workspace", std::regex("^(app/(?!workspace/)|widgets/.*_(panel|view_wiring|dialog).h)"), none},
      {"app/session", std::regex("^app/(shell|rooms/.*_(room|menu|page).h)"), none},
      // Rooms know what a page is given, not the window.
      {"app/rooms", std::regex("^app/shell/(?!(services|page|folder_memory|user_questions).h)"), none},
      {"app/help", std::regex("^(app/(?!help/)|core/)"), none},
      {"app/cli", std::regex("^(app/(?!cli/|loading/)|widgets/(?!images/)|Q(Widget|Application))"), none},
      {"app/loading", std::regex("^(app/(?!loading/)|widgets/)"), none},
      {"app/reader", std::regex("^(app/(?!reader/)|core/|widgets/|Q)"), none},
      {"widgets/jobs", std::regex("^widgets/(?!jobs/)"), none},
  };
}

std::vector<std::string> includesOf(const fs::path& file) {
  static const std::regex line(R"(^\s*#\s*include\s*[<"]([^>"]+)[>"])");
  std::vector<std::string> includes;
  std::ifstream in(file);
  for (std::string text; std::getline(in, text);) {
    std::smatch match;
    if (std::regex_search(text, match, line)) includes.push_back(match[1]);
  }
  return includes;
}

TEST(Layering, EveryIncludeKeepsToTheHousesRules) {
  const fs::path root = ISTHMUS_SOURCE_DIR;
  int files = 0;
  for (const Rule& rule : rules()) {
    for (const auto& entry : fs::recursive_directory_iterator(root / rule.folder)) {
      if (entry.path().extension() != ".h" && entry.path().extension() != ".cpp") continue;
      ++files;
      const std::string path = fs::relative(entry.path(), root).string();
      if (std::regex_search(path, rule.exempt)) continue;
      for (const std::string& include : includesOf(entry.path()))
        EXPECT_FALSE(std::regex_search(include, rule.forbidden)) << path << " includes " << include;
    }
  }
  EXPECT_GT(files, 100);
}

TEST(Layering, PublicHeadersIncludeNeitherTorchNorQCustomPlot) {
  const std::regex forbidden("^(torch|ATen|c10|qcustomplot)");
  const fs::path root = ISTHMUS_SOURCE_DIR;
  for (const char* header :
       {"core/engine/training/trainer.h", "core/engine/live_decoder.h", "core/engine/inference.h",
        "widgets/plane/latent_plane_view.h", "widgets/errors/error_panel.h", "widgets/plot/loss_plot.h"})
    for (const std::string& include : includesOf(root / header))
      EXPECT_FALSE(std::regex_search(include, forbidden)) << header << " includes " << include;
}

}  // namespace
}  // namespace isthmus
