#include "app/cli/commands.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <exception>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace isthmus;
using namespace isthmus::cli;

constexpr int kFailed = 1;
constexpr int kWrongUse = 2;

std::vector<Command> commands() {
  return {datasetsCommand(), modelsCommand(), trainCommand(),
          encodeCommand(),   decodeCommand(), scoreCommand()};
}

void printHelp() {
  std::printf(
      "Usage: isthmus-cli COMMAND [OPTIONS]\n\nTrains variational autoencoders and other models and works "
      "with them, without "
      "a "
      "window.\n\nCommands:\n");
  for (const Command& command : commands())
    std::printf("  %-10s %s\n", std::string(command.name).c_str(), std::string(command.summary).c_str());
  std::printf(
      "\n'isthmus-cli COMMAND --help' tells a command's options. Exit codes: 0 done, 1 failed, 2 wrong use "
      "or "
      "unreadable input.\n");
}

void printHelp(const Command& command) {
  std::printf("Usage: isthmus-cli %s [OPTIONS]\n\nThis command %s.\n", std::string(command.name).c_str(),
              std::string(command.summary).c_str());
  if (!command.options.empty()) std::printf("\nOptions:\n");
  for (const Option& option : command.options) {
    const std::string usage = "--" + std::string(option.name) + " " + std::string(option.value);
    std::printf("  %-26s %s\n", usage.c_str(), std::string(option.help).c_str());
  }
}

int fail(const Error& error) {
  std::fprintf(stderr, "isthmus-cli: %s\n", error.text().c_str());
  return error.code == ErrorCode::Internal || error.code == ErrorCode::Cancelled ? kFailed : kWrongUse;
}

int runCommand(const std::vector<std::string>& words) {
  const auto all = commands();
  const auto command = std::ranges::find(all, words.front(), &Command::name);
  if (command == all.end())
    return fail({ErrorCode::BadSetting, "'" + words.front() + "' is not a command; see isthmus-cli --help"});
  if (std::ranges::find(words, "--help") != words.end()) {
    printHelp(*command);
    return 0;
  }
  const auto arguments = Arguments::parse({words.begin() + 1, words.end()}, command->options);
  if (!arguments) return fail(arguments.error());
  const auto done = command->run(*arguments);
  return done ? 0 : fail(done.error());
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> words(argv + 1, argv + argc);
  if (words.empty()) {
    printHelp();
    return kWrongUse;
  }
  if (words.front() == "--help" || words.front() == "-h") {
    printHelp();
    return 0;
  }
  if (words.front() == "--version") {
    std::printf("isthmus-cli %s\n", ISTHMUS_VERSION);
    return 0;
  }
  try {
    return runCommand(words);
  } catch (const std::exception& problem) {  // LibTorch and the allocator throw
    const std::string_view said = problem.what();
    const std::string firstLine(said.substr(0, said.find('\n')));
    std::fprintf(stderr, "isthmus-cli: %s\n", firstLine.c_str());
    return kFailed;
  }
}
