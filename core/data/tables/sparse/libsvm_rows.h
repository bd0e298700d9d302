#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace isthmus {

/// A line of LIBSVM (or SVMlight) text: "label index:value index:value ...", where what is not named is 0.
struct LibsvmRow {
  double label = 0;
  std::vector<std::uint32_t> indices;  ///< ascending; from 0 or 1 on, as the file has them
  std::vector<float> values;           ///< one an index; NaN where one is missing
};

enum class LibsvmLine { Row, Blank, Bad };

/// Reads a line without its end; a character other than a digit must be readable behind it. Comments ("#
/// ...") and what SVMlight allows before the pairs ("qid:3", "cost:2", "sid:1") are passed over. Of a bad
/// line `fault` says what is wrong, as in "has two labels".
LibsvmLine readLibsvmLine(std::string_view line, LibsvmRow& row, std::string& fault);

/// Whether the first lines of a text are labels with pairs behind them, at least one of these, right or
/// wrong: readLibsvmLine() says what is wrong. `whole` says that nothing was cut off behind the text.
bool looksLikeLibsvm(std::string_view text, bool whole);

/// Takes a line off, without its end. False where the text holds no whole one and it is not the `last` of a
/// file.
bool takeTextLine(std::string_view& text, bool last, std::string_view& line);

}  // namespace isthmus
