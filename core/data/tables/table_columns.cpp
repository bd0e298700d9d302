#include "core/data/tables/table_columns.h"

#include "core/base/number_text.h"
#include "core/base/text.h"
#include "core/data/tables/table_limits.h"
#include "core/data/tables/table_shape.h"
#include "core/data/tables/table_text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

namespace isthmus {
namespace {

constexpr std::array<std::string_view, 12> kLabelNames = {"label",     "labels",   "class",      "classes",
                                                          "target",    "species",  "variety",    "y",
                                                          "diagnosis", "category", "categories", "outcome"};
constexpr std::array<std::string_view, 7> kIndexNames = {"", "id", "index", "idx", "unnamed: 0", "row", "no"};
constexpr std::size_t kFewNumbers = 20;   // whole numbers that may be classes
constexpr std::size_t kFewTexts = 100;    // texts likewise
constexpr double kMostlyDifferent = 0.9;  // names of samples

class Decision {
 public:
  Decision(const TableHead& head, const LoadOptions& options, const std::filesystem::path& file)
      : m_head(head), m_options(options), m_file(file) {}

  Result<TableUse> decide() {
    m_use.columns.resize(m_head.columnCount());
    if (const Result<void> found = findLabel(); !found) return found.error();
    for (std::size_t c = 0; c < m_head.columnCount(); ++c) m_use.columns[c] = useOf(c);
    if (m_use.featureCount() == 0)
      return bad("has no column of numbers that a model could learn from; its first row is " + firstRow());
    if (const Result<void> shaped = decideShape(m_head, m_options, m_file, m_use); !shaped)
      return shaped.error();
    return std::move(m_use);
  }

 private:
  const ColumnSample& column(std::size_t c) const { return m_head.columns[c]; }
  const std::string& name(std::size_t c) const { return m_head.dialect.names[c]; }
  std::size_t last() const { return m_head.columnCount() - 1; }
  Error bad(std::string message) const { return {ErrorCode::BadFormat, std::move(message), m_file.string()}; }
  void remark(std::string sentence) { m_use.remarks.push_back(std::move(sentence)); }
  std::string firstRow() const {
    std::string row;
    for (const std::string& cell : m_head.firstRows.front()) row += (row.empty() ? "" : ", ") + cell;
    return quotedText(row);
  }
  std::string shownName(std::size_t c) const {
    return name(c).empty() ? "Column " + std::to_string(c + 1) : "Column " + quotedText(name(c));
  }

  bool hasFewTexts(std::size_t c) const {
    const ColumnSample& is = column(c);
    return is.texts > 0 && is.dates < is.texts && is.values.size() <= kFewTexts &&
           2 * is.values.size() <= std::max<std::size_t>(is.filled(), 4);
  }
  bool hasFewWholes(std::size_t c) const {
    const ColumnSample& is = column(c);
    return is.isWhole() && is.values.size() >= 2 && is.values.size() <= kFewNumbers &&
           2 * is.values.size() <= std::max<std::size_t>(is.filled(), 4);
  }
  bool isPlausibleLabel(std::size_t c) const {
    const ColumnSample& is = column(c);
    if (is.texts > 0) return is.values.size() <= kMaxLevels && !isRowName(c);
    // The number of a single row is one more feature to a model that looks at it: "y" beside "x".
    if (m_head.whole && m_head.rows == 1) return false;
    return hasFewWholes(c) || (is.isWhole() && is.values.size() <= kFewNumbers && is.filled() > 0);
  }
  bool isRowName(std::size_t c) const {
    const ColumnSample& is = column(c);
    return is.texts > 0 && is.filled() > 4 &&
           (is.values.size() > kMaxLevels ||
            static_cast<double>(is.values.size()) >= kMostlyDifferent * static_cast<double>(is.filled()));
  }
  bool countsRows(std::size_t c) const {
    const bool named = std::ranges::find(kIndexNames, lowerCased(name(c))) != kIndexNames.end();
    return named && m_head.dialect.header && column(c).isWhole() && column(c).counts &&
           column(c).lowest >= 0 && column(c).lowest <= 1;
  }
  bool areBytes(std::size_t first, std::size_t end) const {
    for (std::size_t c = first; c < end; ++c)
      if (!column(c).isByte()) return false;
    return true;
  }

