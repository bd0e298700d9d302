#pragma once

#include <QProcess>
#include <QStringList>

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace isthmus::test {

/// What isthmus-cli left behind.
struct Outcome {
  int code = -1;
  std::string out;
  std::string err;
};

/// Runs isthmus-cli and waits for its end.
inline Outcome run(const QStringList& arguments) {
  QProcess process;
  process.start(QStringLiteral(ISTHMUS_CLI), arguments);
  EXPECT_TRUE(process.waitForFinished(60'000));
  return {process.exitCode(), process.readAllStandardOutput().toStdString(),
          process.readAllStandardError().toStdString()};
}

/// One line that names the program and the trouble.
inline void expectOneLine(const Outcome& outcome, int code, const std::string& word) {
  EXPECT_EQ(outcome.code, code) << outcome.err;
  EXPECT_TRUE(outcome.err.starts_with("isthmus-cli: ")) << outcome.err;
  EXPECT_EQ(std::ranges::count(outcome.err, '\n'), 1) << outcome.err;
  EXPECT_NE(outcome.err.find(word), std::string::npos) << outcome.err;
  EXPECT_EQ(outcome.out, "");
}

}  // namespace isthmus::test
