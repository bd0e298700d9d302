#include "core/data/tables/beside/joined_tables.h"

#include "core/base/number_text.h"
#include "core/base/text.h"
#include "core/data/arrays/guess/array_names.h"
#include "core/data/files/load_errors.h"
#include "core/data/tables/beside/text_lines.h"
#include "core/data/tables/columns/table_columns.h"

#include <algorithm>
#include <array>
#include <memory>
#include <set>
#include <string_view>
#include <system_error>
#include <utility>

namespace isthmus {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostListed = 2'000;  // a folder of more is a collection of something else
constexpr std::size_t kMostColumnFiles = 8;

/// A text file whose name says which part and which role its lines have.
struct NamedText {
  fs::path file;
  ArrayName name = {};
  bool isSamples = false;
  std::size_t asLabels = kNoRank;
};

bool isTextName(const fs::path& file) {
  constexpr std::array<std::string_view, 5> kEndings = {".txt", ".csv", ".tsv", ".dat", ".data"};
  const std::string ending = lowerCased(withoutPackingSuffix(file).extension().string());
  return std::ranges::find(kEndings, ending) != kEndings.end();
}

fs::path folderOf(const fs::path& file) {
  return file.has_parent_path() ? file.parent_path() : fs::path(".");
}

/// The part that a folder of nothing but one is called after: "train".
std::optional<Part> partOfFolder(const fs::path& folder) {
  const ArrayName name = readArrayName(folder.filename().string());
  return name.word.empty() ? name.part : std::nullopt;
}

NamedText namedText(const fs::path& file) {
  NamedText text{file};
  text.name = readArrayName(stemOf(file));
  if (!text.name.part) text.name.part = partOfFolder(folderOf(file));
  const bool saysNothing = text.name.word.empty() && !readArrayName(stemOf(file)).part;
  text.isSamples = !saysNothing && sampleRank(text.name.word) != kNoRank;
  text.asLabels = labelRank(text.name.word);
  return text;
}

std::vector<NamedText> textsIn(const fs::path& folder) {
  std::vector<NamedText> texts;
  std::error_code failed;
  std::size_t listed = 0;
  for (fs::directory_iterator entry(folder, failed); !failed && entry != fs::directory_iterator();
       entry.increment(failed)) {
    if (++listed > kMostListed) return {};
    std::error_code unknown;
    const fs::path path = folder == "." ? entry->path().filename() : entry->path();
    if (isTextName(path) && entry->is_regular_file(unknown)) texts.push_back(namedText(path));
  }
  std::ranges::sort(texts, {}, &NamedText::file);
  return texts;
}

std::string fileName(const fs::path& file) {
  return file.filename().string();
}

/// Values that fit between delimiters.
std::vector<std::string> quotedFor(char delimiter, std::vector<std::string> values) {
  for (std::string& value : values) {
    if (value.starts_with('"') || value.find(delimiter) == std::string::npos) continue;
    value = '"' + value + '"';
  }
  return values;
}

/// Gathers what belongs to some files.
class Joiner {
 public:
  explicit Joiner(const Task& task) : m_task(task) {}

  Result<std::optional<JoinedTables>> join(std::span<const fs::path> files) {
    const std::optional<NamedText> samples = samplesAmong(files);
    if (!samples) return std::optional<JoinedTables>();
    m_part = samples->name.part;
    auto train = tableOf(*samples, true);
    if (!train) return train.error();
    if (!*train) return std::optional<JoinedTables>();
    m_joined.train = *std::move(train).value();
    m_joined.isTestPart = m_part == Part::Test;
    m_joined.name = setName(samples->file);
    if (m_part == Part::Train) {
      if (const auto added = addTest(*samples); !added) return added.error();
    }
    for (const fs::path& file : files) {
      if (m_used.contains(file.lexically_normal())) continue;
      const NamedText left = namedText(file);
      const bool isRelated =
          left.asLabels != kNoRank || (left.isSamples && left.name.word == samples->name.word);
      if (!isRelated) return std::optional<JoinedTables>();
      m_joined.remarks.push_back(fileName(file) + " was passed over: " +
                                 (left.isSamples
                                      ? "no labels belong to its rows; load it by itself to have them scored."
                                      : "no samples belong to its labels."));
    }
    sayWhatCame(files);
    return std::optional(std::move(m_joined));
  }

 private:
  /// Of the training part where there is one; those of the labels where they alone are named.
  std::optional<NamedText> samplesAmong(std::span<const fs::path> files) const {
    std::optional<NamedText> best;
    for (const fs::path& file : files) {
      if (!isTextName(file)) return std::nullopt;
      const NamedText one = namedText(file);
      if (one.isSamples && (!best || one.name.part < best->name.part)) best = one;
    }
    if (best || files.size() != 1) return best;
    const NamedText labels = namedText(files.front());
    if (labels.asLabels == kNoRank) return best;
    for (const NamedText& one : textsIn(folderOf(files.front())))
      if (one.isSamples && one.name.part == labels.name.part && !best) best = one;
    return best;
  }

