#include "core/data/images/files/picture_labels.h"

#include "core/base/number_text.h"
#include "core/base/text.h"
#include "core/data/images/files/folder_words.h"
#include "core/data/images/files/picture_order.h"
#include "core/data/values/class_names.h"
#include "core/data/values/label_names.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

namespace isthmus {
namespace {

constexpr std::size_t kFewWholes = 20;  // that may be classes, likewise ...
constexpr std::size_t kFewWords = 100;  // ... of texts
constexpr std::size_t kManyFlags = 3;   // columns of two numbers: each a property of its own
constexpr std::size_t kMostNamed = 5;   // all but one of so many pictures have a row
constexpr const char* kOneHot = "one-hot";

bool canBeClasses(const PictureColumn& column) {
  return column.texts.size() >= 2 && column.texts.size() <= kMaxClasses &&
         (column.texts.size() < column.filled || column.filled <= 4) && (!column.isNumeric || column.isWhole);
}

bool isFlag(const PictureColumn& column) {
  return column.isNumeric && column.texts.size() <= 2;
}

LabelColumn guessLabelColumn(const PictureTable& table) {
  const auto find = [&](auto fits) -> std::optional<std::size_t> {
    const auto found = std::ranges::find_if(table.columns, fits);
    if (found == table.columns.end()) return std::nullopt;
    return static_cast<std::size_t>(found - table.columns.begin());
  };
  for (const LabelSense sense : {LabelSense::Plain, LabelSense::Class, LabelSense::Likely}) {
    for (const bool wantsWords : {true, false}) {  // a class's name says more than its number
      const auto named = find([&](const PictureColumn& column) {
        return labelSense(column.name) == sense && canBeClasses(column) && column.isNumeric != wantsWords;
      });
      if (named) return {named, "by its name"};
    }
  }
  if (const auto folded = find([](const PictureColumn& column) { return column.name == kOneHot; }))
    return {folded, "for each row has a single 1"};
  const auto words =
      find([](const PictureColumn& column) { return !column.isNumeric && column.hasFew(kFewWords); });
  if (words) return {words, "as the first with few different texts"};
  if (std::ranges::count_if(table.columns, isFlag) >= static_cast<std::ptrdiff_t>(kManyFlags)) return {};
  const auto wholes =
      find([](const PictureColumn& column) { return column.isWhole && column.hasFew(kFewWholes); });
  if (wholes) return {wholes, "as the first with few different whole numbers"};
  return {};
}

/// Whether nearly all pictures have a row, parts apart of which none has.
bool namesMost(const PictureTable& table, const PictureArrangement& arrangement) {
  std::map<Part, std::pair<std::size_t, std::size_t>> parts;  // pictures with a row, pictures
  for (const auto& entry : arrangement.entries) {
    auto& [named, all] = parts[entry.part];
    named += table.ofPicture[entry.file] != PictureTable::kNone ? 1U : 0U;
    ++all;
  }
  std::size_t named = 0;
  std::size_t all = 0;
  for (const auto& [part, counts] : parts) {
    if (counts.first == 0) continue;
    named += counts.first;
    all += counts.second;
  }
  return named > 0 && named * kMostNamed >= all * (kMostNamed - 1);
}

/// The numbers of texts in the order of a person.
std::vector<std::int32_t> sortedPlaces(const std::vector<std::string>& texts,
                                       std::vector<std::string>& sorted) {
  sorted = texts;
  std::ranges::sort(sorted, naturallyBefore);
  std::vector<std::int32_t> places;
  places.reserve(texts.size());
  for (const std::string& text : texts)
    places.push_back(
        static_cast<std::int32_t>(std::ranges::lower_bound(sorted, text, naturallyBefore) - sorted.begin()));
  return places;
}

Factor wordsFactor(const PictureColumn& column) {
  Factor factor{.name = column.name, .values = {}};
  const std::vector<std::int32_t> places = sortedPlaces(column.texts, factor.levels);
  const auto unknown = static_cast<float>(factor.levels.size());
  bool isUnknown = false;
  for (const std::int32_t value : column.value) {
    isUnknown = isUnknown || value < 0;
    factor.values.push_back(value < 0 ? unknown
                                      : static_cast<float>(places[static_cast<std::size_t>(value)]));
  }
  if (isUnknown) factor.levels.emplace_back("unknown");
  return factor;
}

Factor numbersFactor(const PictureColumn& column) {
  std::vector<double> known;
  for (const std::int32_t value : column.value)
    if (value >= 0) known.push_back(column.numbers[static_cast<std::size_t>(value)]);
  const auto middle = known.begin() + static_cast<std::ptrdiff_t>(known.size() / 2);
  std::ranges::nth_element(known, middle);
  Factor factor{.name = column.name, .values = {}};
  for (const std::int32_t value : column.value)
    factor.values.push_back(
        static_cast<float>(value < 0 ? *middle : column.numbers[static_cast<std::size_t>(value)]));
  return factor;
}

std::optional<Factor> columnFactor(const PictureColumn& column) {
  if (column.isNumeric) return column.texts.size() < 2 ? std::nullopt : std::optional(numbersFactor(column));
  if (!column.hasFew(kMaxClasses)) return std::nullopt;
  return wordsFactor(column);
}

Factor levelFactor(const PictureArrangement::Level& level, const PictureArrangement& arrangement,
                   std::size_t pictures) {
  Factor factor{.name = level.name, .values = std::vector<float>(pictures, 0), .levels = level.values};
  bool hasNone = false;
  for (const auto& entry : arrangement.entries) {
    const std::int32_t value = level.of[entry.folder];
    hasNone = hasNone || value < 0;
    factor.values[entry.file] =
        static_cast<float>(value < 0 ? static_cast<std::int32_t>(level.values.size()) : value);
  }
  if (hasNone) factor.levels.emplace_back("none");
  return factor;
}

std::string nameOfTables(const PictureTable& table) {
  std::string names;
  for (const auto& file : table.files)
    names += (names.empty() ? "" : file == table.files.back() ? " and " : ", ") + file.filename().string();
  return names;
}

std::string countOf(std::size_t count, const char* one, const char* many) {
  return withThousands(count) + " " + (count == 1 ? one : many);
}

std::string namedRemark(const PictureTable& table, std::size_t pictures) {
  const std::string where = nameOfTables(table) + " (column " + quotedText(table.key) + ")";
  std::string text = table.named == pictures
                         ? (pictures == 1 ? "The picture is named in "
                                          : "All " + withThousands(pictures) + " pictures are named in ") +
                               where
                         : withThousands(table.named) + " of " +
                               countOf(pictures, "picture is", "pictures are") + " named in " + where;
  const auto add = [&](std::size_t count, const char* one, const char* many) {
    if (count > 0) text += "; " + countOf(count, one, many);
  };
  add(table.rowsWithoutPicture, "of its rows names no picture that is here",
      "of its rows name no picture that is here");
  add(table.rowsTwice, "row names a picture that an earlier one names, and was not used",
      "rows name pictures that earlier ones name, and were not used");
  add(table.rowsOdd, "row has another number of fields and was not used",
      "rows have another number of fields and were not used");
  add(table.columnsTooMany, "further column was not used", "further columns were not used");
  return text + ".";
}

}  // namespace

void foldOneHot(PictureTable& table) {
  std::vector<std::size_t> flags;
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    const PictureColumn& column = table.columns[c];
    const bool isBit = column.isWhole && !column.numbers.empty() && column.texts.size() <= 2 &&
                       std::ranges::all_of(column.numbers, [](double n) { return n == 0 || n == 1; });
    if (isBit && column.filled == table.named) flags.push_back(c);
  }
  if (flags.size() < kManyFlags) return;
  PictureColumn folded(kOneHot, table.ofPicture.size());
  folded.isNumeric = folded.isWhole = false;
  for (const std::size_t c : flags) folded.texts.push_back(table.columns[c].name);
  for (std::size_t i = 0; i < table.ofPicture.size(); ++i) {
    if (table.ofPicture[i] == PictureTable::kNone) continue;
    for (std::size_t f = 0; f < flags.size(); ++f) {
      const PictureColumn& column = table.columns[flags[f]];
      if (column.numbers[static_cast<std::size_t>(column.value[i])] != 1) continue;
      if (folded.value[i] != PictureColumn::kMissing) return;  // several things are true of it
      folded.value[i] = static_cast<std::int32_t>(f);
      ++folded.filled;
    }
  }
  if (folded.filled != table.named) return;
  for (auto c = flags.rbegin(); c != flags.rend(); ++c)
    table.columns.erase(table.columns.begin() + static_cast<std::ptrdiff_t>(*c));
  table.columns.push_back(std::move(folded));
}

