#include "core/data/tables/columns/table_columns.h"

#include "core/base/number_text.h"
#include "core/base/text.h"
#include "core/data/files/load_errors.h"
#include "core/data/tables/columns/column_options.h"
#include "core/data/tables/columns/label_evidence.h"
#include "core/data/tables/columns/table_label.h"
#include "core/data/tables/columns/table_orientation.h"
#include "core/data/tables/columns/table_shape.h"
#include "core/data/tables/table_limits.h"
#include "core/data/values/label_names.h"

#include <algorithm>
#include <array>
#include <map>
#include <string_view>
#include <utility>

namespace isthmus {
namespace {

/// Why a column is no feature: what is said of one, and of several.
enum class Reason { Empty, NumbersRows, Dates, ManyTexts, SaysLabel, Gaps, Group, Target, NotAsked, Text };

struct ReasonText {
  std::string_view one;
  std::string_view many;
};
constexpr std::array<ReasonText, 10> kReasons = {{
    {" is left out: it is empty.", " are left out: they are empty."},
    {" is left out: it numbers the rows.", " are left out: they number the rows."},
    {" is left out: it holds dates or times.", " are left out: they hold dates or times."},
    {" is left out: it holds text with many different values.",
     " are left out: they hold text with many different values."},
    {" is left out: it says the same as the label.", " are left out: they say the same as the label."},
    {" is no feature but a factor to colour by: it is called a label, but lacks many values.",
     " are no features but factors to colour by: they are called labels, but lack many values."},
    {" is no feature but a factor to colour by: its name is that of groups that were found.",
     " are no features but factors to colour by: their names are those of groups that were found."},
    {" is no feature but a factor to colour by: it has the name of a target, and too many values for "
     "classes.",
     " are no features but factors to colour by: they have names of targets, and too many values for "
     "classes."},
    {" is not used: the features were chosen.", " are not used: the features were chosen."},
    {" is left out: it holds text.", " are left out: they hold text."},
}};

class Decision {
 public:
  Decision(const TableHead& head, const LoadOptions& options, const std::filesystem::path& file)
      : m_head(head), m_options(options), m_file(file), m_rowNumbers(rowNumbers(head)) {}

  Result<TableUse> decide() {
    Result<AskedUses> asked = askedUses(m_head, m_options, m_file);
    if (!asked) return asked.error();
    m_asked = std::move(asked).value();
    m_use.columns.resize(m_head.columnCount());
    if (m_head.dialect.rowNames && !m_options.names && isOpen(0)) m_asked.of[0] = ColumnUse::Name;
    m_use.transposed = m_options.transpose.value_or(
        m_options.label.value_or(std::string(LoadOptions::kNoLabel)) == LoadOptions::kNoLabel &&
        samplesAreColumns(m_head));
    if (m_use.transposed) return decideTransposed();
    if (const Result<void> found = findLabel(); !found) return found.error();
    findName();
    for (std::size_t c = 0; c < m_head.columnCount(); ++c) {
      const Result<ColumnUse> use = useOf(c);
      if (!use) return use.error();
      m_use.columns[c] = *use;
    }
    giveReasons();
    sayTruths();
    if (m_use.featureCount() == 0) return noNumbers();
    if (const Result<void> shaped = decideShape(m_head, m_options, m_file, m_use); !shaped)
      return shaped.error();
    if (std::string other = otherOrientation(m_head, m_use); !m_options.transpose && !other.empty())
      remark(std::move(other));
    return std::move(m_use);
  }

 private:
  /// Samples are columns, so each is used whole or not at all; the names in a column are those of features.
  Result<TableUse> decideTransposed() {
    if (m_asked.label || m_asked.isOneHot || m_options.factors)
      return fileError(
          m_file, "cannot have a label or factors in its columns, which are the samples (option transpose)",
          ErrorCode::BadSetting);
    if (m_options.transpose)
      remark("Its columns are the samples, as the option transpose says.");
    else
      remark("Its columns are taken for the samples, since " + quotedText(name(0)) +
             " names a feature in each row; transpose=no takes the rows.");
    if (!m_options.names && isOpen(0) && (column(0).texts > 0 || numbersRows(0)))
      m_asked.of[0] = ColumnUse::Name;
    for (std::size_t c = 0; c <= last(); ++c) {
      if (!m_asked.of[c] && column(c).isNumeric() && !m_options.columns) m_asked.of[c] = ColumnUse::Feature;
      const Result<ColumnUse> use = useOf(c);
      if (!use) return use.error();
      m_use.columns[c] = *use == ColumnUse::Factor ? because(Reason::Text, c, ColumnUse::Ignored) : *use;
    }
    giveReasons();
    if (m_use.featureCount() == 0) return noNumbers();
    m_use.shape = {1, static_cast<int>(m_use.featureCount()), 1};
    return std::move(m_use);
  }