  /// The table of samples with its columns; nothing where it has no labels.
  Result<std::optional<TableFile>> tableOf(const NamedText& samples, bool isFirst) {
    const std::vector<NamedText> texts = textsIn(folderOf(samples.file));
    const NamedText* labels = nullptr;
    for (const NamedText& one : texts) {
      if (one.name.part != samples.name.part || one.asLabels == kNoRank || one.file == samples.file) continue;
      if (!labels || one.asLabels < labels->asLabels) labels = &one;
    }
    if (!labels) return std::optional<TableFile>();
    const Result<TableHead> head = readTableHead(samples.file, {}, m_task);
    if (!head && head.error().code == ErrorCode::Cancelled) return head.error();
    if (!head) return std::optional<TableFile>();
    TableFile table{
        .path = samples.file, .delimiter = head->dialect.delimiter, .hasHeader = head->dialect.header};
    // Lines before the table would be taken for rows.
    if (head->comments > 0 || head->dialect.dataLine != (table.hasHeader ? 2U : 1U))
      return std::optional<TableFile>();
    auto values = oneValueALine(labels->file, table.hasHeader, m_task);
    if (!values) return std::optional<TableFile>();
    const auto rows = countOfRows(samples.file, m_task);
    const std::size_t expected = values->size() + (table.hasHeader ? 1 : 0);
    if (rows && *rows != expected) {
      m_joined.remarks.push_back(fileName(labels->file) + " is not used: it has " +
                                 withThousands(values->size()) + " values, and " + fileName(samples.file) +
                                 " has " + withThousands(*rows - (table.hasHeader ? 1 : 0)) + " rows.");
      return std::optional<TableFile>();
    }
    if (isFirst) findNames(samples, *head, *values);
    nameClasses(*values);
    if (!table.hasHeader) table.names = m_features;
    addColumn(table, *labels, *head, std::move(*values), true);
    for (const NamedText& one : texts) {
      const bool isOther = one.isSamples || one.asLabels != kNoRank || one.name.word.empty();
      if (isOther || one.name.part != samples.name.part || m_used.contains(one.file.lexically_normal()))
        continue;
      if (table.columns.size() == kMostColumnFiles) break;
      auto factor = oneValueALine(one.file, table.hasHeader, m_task);
      if (factor && factor->size() == table.columns.front().values->size() && areRepeated(*factor))
        addColumn(table, one, *head, std::move(*factor), false);
    }
    m_used.insert(samples.file.lexically_normal());
    return std::optional(std::move(table));
  }

  /// Whether values can colour points: numbers, or words that come again.
  static bool areRepeated(const std::vector<std::string>& values) {
    return 2 * std::set<std::string_view>(values.begin(), values.end()).size() <= values.size();
  }

  void addColumn(TableFile& table, const NamedText& text, const TableHead& head,
                 std::vector<std::string> values, bool isLabel) {
    const std::vector<std::string>& taken = m_features.empty() ? head.dialect.names : m_features;
    const bool isTaken = std::ranges::find(taken, text.name.word) != taken.end();
    ColumnFile column{text.file, isTaken ? stemOf(text.file) : text.name.word, isLabel};
    column.values =
        std::make_shared<const std::vector<std::string>>(quotedFor(table.delimiter, std::move(values)));
    table.columns.push_back(std::move(column));
    m_used.insert(text.file.lexically_normal());
  }

  /// The test part, in the folder of the training part or in one beside it.
  Result<void> addTest(const NamedText& train) {
    std::vector<fs::path> folders = {folderOf(train.file)};
    if (partOfFolder(folders.front())) {
      std::error_code failed;
      const fs::path above = folderOf(folders.front());
      for (fs::directory_iterator entry(above, failed); !failed && entry != fs::directory_iterator();
           entry.increment(failed))
        if (partOfFolder(entry->path()) == Part::Test) folders.push_back(above / entry->path().filename());
    }
    for (const fs::path& folder : folders) {
      for (const NamedText& one : textsIn(folder)) {
        const bool isIt = one.isSamples && one.name.part == Part::Test && one.name.word == train.name.word;
        if (!isIt || m_joined.test) continue;
        auto test = tableOf(one, false);
        if (!test) return test.error();
        if (*test) m_joined.test = *std::move(test).value();
      }
    }
    if (m_joined.test) sameColumns();
    return {};
  }

  /// The folder of the set, for the files' own names say only what part and role they have.
  static std::string setName(const fs::path& samples) {
    std::error_code noWorkingFolder;
    const fs::path folder = fs::absolute(samples, noWorkingFolder).lexically_normal().parent_path();
    const std::string name = (partOfFolder(folder) ? folder.parent_path() : folder).filename().string();
    return name.empty() ? stemOf(samples) : name;
  }