Result<LabelColumn> chooseLabelColumn(const PictureTable& table, const LoadOptions& options,
                                      const PictureArrangement& arrangement) {
  const auto isLevel = [&](const std::string& name) {
    return std::ranges::find(arrangement.levels, name, &PictureArrangement::Level::name) !=
           arrangement.levels.end();
  };
  if (options.label == LoadOptions::kNoLabel) return LabelColumn{};
  if (options.label) {
    const auto named = std::ranges::find(table.columns, *options.label, &PictureColumn::name);
    if (named != table.columns.end()) {
      if (named->texts.empty() || named->texts.size() > kMaxClasses)
        return Error{ErrorCode::BadSetting, "the column " + quotedText(*options.label) + " has " +
                                                withThousands(named->texts.size()) +
                                                " different values; expected 1 to " +
                                                withThousands(kMaxClasses) + " of a label"};
      return LabelColumn{static_cast<std::size_t>(named - table.columns.begin()), ""};
    }
    if (isLevel(*options.label)) return LabelColumn{};
    std::string known = "none";
    for (const auto& level : arrangement.levels) known += ", " + level.name;
    for (const PictureColumn& column : table.columns) known += ", " + column.name;
    return Error{ErrorCode::BadSetting, "there is no label " + quotedText(*options.label) +
                                            " for these pictures; expected one of: " + known};
  }
  if (table.isEmpty()) return LabelColumn{};
  LabelColumn guess = guessLabelColumn(table);
  if (guess.column && !namesMost(table, arrangement)) {
    guess.namesTooFew = true;
    guess.why = table.columns[*guess.column].name;
    guess.column.reset();
  }
  return guess;
}

