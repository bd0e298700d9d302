#include "core/data/tables/columns/table_label.h"

#include "core/base/image.h"
#include "core/base/number_text.h"
#include "core/base/text.h"
#include "core/data/load_options.h"
#include "core/data/tables/columns/label_evidence.h"
#include "core/data/values/label_names.h"

#include <algorithm>

namespace isthmus {
namespace {

constexpr std::size_t kNamesInRemark = 3;
constexpr std::size_t kFewestFlags = 3;              // at the end of a table, that may be labels side by side
constexpr std::size_t kLeastColumnsBehindFirst = 3;  // before a first column is the label by its place

/// The first word without the digits behind it, where it is one that numbered labels have: "class" for
/// "class3" and "Class 3".
std::string numberedLabelWord(std::string_view name) {
  const std::string words = wordsOfName(name);
  std::string first = words.substr(0, words.find(' '));
  while (!first.empty() && first.back() >= '0' && first.back() <= '9') first.pop_back();
  for (const std::string_view word : {"label", "class", "target", "tag", "topic", "y"})
    if (first == word && words != word) return first;
  return {};
}

/// In a sentence: its name, or its number where it has none.
std::string shownName(const TableHead& head, std::size_t column) {
  const std::string& name = head.dialect.names[column];
  return name.empty() || !head.dialect.header ? std::to_string(column + 1) : quotedText(name);
}

class LabelGuesser {
 public:
  LabelGuesser(const TableHead& head, const std::vector<bool>& isOpen) : m_head(head) {
    for (const std::string& name : head.dialect.names)
      m_senses.push_back(head.dialect.header ? labelSense(name) : LabelSense::None);
    const std::vector<bool> isNumber = rowNumbers(head);
    for (std::size_t c = 0; c < head.columnCount(); ++c) {
      const bool isName = column(c).namesRows() || isNumber[c];
      m_hasTarget = m_hasTarget || (isOpen[c] && isManyValuedTarget(head, c));
      if (isOpen[c] && column(c).filled() > 0 && !isName) m_columns.push_back(c);
    }
  }

  LabelGuess guess() && {
    if (m_columns.empty() || (m_head.whole && m_head.rows == 1 && !hasText())) {
      remarkNone();
    } else if (!guessByName() && !guessSeveral() && !guessByPlace()) {
      remarkNone();
    }
    return std::move(m_guess);
  }

 private:
  const ColumnSample& column(std::size_t c) const { return m_head.columns[c]; }
  const std::string& name(std::size_t c) const { return m_head.dialect.names[c]; }
  bool hasText() const {
    return std::ranges::any_of(m_columns, [&](std::size_t c) { return column(c).texts > 0; });
  }
  LabelSense senseOf(std::size_t c) const { return m_senses[c]; }

  bool choose(std::size_t c, const std::string& why, const std::vector<std::size_t>& others = {}) {
    for (const std::size_t text : m_columns) {  // names are better than numbers that say the same
      if (column(c).texts > 0 || column(text).texts == 0 || !saySame(column(c), column(text))) continue;
      return choose(text, "with the names of what " + quotedText(name(c)) + " numbers", others);
    }
    m_guess.column = c;
    m_guess.remark = columnText(m_head, c) + " was taken as the label, " + why;
    if (!others.empty())
      m_guess.remark += "; " + namesOf(others) + " could be, too (label=" + name(others.front()) + ")";
    m_guess.remark += ".";
    return true;
  }
  std::string namesOf(const std::vector<std::size_t>& columns) const {
    std::string text;
    for (std::size_t i = 0; i < std::min(columns.size(), kNamesInRemark); ++i)
      text += (i == 0 ? "" : ", ") + quotedText(name(columns[i]));
    if (columns.size() > kNamesInRemark)
      text += " and " + withThousands(columns.size() - kNamesInRemark) + " more";
    return text;
  }
  void remarkNone() {
    m_guess.remark = "No column is plainly the label, so there are no classes";
    std::vector<std::size_t> candidates;
    for (const std::size_t c : m_columns)
      if (column(c).hasFewTexts()) candidates.push_back(c);
    if (!candidates.empty())
      m_guess.remark +=
          "; " + namesOf(candidates) + " could give some (label=" + name(candidates.front()) + ")";
    m_guess.remark += ".";
  }

  /// "y" beside "x" is a place more often than an answer.
  bool isCoordinate(std::size_t c) const {
    if (wordsOfName(name(c)) != "y") return false;
    const auto called = [&](std::string_view letter) {
      return std::ranges::find_if(m_columns,
                                  [&](std::size_t other) { return wordsOfName(name(other)) == letter; });
    };
    if (called("z") != m_columns.end()) return true;
    const auto x = called("x");
    return x != m_columns.end() && (!column(c).hasFewWholes() || column(*x).hasFewWholes());
  }
  /// A flag whose name tells nothing else ("is_member") is a label only where it is the only one.
  bool isOneOfFlags(std::size_t c) const {
    const auto isFlagged = [&](std::size_t other) {
      return column(other).isFlag() && senseOf(other) == LabelSense::Perhaps;
    };
    return isFlagged(c) && std::ranges::count_if(m_columns, isFlagged) > 1 && c != m_columns.back();
  }

  bool guessByName() {
    std::optional<std::size_t> best;
    const auto weight = [&](std::size_t c) { return std::pair(senseOf(c), column(c).texts > 0); };
    std::vector<std::size_t> found;
    for (const std::size_t c : m_columns) {
      if (senseOf(c) <= (m_hasTarget ? LabelSense::Perhaps : LabelSense::None) ||
          !canBeNamedLabel(column(c)) || isCoordinate(c) || isOneOfFlags(c))
        continue;
      found.push_back(c);
      if (!best || weight(c) >= weight(*best)) best = c;
    }
    if (!best || (senseOf(*best) <= LabelSense::Perhaps && !numberedLabels().empty())) return false;
    std::vector<std::size_t> others;
    for (const std::size_t c : found)
      if (c != *best && senseOf(c) >= LabelSense::Likely && !saySame(column(c), column(*best)))
        others.push_back(c);
    return choose(*best, "by its name", others);
  }

