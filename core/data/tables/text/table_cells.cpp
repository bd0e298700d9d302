#include "core/data/tables/text/table_cells.h"

#include "core/base/text.h"
#include "core/data/tables/text/table_text.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace isthmus {
namespace {

using WordList = std::initializer_list<std::string_view>;

constexpr std::size_t kLongestWritten = 64;  // bytes of a number with its signs

bool isAmong(std::string_view text, WordList words) {
  return std::ranges::find(words, text) != words.end();
}

bool isAsciiDigit(char c) {
  return c >= '0' && c <= '9';
}

/// In ASCII what typesetters and spreadsheets write otherwise: minus signs, narrow spaces, apostrophes.
std::string inAscii(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, char>, 9> kSigns = {{{"\xE2\x88\x92", '-'},
                                                                        {"\xE2\x80\x93", '-'},
                                                                        {"\xC2\xA0", ' '},
                                                                        {"\xE2\x80\xAF", ' '},
                                                                        {"\xE2\x80\x89", ' '},
                                                                        {"\xE2\x80\x99", '\''},
                                                                        {"\xE2\x82\xAC", '$'},
                                                                        {"\xC2\xA3", '$'},
                                                                        {"\xC2\xA5", '$'}}};
  std::string plain;
  while (!text.empty()) {
    const auto sign =
        std::ranges::find_if(kSigns, [&](const auto& entry) { return text.starts_with(entry.first); });
    const bool latin1 = text.front() == '\xA0' || text.front() == '\xA3' || text.front() == '\x80';
    if (sign != kSigns.end()) {
      plain += sign->second;
      text.remove_prefix(sign->first.size());
      continue;
    }
    plain += !latin1 ? text.front() : text.front() == '\xA0' ? ' ' : '$';
    text.remove_prefix(1);
  }
  return plain;
}

/// Takes a sign before and a currency or per cent sign around a number away; false when there are two.
bool takeSigns(std::string_view& text, bool& negative) {
  const auto takeFront = [&](std::string_view sign) {
    if (!text.starts_with(sign)) return false;
    text = trimmed(text.substr(sign.size()));
    return true;
  };
  const auto takeBack = [&](std::string_view sign) {
    if (!text.ends_with(sign)) return false;
    text = trimmed(text.substr(0, text.size() - sign.size()));
    return true;
  };
  const auto takeMinus = [&] {
    negative = takeFront("-");
    return negative || takeFront("+");
  };
  const bool sign = takeMinus();
  bool unit = false;
  for (const std::string_view currency : {"$", "US$", "USD", "EUR", "GBP", "CHF"})
    unit = unit || takeFront(currency) || takeBack(currency);
  unit = unit || takeBack("%");
  if (!sign && unit) takeMinus();  // $-5
  return !text.empty();
}

/// Digits with their separators: where the decimal mark stands, and by what thousands are parted.
struct Written {
  std::string digits;  ///< without the separators between thousands, with a point
  char group = '\0';   ///< what parts thousands, if anything
  bool decimal = false;
};

/// Reads "1,234.50" for the marks '.' and ','; nothing when it is not written so.
std::optional<Written> readWritten(std::string_view text, char decimal, bool groups) {
  Written written;
  const std::size_t point = std::min(text.find(decimal), text.size());
  std::string_view whole = text.substr(0, point);
  const std::size_t firstGroup = std::min(whole.find_first_not_of("0123456789"), whole.size());
  if (firstGroup < whole.size()) {
    written.group = whole[firstGroup];
    const bool isGroup =
        written.group == (decimal == '.' ? ',' : '.') || written.group == ' ' || written.group == '\'';
    if (!groups || !isGroup || firstGroup == 0 || firstGroup > 3 || whole.front() == '0') return std::nullopt;
  }
  written.digits = whole.substr(0, firstGroup);
  for (whole.remove_prefix(firstGroup); !whole.empty(); whole.remove_prefix(4)) {
    const bool three = whole.size() >= 4 && whole[0] == written.group &&
                       std::all_of(whole.begin() + 1, whole.begin() + 4, isAsciiDigit);
    if (!three) return std::nullopt;
    written.digits += whole.substr(1, 3);
  }
  if (point < text.size()) {
    const std::string_view fraction = text.substr(point + 1);
    if (!std::ranges::all_of(fraction, isAsciiDigit)) return std::nullopt;
    written.decimal = true;
    if (!fraction.empty()) (written.digits += '.') += fraction;
  }
  if (written.digits.empty() || written.digits == ".") return std::nullopt;
  return written;
}

std::optional<double> writtenNumber(std::string_view text, const NumberStyle& style) {
  if (text.size() > kLongestWritten || std::ranges::none_of(text, isAsciiDigit)) return std::nullopt;
  const std::string plain = inAscii(text);
  std::string_view rest = plain;
  bool negative = false;
  if (!takeSigns(rest, negative)) return std::nullopt;
  std::optional<double> number;
  if (const auto written = readWritten(rest, style.decimalComma ? ',' : '.', style.groups)) {
    number = numberInText(written->digits, false);
  } else if (isAsciiDigit(rest.front())) {
    number = numberInText(rest, style.decimalComma);  // with an exponent
  }
  if (number && negative) number = -*number;
  return number;
}

bool isMark(std::string_view text) {
  if (text.size() > 12) return false;
  const std::string word = lowerCased(text);
  return isAmong(word, {"-",       "--",        "---",     "\xE2\x80\x93", "\xE2\x80\x94", ".",
                        "..",      "...",       "*",       "n.d.",         "nd",           "bdl",
                        "<lod",    "lod",       "missing", "(missing)",    "unknown",      "none",
                        "nil",     "undefined", "n. a.",   "not avail.",   "(null)",       "<null>",
                        "no data", "nodata",    "empty",   "blank",        "na."});
}

bool isLimit(std::string_view text, const NumberStyle& style) {
  for (const std::string_view sign : {"<=", ">=", "<", ">", "\xE2\x89\xA4", "\xE2\x89\xA5"}) {
    if (!text.starts_with(sign)) continue;
    const std::string_view number = trimmed(text.substr(sign.size()));
    return numberInText(number, style.decimalComma) || writtenNumber(number, style);
  }
  return false;
}

constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kTruths = {
    {{"true", "false"}, {"yes", "no"}, {"t", "f"}, {"y", "n"}, {"ja", "nein"}, {"oui", "non"}}};

}  // namespace