void takeClasses(const PictureTable& table, const LabelColumn& label, PictureArrangement& arrangement,
                 PictureFacts& facts, const Task& task) {
  const PictureColumn& column = table.columns[*label.column];
  const std::vector<std::int32_t> places = sortedPlaces(column.texts, arrangement.classNames);
  std::size_t withoutRow = 0;
  std::size_t withoutLabel = 0;
  for (auto& entry : arrangement.entries) {
    const std::int32_t value = column.value[entry.file];
    entry.label = value < 0 ? -1 : places[static_cast<std::size_t>(value)];
    if (value >= 0) continue;
    ++(table.ofPicture[entry.file] == PictureTable::kNone ? withoutRow : withoutLabel);
  }
  std::erase_if(arrangement.entries, [](const auto& entry) { return entry.label < 0; });
  const auto say = [&](std::size_t count, const std::string& why) {
    if (count == 0) return;
    arrangement.notes.push_back(countOf(count, "picture was", "pictures were") + " left out: " + why);
  };
  say(withoutRow, nameOfTables(table) + (withoutRow == 1 ? " does not name it" : " does not name them"));
  say(withoutLabel, "the column " + quotedText(column.name) + " is empty there");
  facts.remarks.push_back("Column " + quotedText(column.name) + " was taken as the label" +
                          (label.why.empty() ? "" : ", " + label.why) + ": " +
                          countOf(arrangement.classNames.size(), "class", "classes") +
                          (arrangement.levels.empty() ? "."
                                                      : "; \"label=" + arrangement.levels.front().name +
                                                            "\" takes the names of the folders instead."));
  orderPictures(arrangement, task);
}

void describeFacts(const PictureTable& table, const LabelColumn& label, const LoadOptions& options,
                   const PictureArrangement& arrangement, std::size_t pictures, PictureFacts& facts) {
  if (!table.isEmpty()) facts.remarks.insert(facts.remarks.begin(), namedRemark(table, pictures));
  if (label.namesTooFew)
    facts.remarks.push_back("So few have a row that its columns tell no classes; \"label=" + label.why +
                            "\" takes those pictures alone.");
  for (std::size_t l = 0; l < arrangement.levels.size(); ++l) {
    const auto& level = arrangement.levels[l];
    const bool isLabel = arrangement.byLevel == l;
    const bool isFactor = !isLabel && level.values.size() <= kMaxClasses && !arrangement.entries.empty();
    facts.fields.push_back(
        {.name = level.name,
         .description = countOf(level.values.size(), "folder", "folders") + " such as " + level.example,
         .canBeLabels = level.values.size() <= kMaxClasses,
         .use = isLabel    ? FieldUse::Label
                : isFactor ? FieldUse::Factor
                           : FieldUse::LeftOut});
    if (isFactor) facts.factors.push_back(levelFactor(level, arrangement, pictures));
  }
  std::vector<std::string> unused;
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    const PictureColumn& column = table.columns[c];
    const bool isLabel = label.column == c;
    const auto factor = isLabel ? std::nullopt : columnFactor(column);
    facts.fields.push_back({.name = column.name,
                            .description = column.text(),
                            .canBeLabels = !column.texts.empty() && column.texts.size() <= kMaxClasses,
                            .use = isLabel  ? FieldUse::Label
                                   : factor ? FieldUse::Factor
                                            : FieldUse::LeftOut});
    if (factor) facts.factors.push_back(*factor);
    if (!isLabel && !factor) unused.push_back(column.name);
  }
  if (!unused.empty()) {
    std::string names;
    for (std::size_t i = 0; i < std::min<std::size_t>(unused.size(), 5); ++i)
      names += (i == 0 ? "" : ", ") + quotedText(unused[i]);
    facts.remarks.push_back(countOf(unused.size(), "column was", "columns were") + " not used (" + names +
                            (unused.size() > 5 ? ", ..." : "") +
                            "): one value, or too many different texts.");
  }
  const bool hasChoice = !table.isEmpty() || arrangement.levels.size() > 1 || options.label;
  if (!hasChoice) {
    facts.fields.clear();
    return;
  }
  facts.label = label.column          ? table.columns[*label.column].name
                : arrangement.byLevel ? arrangement.levels[*arrangement.byLevel].name
                                      : std::string(LoadOptions::kNoLabel);
}

}  // namespace isthmus