  /// Columns of 0 and 1 called "label_a", "label_b" or "class1", "class2".
  std::vector<std::size_t> numberedLabels() const {
    std::vector<std::size_t> labels;
    std::string word;
    for (const std::size_t c : m_columns) {
      if (!m_head.dialect.header || !column(c).isFlag()) continue;
      const std::string of = numberedLabelWord(name(c));
      if (of.empty() || (!word.empty() && of != word)) continue;
      word = of;
      labels.push_back(c);
    }
    return labels.size() > 1 ? labels : std::vector<std::size_t>();
  }
  bool guessSeveral() {
    if (guessOneHot()) return true;
    m_guess.several = numberedLabels();
    if (m_guess.several.empty()) return false;
    m_guess.remark = columnsText(m_head, m_guess.several) +
                     " are labels of which several may hold, so there are no classes; each is a factor to "
                     "colour by (label=" +
                     name(m_guess.several.front()) + " takes one).";
    return true;
  }
  bool guessOneHot() {
    const std::size_t width = oneHotWidth(m_head);
    if (width == 0) return false;
    for (std::size_t c = m_head.columnCount() - width; c < m_head.columnCount(); ++c)
      if (std::ranges::find(m_columns, c) == m_columns.end()) return false;
    m_guess.oneHot = width;
    m_guess.remark = "The last " + withThousands(width) +
                     " columns were taken as the label, since each row has a 1 in one of them alone; "
                     "label=none makes numbers of them.";
    return true;
  }

  bool guessByPlace() {
    const std::size_t first = m_columns.front();
    const std::size_t last = m_columns.back();
    if (isLabelBesidePixels(m_head, m_columns, LabelPlace::First))
      return choose(first, "as the first before " + withThousands(m_columns.size() - 1) + " pixels");
    if (isLabelBesidePixels(m_head, m_columns, LabelPlace::Last))
      return choose(last, "as the last behind " + withThousands(m_columns.size() - 1) + " pixels");
    if (isLabelByPlace(last) && column(last).hasFewTexts())
      return choose(last, "as the last one with few different texts");
    if (isLabelByPlace(last) && column(last).hasFewWholes() && !m_hasTarget &&
        looksUnlikeOthers(m_head, m_columns))
      return choose(last, "as the last one with few different whole numbers, unlike those before it") &&
             sayFlagsBefore();
    std::vector<std::size_t> texts;
    for (const std::size_t c : m_columns)
      if (column(c).hasFewTexts() && !column(c).isTruth && isLabelByPlace(c)) texts.push_back(c);
    if (texts.size() == 1) return choose(texts.front(), "as the only one with few different texts");
    if (!texts.empty() || m_hasTarget || m_columns.size() <= kLeastColumnsBehindFirst ||
        !isLabelByPlace(first))
      return false;
    if (!isLabelBeforeFloats(m_head, m_columns)) return false;
    return choose(first, "as the first one, with few different whole numbers, before " +
                             withThousands(m_columns.size() - 1) + " others");
  }
  /// Several columns of 0 and 1 at the end may be labels that hold side by side, or features.
  bool sayFlagsBefore() {
    std::vector<std::size_t> flags;
    for (const std::size_t c : m_columns) {
      if (column(c).isFlag())
        flags.push_back(c);
      else
        flags.clear();
    }
    if (flags.size() < kFewestFlags || flags.size() == m_columns.size() || !m_head.dialect.header)
      return true;
    flags.pop_back();
    LoadOptions asFactors;
    asFactors.factors.emplace();
    for (const std::size_t c : flags) asFactors.factors->push_back(name(c));
    m_guess.remark +=
        " " + columnsText(m_head, flags) +
        " before it hold 0 and 1, too, and were taken as features; if they are labels as well, \"" +
        loadOptionsText(asFactors) + "\" keeps them from the model.";
    return true;
  }
  bool isLabelByPlace(std::size_t c) const {
    const bool isNamed = m_head.dialect.header && (isTimeName(name(c)) || isIdName(name(c)));
    return !column(c).hasManyGaps() && !isNamed;
  }

  const TableHead& m_head;
  bool m_hasTarget = false;            ///< so what is only perhaps a label is none
  std::vector<std::size_t> m_columns;  ///< those that may be the label, in the file's order
  std::vector<LabelSense> m_senses;    ///< of every column's name
  LabelGuess m_guess;
};

}  // namespace

LabelGuess guessLabel(const TableHead& head, const std::vector<bool>& isOpen) {
  return LabelGuesser(head, isOpen).guess();
}

std::string columnText(const TableHead& head, std::size_t column) {
  return "Column " + shownName(head, column);
}

std::string columnsText(const TableHead& head, const std::vector<std::size_t>& columns) {
  if (columns.size() == 1) return columnText(head, columns.front());
  std::string text = "Columns ";
  const std::size_t shown = columns.size() > kNamesInRemark + 1 ? kNamesInRemark : columns.size();
  for (std::size_t i = 0; i < shown; ++i)
    text += (i == 0 ? "" : i + 1 == columns.size() ? " and " : ", ") + shownName(head, columns[i]);
  if (shown < columns.size()) text += " and " + withThousands(columns.size() - shown) + " more";
  return text;
}

}  // namespace isthmus
