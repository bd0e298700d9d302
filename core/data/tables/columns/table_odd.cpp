#include "core/data/tables/columns/table_odd.h"

#include "core/base/number_text.h"
#include "core/base/text.h"

namespace isthmus {
namespace {

/// "1 cell", "1,234 cells".
std::string cellsText(std::size_t count) {
  return withThousands(count) + (count == 1 ? " cell" : " cells");
}

/// Of all columns together: how many, and which comes first in the file.
struct Found {
  std::size_t count = 0;
  const OddCells::First* first = nullptr;
  std::size_t column = 0;

  void add(std::size_t more, const OddCells::First& its, std::size_t at) {
    count += more;
    if (more == 0 || (first != nullptr && first->line <= its.line)) return;
    first = &its;
    column = at;
  }
  std::string where(std::span<const std::string> names) const {
    return quotedText(first->text) + " in line " + withThousands(first->line) + ", column " +
           quotedText(names[column]);
  }
};

}  // namespace

void OddCells::add(CellKind kind, std::string_view text, std::size_t line) {
  constexpr std::size_t kShown = 100;
  if (kind == CellKind::Limit) {
    if (limits++ == 0) firstLimit = {std::string(text.substr(0, kShown)), line};
  } else if (kind == CellKind::Text || kind == CellKind::Mark) {
    texts += kind == CellKind::Text ? 1U : 0U;
    if (odd++ == 0) firstOdd = {std::string(text.substr(0, kShown)), line};
  }
}

void TotalsRows::add(std::string_view text, std::size_t line) {
  if (count++ == 0) first = {std::string(text), line};
}

std::vector<std::string> oddSentences(std::span<const OddCells> cells, std::span<const std::string> names) {
  Found odd;
  Found limits;
  for (std::size_t c = 0; c < cells.size(); ++c) {
    odd.add(cells[c].odd, cells[c].firstOdd, c);
    limits.add(cells[c].limits, cells[c].firstLimit, c);
  }
  std::vector<std::string> sentences;
  const auto say = [&](const Found& found, const std::string& what) {
    if (found.count == 0) return;
    sentences.push_back(
        cellsText(found.count) + " in columns of numbers " + (found.count == 1 ? "is " : "are ") + what +
        (found.count == 1 ? " and counts as missing: " : " and count as missing, the first being ") +
        found.where(names) + ".");
  };
  say(odd, odd.count == 1 ? "no number" : "no numbers");
  say(limits, limits.count == 1 ? "a limit of what was measured" : "limits of what was measured");
  return sentences;
}

std::string commentsSentence(std::size_t lines) {
  return withThousands(lines) +
         (lines == 1 ? " line that begins as comments do was" : " lines that begin as comments do were") +
         " passed over.";
}

std::string totalsSentence(const TotalsRows& totals, std::size_t used) {
  const std::size_t rows = used + totals.count;
  const bool one = totals.count == 1;
  return withThousands(used) + " of " + withThousands(rows) + " rows " + (used == 1 ? "is" : "are") +
         " used; " + (one ? "line " : withThousands(totals.count) + " rows, the first in line ") +
         withThousands(totals.first.line) + " (" + quotedText(totals.first.text) +
         (one ? ") is left out: it sums up the others." : "), are left out: they sum up the others.");
}

}  // namespace isthmus
