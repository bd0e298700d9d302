#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace isthmus {

/// How plainly the name of a column or array says that it holds the label. What says so must still look like
/// one: few values, not all different.
enum class LabelSense : std::uint8_t {
  None,
  Group,    ///< found by an algorithm ("louvain", "cluster"): a label only where nothing else is
  Perhaps,  ///< "y", "x_label", "group"; a flag such as "is_member"
  Likely,   ///< "quality", "income", "default payment next month"
  Class,    ///< "class", "species", "category"
  Plain,    ///< "label", "class_name", "survived", "is_fraud"
};
LabelSense labelSense(std::string_view name);

/// Whether a name is that of something to predict, also where it has many values: "target", "price".
bool isTargetName(std::string_view name);

/// Whether a name tells samples apart: "id", "CustomerId", "row_number", "index", "instant".
bool isIdName(std::string_view name);

/// Whether a name is that of a time: "t", "time", "year".
bool isTimeName(std::string_view name);

/// The words of a name in lower case, with single spaces: "is fraud" for "isFraud", "Is_Fraud" and
/// "is-fraud?".
std::string wordsOfName(std::string_view name);

}  // namespace isthmus
