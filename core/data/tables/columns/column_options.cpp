#include "core/data/tables/columns/column_options.h"

#include "core/base/text.h"
#include "core/data/files/load_errors.h"
#include "core/data/files/near_names.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace isthmus {
namespace {

class ColumnFinder {
 public:
  ColumnFinder(const TableHead& head, const std::filesystem::path& file) : m_head(head), m_file(file) {
    for (std::size_t c = 0; c < head.columnCount(); ++c) m_places.try_emplace(head.dialect.names[c], c);
    m_asked.of.resize(head.columnCount());
    m_by.resize(head.columnCount());
  }

  /// The first column of that name; the option's key stands in errors.
  Result<std::size_t> find(const std::string& name, std::string_view key) const {
    const auto found = m_places.find(name);
    if (found != m_places.end()) return found->second;
    return fileError(m_file,
                     "has no column called " + quotedText(name) + " (option " + std::string(key) + ")" +
                         expectedNames(name, m_head.dialect.names),
                     ErrorCode::BadSetting);
  }
  Result<void> ask(std::size_t c, ColumnUse use, std::string_view key) {
    if (m_asked.of[c] && *m_asked.of[c] != use)
      return fileError(m_file,
                       "has a column " + quotedText(m_head.dialect.names[c]) + " that the options " +
                           std::string(m_by[c]) + " and " + std::string(key) +
                           " both name; expected it in one of them",
                       ErrorCode::BadSetting);
    m_asked.of[c] = use;
    m_by[c] = key;
    return {};
  }
  Result<void> askAll(const std::optional<std::vector<std::string>>& names, ColumnUse use,
                      std::string_view key) {
    if (!names) return {};
    for (const std::string& name : *names) {
      const Result<std::size_t> column = find(name, key);
      if (!column) return column.error();
      if (const Result<void> asked = ask(*column, use, key); !asked) return asked;
    }
    return {};
  }
  Result<void> askLabel(const std::string& name) {
    Result<std::size_t> column = find(name, "label");
    if (!column && name == LoadOptions::kNoLabel) return {};
    if (!column && name == LoadOptions::kOneHot) {
      m_asked.isOneHot = true;
      return {};
    }
    if (!column && name == LoadOptions::kLastColumn) column = m_head.columnCount() - 1;
    if (!column) return column.error();
    m_asked.label = *column;
    return ask(*column, ColumnUse::Label, "label");
  }
  AskedUses take() { return std::move(m_asked); }

 private:
  const TableHead& m_head;
  const std::filesystem::path& m_file;
  std::unordered_map<std::string, std::size_t> m_places;
  std::vector<std::string_view> m_by;  ///< the key that asked for each
  AskedUses m_asked;
};

}  // namespace

Result<AskedUses> askedUses(const TableHead& head, const LoadOptions& options,
                            const std::filesystem::path& file) {
  ColumnFinder finder(head, file);
  if (const auto asked = finder.askAll(options.columns, ColumnUse::Feature, "columns"); !asked)
    return asked.error();
  if (const auto asked = finder.askAll(options.dropped, ColumnUse::Ignored, "drop"); !asked)
    return asked.error();
  if (const auto asked = finder.askAll(options.factors, ColumnUse::Factor, "factors"); !asked)
    return asked.error();
  if (options.names && *options.names != LoadOptions::kNoLabel) {
    const auto asked = finder.askAll(std::vector{*options.names}, ColumnUse::Name, "names");
    if (!asked) return asked.error();
  }
  if (options.label) {
    if (const auto asked = finder.askLabel(*options.label); !asked) return asked.error();
  }
  return finder.take();
}

}  // namespace isthmus