  /// Keeps the columns that both parts have.
  void sameColumns() {
    const auto keep = [&](TableFile& table, const TableFile& other) {
      std::erase_if(table.columns, [&](const ColumnFile& column) {
        const bool isThere =
            std::ranges::find(other.columns, column.name, &ColumnFile::name) != other.columns.end();
        if (!isThere)
          m_joined.remarks.push_back(fileName(column.file) +
                                     " is not used: the other part has no such file.");
        return !isThere;
      });
    };
    keep(m_joined.train, *m_joined.test);
    keep(*m_joined.test, m_joined.train);
    if (m_joined.train.columns.empty() || m_joined.train.columns.size() != m_joined.test->columns.size() ||
        !m_joined.test->columns.front().isLabel)
      m_joined.test.reset();
  }

  /// Files beside or above that name columns and classes.
  void findNames(const NamedText& samples, const TableHead& head, const std::vector<std::string>& labels) {
    const fs::path folder = folderOf(samples.file);
    for (const fs::path& place : {folder, folderOf(folder)}) {
      if (place != folder && !partOfFolder(folder)) break;
      for (const NamedText& one : textsIn(place)) {
        const std::string& word = one.name.word;
        const bool saysFeatures =
            word == "features" || word == "feature_names" || word == "column_names" || word == "columns";
        const bool saysClasses =
            word.find("label") != std::string::npos || word.find("class") != std::string::npos;
        const bool isTaken = m_used.contains(one.file.lexically_normal()) || one.file == samples.file;
        if (isTaken || (!saysFeatures && !saysClasses)) continue;
        if (saysFeatures && m_features.empty() && !head.dialect.header) {
          m_features = namesInLines(one.file, head.columnCount(), m_task);
          if (!m_features.empty()) take(one.file);
        } else if (saysClasses && m_classes.empty()) {
          m_classes = classesInLines(one.file, labels, m_task);
          if (!m_classes.empty()) take(one.file);
        }
      }
    }
  }
  void take(const fs::path& names) {
    m_used.insert(names.lexically_normal());
    m_joined.names.push_back(names);
  }

  void nameClasses(std::vector<std::string>& labels) const {
    for (std::string& label : labels)
      if (const auto named = m_classes.find(label); named != m_classes.end()) label = named->second;
  }

  void sayWhatCame(std::span<const fs::path> files) {
    const auto addTo = [](std::string& text, const std::string& name) {
      text += (text.empty() ? "" : ", ") + name;
    };
    std::string came;
    const auto add = [&](const TableFile& table) {
      for (const ColumnFile& column : table.columns) addTo(came, fileName(column.file));
    };
    add(m_joined.train);
    if (m_joined.test) addTo(came, fileName(m_joined.test->path));
    if (m_joined.test) add(*m_joined.test);
    for (const fs::path& names : m_joined.names) addTo(came, fileName(names));
    const bool isNamed = files.size() == 1 && files.front() != m_joined.train.path;
    m_joined.remarks.insert(m_joined.remarks.begin(),
                            "The rows of " + fileName(m_joined.train.path) + " go with " + came +
                                (isNamed ? ", which were found beside " + fileName(files.front()) : "") +
                                ".");
  }

  const Task& m_task;
  std::optional<Part> m_part;
  std::vector<std::string> m_features;
  ClassesByValue m_classes;
  std::set<fs::path> m_used;
  JoinedTables m_joined;
};

}  // namespace

Result<std::optional<JoinedTables>> joinTables(std::span<const fs::path> files, const Task& task) {
  return Joiner(task).join(files);
}

bool isColumnOfTable(const fs::path& file) {
  if (!isTextName(file) || namedText(file).asLabels == kNoRank) return false;
  const auto joined = joinTables(std::span(&file, 1), {});
  return joined && *joined;
}

LoadOptions withColumnFiles(LoadOptions options, const TableFile& table) {
  const auto isIn = [](const std::optional<std::vector<std::string>>& names, const std::string& name) {
    return names && std::ranges::find(*names, name) != names->end();
  };
  const bool areFactorsOpen = !options.factors;
  for (const ColumnFile& column : table.columns) {
    const bool isAsked = isIn(options.columns, column.name) || isIn(options.factors, column.name) ||
                         isIn(options.dropped, column.name) || options.names == column.name ||
                         options.label == column.name;
    if (isAsked) continue;
    if (column.isLabel && !options.label) {
      options.label = column.name;
      continue;
    }
    auto& names = areFactorsOpen && !column.isLabel ? options.factors : options.dropped;
    if (!names) names.emplace();
    names->push_back(column.name);
  }
  return options;
}

bool areNamedAsJoined(std::span<const fs::path> files) {
  std::vector<NamedText> texts;
  for (const fs::path& file : files)
    if (isTextName(file)) texts.push_back(namedText(file));
  return std::ranges::any_of(texts, [&](const NamedText& samples) {
    return samples.isSamples && samples.name.part && std::ranges::any_of(texts, [&](const NamedText& labels) {
             return labels.asLabels != kNoRank && labels.name.part == samples.name.part &&
                    folderOf(labels.file) == folderOf(samples.file);
           });
  });
}

}  // namespace isthmus
