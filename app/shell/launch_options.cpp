#include "app/shell/launch_options.h"

#include <QCommandLineParser>

namespace isthmus {
namespace {

Error wrongUse(const QString& message) {
  return {ErrorCode::BadSetting, message.toStdString()};
}

void describe(QCommandLineParser& parser) {
  parser.addPositionalArgument(
      QStringLiteral("files"),
      QStringLiteral("Data (files or a folder) or a model (.safetensors). Options of "
                     "the data may stand behind the last name, as in "
                     "iris.csv:label=species,split=0.2; without them you are asked "
                     "where the files leave a choice."),
      QStringLiteral("[FILES[:OPTIONS]...]"));
  const auto option = [&](const char* name, const char* help, const char* value) {
    parser.addOption({QString::fromLatin1(name), QString::fromLatin1(help), QString::fromLatin1(value)});
  };
  option("dataset", "Load a data set of this computer: digits, fashion-mnist, mnist, ...", "NAME");
  option("train", "Train for so many epochs as soon as the data are there.", "EPOCHS");
  option("seed", "Seed of the weights, the order of the samples and the noise.", "N");
  option("size", "Size of the window, e.g. 1280x800.", "WxH");
  option("screenshot", "When all that was asked for is done, save a picture of the window and end.",
         "FILE.png");
  parser.addOption(
      {{QStringLiteral("h"), QStringLiteral("help")}, QStringLiteral("Show this help and end.")});
  parser.addOption(
      {{QStringLiteral("v"), QStringLiteral("version")}, QStringLiteral("Show the version and end.")});
}

}  // namespace

QString launchHelp() {
  QCommandLineParser parser;
  describe(parser);
  return parser.helpText();
}

Result<LaunchOptions> parseLaunchOptions(const QStringList& words) {
  QCommandLineParser parser;
  describe(parser);
  if (!parser.parse(QStringList{QStringLiteral("isthmus")} + words)) return wrongUse(parser.errorText());
  LaunchOptions options;
  for (const QString& file : parser.positionalArguments()) options.files.emplace_back(file.toStdString());
  if (!options.files.empty()) {
    auto last = splitOptions(options.files.back().string());
    if (!last) return last.error();
    options.files.back() = last->path;
    options.load = last->options;
  }
  options.dataset = parser.value(QStringLiteral("dataset"));
  options.screenshot = parser.value(QStringLiteral("screenshot"));
  if (!options.dataset.isEmpty() && !options.files.empty())
    return wrongUse(QStringLiteral("--dataset and FILES exclude each other"));
  if (parser.isSet(QStringLiteral("train"))) {
    bool valid = false;
    options.epochs = parser.value(QStringLiteral("train")).toInt(&valid);
    if (!valid || *options.epochs < 1)
      return wrongUse(QStringLiteral("--train needs a number of epochs from 1"));
  }
  if (parser.isSet(QStringLiteral("seed"))) {
    bool valid = false;
    options.seed = parser.value(QStringLiteral("seed")).toULongLong(&valid);
    if (!valid) return wrongUse(QStringLiteral("--seed needs a whole number from 0"));
  }
  if (parser.isSet(QStringLiteral("size"))) {
    const QStringList parts = parser.value(QStringLiteral("size")).split(QLatin1Char('x'));
    if (parts.size() == 2) options.size = {parts[0].toInt(), parts[1].toInt()};
    if (parts.size() != 2 || options.size.width() < 1000 || options.size.height() < 600 ||
        options.size.width() > 16384 || options.size.height() > 16384)
      return wrongUse(QStringLiteral("--size needs a width and height from 1000x600, e.g. 1280x800"));
  }
  return options;
}

}  // namespace isthmus