  const ColumnSample& column(std::size_t c) const { return m_head.columns[c]; }
  const std::string& name(std::size_t c) const { return m_head.dialect.names[c]; }
  std::size_t last() const { return m_head.columnCount() - 1; }
  void remark(std::string sentence) { m_use.remarks.push_back(std::move(sentence)); }
  ColumnUse because(Reason reason, std::size_t c, ColumnUse use) {
    m_reasons[reason].push_back(c);
    return use;
  }
  void giveReasons() {
    for (const auto& [reason, columns] : m_reasons) {
      const ReasonText& text = kReasons[static_cast<std::size_t>(reason)];
      remark(columnsText(m_head, columns) + std::string(columns.size() == 1 ? text.one : text.many));
    }
  }
  Error noNumbers() const {
    std::vector<std::size_t> texts;
    for (std::size_t c = 0; c <= last(); ++c)
      if (column(c).texts > 0) texts.push_back(c);
    std::string row;
    for (const std::string& cell : m_head.firstRows.front()) row += (row.empty() ? "" : ", ") + cell;
    std::string message = "has no column of numbers that a model could learn from";
    if (texts.size() == m_head.columnCount())
      message += ": all " + withThousands(texts.size()) + " of its columns hold text";
    return fileError(m_file, message + "; its first row is " + quotedText(row));
  }

  Result<void> findLabel() {
    if (!m_head.dialect.classNames.empty() && !m_options.label) {
      m_asked.of[last()] = ColumnUse::Label;
      m_use.label = last();
      remark("The first line declares " + withThousands(*m_head.dialect.declaredRows) +
             " rows and the names of " + withThousands(m_head.dialect.classNames.size()) +
             " classes; the last column is the label.");
      return {};
    }
    if (m_head.dialect.label && !m_options.label && isOpen(*m_head.dialect.label)) {
      m_use.label = m_head.dialect.label;
      m_asked.of[*m_use.label] = ColumnUse::Label;
      remark(columnText(m_head, *m_use.label) +
             " is the label: of the attributes with named classes it is called class, or is the last.");
      return {};
    }
    m_use.label = m_asked.label;
    if (m_options.label) return m_asked.isOneHot ? askOneHot(oneHotWidth(m_head)) : Result<void>();
    std::vector<bool> isOpen;
    for (const auto& asked : m_asked.of) isOpen.push_back(!asked);
    const LabelGuess guess = guessLabel(m_head, isOpen);
    m_use.label = guess.column;
    remark(guess.remark);
    if (guess.column) m_asked.of[*guess.column] = ColumnUse::Label;
    for (const std::size_t c : guess.several) m_asked.of[c] = ColumnUse::Factor;
    m_use.severalLabels = guess.several;
    return guess.oneHot > 0 ? askOneHot(guess.oneHot) : Result<void>();
  }
  Result<void> askOneHot(std::size_t width) {
    if (width == 0)
      return fileError(
          m_file,
          "has no columns of 0 and 1 at its end of which each row has one 1; the option label=one-hot "
          "expects such",
          ErrorCode::BadSetting);
    for (std::size_t c = m_head.columnCount() - width; c <= last(); ++c) m_asked.of[c] = ColumnUse::OneHot;
    m_hasOneHot = true;
    return {};
  }

  bool isOpen(std::size_t c) const { return !m_asked.of[c] && column(c).filled() > 0; }
  std::size_t openNumbers() const {
    std::size_t count = 0;
    for (std::size_t c = 0; c <= last(); ++c)
      count +=
          (m_asked.of[c] == ColumnUse::Feature || (isOpen(c) && (column(c).isNumeric() || column(c).isTruth)))
              ? 1U
              : 0U;
    return count;
  }
  bool numbersRows(std::size_t c) const { return m_rowNumbers[c]; }

  /// Text that differs in every row names the samples, or else their numbers, or else the first text of many
  /// values.
  void findName() {
    if (m_options.names || m_head.dialect.rowNames) return;
    const auto isUnique = [&](std::size_t c) {
      return column(c).namesRows() && column(c).dates < column(c).texts;
    };
    const auto isNumber = [&](std::size_t c) { return numbersRows(c) && openNumbers() > 1; };
    const auto isVaried = [&](std::size_t c) {
      return column(c).texts > 0 && 2 * column(c).dates < column(c).texts &&
             column(c).values.size() > kMaxLevels;
    };
    if (!findName(isUnique) && !findName(isNumber)) findName(isVaried);
  }
  template <typename Test>
  bool findName(const Test& test) {
    for (std::size_t c = 0; c <= last(); ++c) {
      if (!isOpen(c) || !test(c)) continue;
      m_asked.of[c] = ColumnUse::Name;
      const bool counts = column(c).isNumeric() && column(c).counts;
      remark(columnText(m_head, c) + " names the samples" +
             (counts                  ? ": it counts the rows."
              : column(c).isNumeric() ? ": its numbers differ from row to row."
                                      : "."));
      return true;
    }
    return false;
  }