Cell readCell(std::string_view text, const NumberStyle& style) {
  if (isMissingText(text)) return {CellKind::Missing};
  if (const auto number = numberInText(text, style.decimalComma)) return {CellKind::Number, *number};
  if (isMark(text)) return {CellKind::Mark};
  if (const auto number = writtenNumber(text, style)) return {CellKind::Number, *number};
  return {isLimit(text, style) ? CellKind::Limit : CellKind::Text};
}

SeparatorEvidence separatorEvidence(std::string_view text) {
  if (text.size() > kLongestWritten || text.find_first_of(".,") == std::string_view::npos)
    return SeparatorEvidence::None;
  const std::string plain = inAscii(text);
  std::string_view rest = plain;
  bool negative = false;
  if (!takeSigns(rest, negative)) return SeparatorEvidence::None;
  const bool isPoint = readWritten(rest, '.', true) || numberInText(rest, false);
  const bool isComma = readWritten(rest, ',', true) || numberInText(rest, true);
  if (isPoint && isComma)
    return rest.find(',') == std::string_view::npos ? SeparatorEvidence::PointThousand
                                                    : SeparatorEvidence::CommaThousand;
  return isPoint ? SeparatorEvidence::Point : isComma ? SeparatorEvidence::Comma : SeparatorEvidence::None;
}

int truthPair(std::string_view text) {
  if (text.empty() || text.size() > 5) return -1;
  const std::string word = lowerCased(text);
  for (std::size_t i = 0; i < kTruths.size(); ++i)
    if (word == kTruths[i].first || word == kTruths[i].second) return static_cast<int>(i);
  return -1;
}

std::optional<bool> truthInText(std::string_view text) {
  const int pair = truthPair(text);
  if (pair < 0) return std::nullopt;
  return lowerCased(text) == kTruths[static_cast<std::size_t>(pair)].first;
}

bool isTotalsWord(std::string_view text) {
  while (!text.empty() && (text.back() == ':' || text.back() == '.' || text.back() == ' '))
    text.remove_suffix(1);
  if (text.size() < 3 || text.size() > 14) return false;
  return isAmong(lowerCased(text),
                 {"total", "totals", "grand total", "subtotal", "sub-total", "sum", "sums", "average",
                  "averages", "avg", "mean", "summe", "gesamt", "mittelwert", "somme", "moyenne"});
}

}  // namespace isthmus