  Result<void> findLabel() {
    if (!m_head.dialect.classNames.empty() && !m_options.label) {
      m_use.label = last();
      remark("The first line declares " + withThousands(*m_head.dialect.declaredRows) +
             " rows and the names of " + withThousands(m_head.dialect.classNames.size()) +
             " classes; the last column is the label.");
      return {};
    }
    if (!m_options.label) {
      guessLabel();
      return {};
    }
    if (*m_options.label == LoadOptions::kNoLabel) return {};
    const auto& names = m_head.dialect.names;
    const auto found = std::ranges::find(names, *m_options.label);
    if (found != names.end()) {
      m_use.label = static_cast<std::size_t>(found - names.begin());
    } else if (*m_options.label == LoadOptions::kLastColumn) {
      m_use.label = last();
    } else {
      return Error{ErrorCode::BadSetting,
                   "has no column called " + quotedText(*m_options.label) +
                       " for the label; expected one of its columns, such as " + quotedText(names.front()) +
                       " or " + quotedText(names.back()),
                   m_file.string()};
    }
    return {};
  }

  void guessLabel() {
    for (const std::string_view wanted : kLabelNames) {
      for (std::size_t c = 0; c <= last(); ++c) {
        if (m_head.dialect.header && lowerCased(name(c)) == wanted && isPlausibleLabel(c))
          return chooseLabel(c, "by its name");
      }
    }
    if (squareSide(last()) > 0 && hasFewWholes(0) && areBytes(0, last() + 1))
      return chooseLabel(0, "as the first before " + withThousands(last()) + " pixels");
    if (hasFewTexts(last())) return chooseLabel(last(), "as the last one with few different texts");
    if (hasFewWholes(last()) && othersLookDifferent())
      return chooseLabel(last(), "as the last one with few different whole numbers");
    std::optional<std::size_t> only;
    for (std::size_t c = 0; c <= last(); ++c) {
      if (!hasFewTexts(c)) continue;
      if (only) return remark("No column is plainly the label, so there are no classes.");
      only = c;
    }
    if (only) return chooseLabel(*only, "as the only one with few different texts");
    remark("No column is plainly the label, so there are no classes.");
  }
  void chooseLabel(std::size_t c, const std::string& why) {
    m_use.label = c;
    remark(shownName(c) + " was taken as the label, " + why + ".");
  }
  /// Of the numeric columns before the last, at least half are finer than few whole numbers.
  bool othersLookDifferent() const {
    std::size_t numeric = 0;
    std::size_t fine = 0;
    for (std::size_t c = 0; c < last(); ++c) {
      if (!column(c).isNumeric()) continue;
      ++numeric;
      fine += column(c).isWhole() && column(c).values.size() <= kFewNumbers ? 0U : 1U;
    }
    return numeric > 0 && 2 * fine >= numeric;
  }

  ColumnUse useOf(std::size_t c) {
    const ColumnSample& is = column(c);
    if (m_use.label == c) return ColumnUse::Label;
    if (is.filled() == 0) {
      remark(shownName(c) + " is left out: it is empty.");
      return ColumnUse::Ignored;
    }
    if (is.isNumeric() && !countsRows(c)) return ColumnUse::Feature;
    if (is.isNumeric()) {
      remark(shownName(c) + " is left out: it numbers the rows.");
      return ColumnUse::Ignored;
    }
    return textUse(c);
  }
  ColumnUse textUse(std::size_t c) {
    const ColumnSample& is = column(c);
    if (is.numbers > is.texts)
      remark(shownName(c) + " is not taken as numbers: it holds text such as " + quotedText(is.odd) + ".");
    if (2 * is.dates >= is.texts && is.dates > 0) {
      remark(shownName(c) + " is left out: it holds dates or times.");
      return ColumnUse::Ignored;
    }
    if (isRowName(c) && !m_named) {
      m_named = true;
      remark(shownName(c) + " names the samples.");
      return ColumnUse::Name;
    }
    if (!isRowName(c) && is.values.size() <= kMaxLevels) return ColumnUse::Factor;
    remark(shownName(c) + " is left out: it holds text with many different values.");
    return ColumnUse::Ignored;
  }

  const TableHead& m_head;
  const LoadOptions& m_options;
  const std::filesystem::path& m_file;
  TableUse m_use;
  bool m_named = false;
};

}  // namespace

std::size_t TableUse::featureCount() const {
  return static_cast<std::size_t>(std::ranges::count(columns, ColumnUse::Feature));
}

Result<TableUse> decideUse(const TableHead& head, const LoadOptions& options,
                           const std::filesystem::path& file) {
  return Decision(head, options, file).decide();
}

}  // namespace isthmus
