#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace isthmus {

/// Without spaces and tabs at both ends.
std::string_view trimmed(std::string_view text);

/// Whether a (trimmed) field stands for a value that is not known: empty, NA, N/A, n.a., NaN, ?, null, None,
/// what spreadsheets write for an error (#N/A, #DIV/0!), \\N.
bool isMissingText(std::string_view text);

/// The number that a (trimmed) field spells, with a decimal comma if so told; infinite for what a double
/// cannot hold ("1e999") and for "inf". Nothing when it is no number; "nan" is none.
std::optional<double> numberInText(std::string_view text, bool decimalComma);

/// The same as a float; nothing for what a float cannot hold.
std::optional<float> floatInText(std::string_view text);

/// Whether it reads like a date or a time ("2024-05-01", "01.05.2024 12:30", "12:30:05").
bool looksLikeDate(std::string_view text);

/// Text that is UTF-8 for sure: as it is, or else read as Latin-1.
std::string toUtf8(std::string_view text);

}  // namespace isthmus
