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
/// ...") and SVMlight's query ("qid:3") are passed over. Of a bad line `fault` says what is wrong, as in "has
/// two labels".
LibsvmLine readLibsvmLine(std::string_view line, LibsvmRow& row, std::string& fault);

}  // namespace isthmus