  Result<ColumnUse> useOf(std::size_t c) {
    if (m_asked.of[c] == ColumnUse::Feature && !column(c).isNumeric() && !column(c).isTruth)
      return fileError(
          m_file,
          "cannot have the feature " + quotedText(name(c)) + " (option columns): that column " +
              (column(c).filled() == 0 ? "is empty" : "holds text such as " + quotedText(column(c).odd)) +
              "; expected numbers",
          ErrorCode::BadSetting);
    if (m_asked.of[c] == ColumnUse::Feature && column(c).isTruth) m_truths.push_back(c);
    if (m_asked.of[c]) return *m_asked.of[c];
    if (column(c).filled() == 0) return because(Reason::Empty, c, ColumnUse::Ignored);
    if (m_use.label && saySame(column(c), column(*m_use.label)))
      return because(Reason::SaysLabel, c, ColumnUse::Ignored);
    if (column(c).isTruth && !m_options.columns && !m_use.transposed) {
      m_truths.push_back(c);
      return ColumnUse::Feature;
    }
    return column(c).isNumeric() ? numberUse(c) : textUse(c);
  }
  void sayTruths() {
    if (m_truths.empty()) return;
    remark(columnsText(m_head, m_truths) + (m_truths.size() == 1 ? " says" : " say") +
           " yes or no: 1 and 0 to the model.");
  }
  ColumnUse numberUse(std::size_t c) {
    if (m_options.columns) return because(Reason::NotAsked, c, ColumnUse::Ignored);
    if (numbersRows(c) && openNumbers() > 1) return because(Reason::NumbersRows, c, ColumnUse::Ignored);
    if (countsByQuantity(m_head, c))
      remark(columnText(m_head, c) +
             " counts the rows, but its name is that of a quantity, so it is a feature "
             "(names=" +
             name(c) + " makes names of it).");
    if (!m_head.dialect.header) return ColumnUse::Feature;
    const LabelSense sense = labelSense(name(c));
    const bool hasLabels = m_use.label || m_hasOneHot;  // one-hot columns come last
    if (sense == LabelSense::Group && hasLabels && column(c).isWhole())
      return because(Reason::Group, c, ColumnUse::Factor);
    if (sense >= LabelSense::Class && column(c).hasManyGaps())
      return because(Reason::Gaps, c, ColumnUse::Factor);
    // Beside a label a price is as good a feature as any.
    const bool mayBeTarget = !hasLabels || sense != LabelSense::None;
    return mayBeTarget && isManyValuedTarget(m_head, c) && openNumbers() > 2
               ? because(Reason::Target, c, ColumnUse::Factor)
               : ColumnUse::Feature;
  }
  ColumnUse textUse(std::size_t c) {
    const ColumnSample& is = column(c);
    if (is.numbers > is.texts)
      remark(columnText(m_head, c) + " is not taken as numbers: it holds text such as " + quotedText(is.odd) +
             ".");
    if (is.isLimits)
      remark(columnText(m_head, c) +
             " is no feature: it holds no number, only limits of what was measured (" +
             withThousands(is.texts) + " such as " + quotedText(is.odd) + ").");
    if (2 * is.dates >= is.texts && is.dates > 0) return because(Reason::Dates, c, ColumnUse::Ignored);
    if (is.values.size() <= kMaxLevels && !is.namesRows()) return ColumnUse::Factor;
    return because(Reason::ManyTexts, c, ColumnUse::Ignored);
  }

  const TableHead& m_head;
  const LoadOptions& m_options;
  const std::filesystem::path& m_file;
  std::vector<bool> m_rowNumbers;
  AskedUses m_asked;
  TableUse m_use;
  std::map<Reason, std::vector<std::size_t>> m_reasons;
  std::vector<std::size_t> m_truths;  ///< features that say yes and no
  bool m_hasOneHot = false;
};

}  // namespace

Result<TableUse> decideUse(const TableHead& head, const LoadOptions& options,
                           const std::filesystem::path& file) {
  Result<TableUse> decided = Decision(head, options, file).decide();
  if (!decided) return decided;
  TableUse use = std::move(decided).value();
  use.remarks.insert(use.remarks.begin(), head.dialect.remarks.begin(), head.dialect.remarks.end());
  return use;
}

}  // namespace isthmus
