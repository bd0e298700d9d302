#include "core/data/arrays/guess/array_beside.h"

#include "core/base/number_text.h"
#include "core/data/arrays/array_elements.h"
#include "core/data/arrays/array_labels.h"
#include "core/data/arrays/guess/array_names.h"
#include "core/data/dataset.h"
#include "core/data/values/class_names.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>
#include <utility>

namespace isthmus {
namespace {

constexpr std::uint64_t kMostValuesForALook = 1'000'000;
constexpr std::size_t kMostLooks = 16;    // at arrays that may be the label
constexpr std::size_t kMostFactors = 16;  // taken without being asked for: more are no list to choose from
constexpr std::size_t kFewNumbers = 100;  // different whole numbers that may be classes
constexpr std::size_t kMostUnused = 4;    // named one by one

bool isOneASample(const ArrayInfo& array, std::uint64_t count) {
  return canBeLabels(array, count) && labelWidth(array) == 1;
}

template <std::size_t n>
bool isOneOf(const std::array<std::string_view, n>& words, std::string_view word) {
  return std::ranges::find(words, word) != words.end();
}

bool namesSamples(std::string_view word) {
  constexpr std::array<std::string_view, 16> kWords = {
      "names", "name",  "id",    "ids",   "sample_names", "sample_ids", "filenames", "file_names",
      "files", "paths", "words", "index", "obs_names",    "cellid",     "barcodes",  "sample_id"};
  return isOneOf(kWords, word);
}

bool namesClasses(std::string_view word) {
  constexpr std::array<std::string_view, 8> kWords = {"target_names", "class_names", "label_names",
                                                      "classnames",   "labelnames",  "classes",
                                                      "categories",   "names"};
  return isOneOf(kWords, word);
}

bool namesNumbers(std::string_view word) {
  constexpr std::array<std::string_view, 10> kWords = {
      "feature_names", "features", "featurenames", "columns",    "genes",
      "gene_names",    "gene",     "var_names",    "attributes", "column_names"};
  return isOneOf(kWords, word);
}

/// The last word of a path, as lists of words have it: "names" of "/meta/names" and "data.names".
std::string lastWord(const std::string& name) {
  return readArrayName(name).lastWord;
}

std::string shown(const ArrayInfo& array) {
  return array.name + " (" + array.text() + ")";
}

/// Whether an array says something of the columns of AnnData's or loom's matrix and not of its rows.
bool isOfColumns(const std::string& name) {
  return name.starts_with("/var/") || name.starts_with("/row_attrs/") || name.starts_with("/uns/") ||
         name.starts_with("/varm/") || name.starts_with("/layers/");
}

std::optional<std::size_t> indexOf(const std::vector<ArrayInfo>& arrays, const std::string& name) {
  const auto found = std::ranges::find_if(
      arrays, [&](const ArrayInfo& array) { return array.name == name || array.name == "/" + name; });
  if (found == arrays.end()) return std::nullopt;
  return static_cast<std::size_t>(found - arrays.begin());
}

class Finder {
 public:
  Finder(const std::vector<ArrayInfo>& arrays, const ArrayRoles& roles, const LoadOptions& options)
      : m_arrays(arrays),
        m_roles(roles),
        m_options(options),
        m_samples(roles.parts.front().samples),
        m_count(arrays[m_samples].shape.front()) {}

  Result<ArraysBeside> find() {
    if (m_options.names && *m_options.names != LoadOptions::kNoLabel) {
      const auto named = asked("names", *m_options.names);
      if (!named) return named.error();
      m_beside.names = *named;
    }
    for (const std::string& name : m_options.factors.value_or(std::vector<std::string>())) {
      if (name == LoadOptions::kNoLabel && !indexOf(m_arrays, name)) continue;  // none at all
      const auto factor = asked("factors", name);
      if (!factor) return factor.error();
      m_beside.factors.push_back(*factor);
    }
    for (const std::string& name : m_options.dropped.value_or(std::vector<std::string>()))
      if (!indexOf(m_arrays, name))
        return Error{ErrorCode::BadSetting, "has no array " + name + ", which the option drop names"};
    for (std::size_t i = 0; i < m_arrays.size(); ++i)
      if (!isTaken(i) && !isRepeated(m_arrays[i])) take(i);
    sayUnknown();
    if (m_unused > kMostUnused)
      m_beside.remarks.push_back(withThousands(m_unused - kMostUnused) +
                                 " more arrays that say something of each sample are not used.");
    return std::move(m_beside);
  }

 private:
  Result<std::size_t> asked(const std::string& key, const std::string& name) const {
    const auto index = indexOf(m_arrays, name);
    if (index && m_roles.isOnePart() && isOfSamples(m_arrays[*index])) return *index;
    const std::string why =
        index ? "does not say one or a few things of each of the " + withThousands(m_count) + " samples"
              : "is not in the file";
    return Error{ErrorCode::BadSetting,
                 "cannot use the array " + name + ", which the option " + key + " names: it " +
                     (index && !m_roles.isOnePart() ? "belongs to one of several parts" : why)};
  }

  bool isTaken(std::size_t i) const {
    const auto& dropped = m_options.dropped;
    const bool isDropped = dropped && std::ranges::any_of(*dropped, [&](const std::string& name) {
                             return indexOf(m_arrays, name) == i;
                           });
    return isDropped || m_beside.names == i || std::ranges::count(m_beside.factors, i) > 0 ||
           std::ranges::any_of(m_roles.parts,
                               [&](const ArrayPart& part) { return part.samples == i || part.labels == i; });
  }

  void take(std::size_t i) {
    const ArrayInfo& array = m_arrays[i];
    const std::string word = lastWord(array.name);
    const bool isFlatText = array.isText() && array.shape.size() <= 2;
    const std::uint64_t width = array.elements();
    const std::uint64_t samplesWidth = m_arrays[m_samples].elements() / m_count;
    if (isFlatText && width != m_count && namesClasses(word) && m_roles.parts.front().labels) {
      if (!m_beside.classNames) m_beside.classNames = i;
    } else if (isFlatText && width == samplesWidth && namesNumbers(word)) {
      if (!m_beside.features) m_beside.features = i;
    } else if (isOfSamples(array) && !isOfColumns(array.name) && m_roles.isOnePart()) {
      takeOneASample(i, word);
    }
  }

  /// Says which arrays were taken for nothing and have not been spoken of.
  void sayUnknown() {
    std::string names;
    std::size_t count = 0;
    for (std::size_t i = 0; i < m_arrays.size(); ++i) {
      const ArrayInfo& array = m_arrays[i];
      const bool isSpokenOf = std::ranges::any_of(m_roles.remarks, [&](const std::string& remark) {
        return remark.find(shown(array)) != std::string::npos;
      });
      const bool isUsed = isTaken(i) || m_beside.classNames == i || m_beside.features == i;
      const bool isOne = isOfSamples(array) && m_roles.isOnePart();  // said one by one
      if (isUsed || isSpokenOf || isOne || isRepeated(array) || isOfColumns(array.name) ||
          array.elements() <= 1)
        continue;
      if (++count <= kMostUnused) names += (names.empty() ? "" : ", ") + shown(array);
    }
    if (count == 0) return;
    if (count > kMostUnused) names += " and " + withThousands(count - kMostUnused) + " more";
    m_beside.remarks.push_back((count == 1 ? "Another array is not used: " : "Other arrays are not used: ") +
                               names + ".");
  }

  /// Whether an array says nothing more than others do: it is put together from them, or they from it.
  bool isRepeated(const ArrayInfo& array) const {
    const bool isMade = m_arrays[m_samples].origin == ArrayOrigin::Made;
    return array.origin == ArrayOrigin::Made || (isMade && array.origin == ArrayOrigin::Piece);
  }

  /// One or a few numbers, or a text, for each sample; not other samples, which have as many numbers.
  bool isOfSamples(const ArrayInfo& array) const {
    return canBeLabels(array, m_count) && labelWidth(array) <= kMostFactors &&
           (labelWidth(array) == 1 || array.shape != m_arrays[m_samples].shape);
  }

  void takeOneASample(std::size_t i, const std::string& word) {
    const ArrayInfo& array = m_arrays[i];
    if (array.isText() && namesSamples(word) && !m_beside.names && !m_options.names) {
      m_beside.names = i;
    } else if (!m_options.factors && m_columns + labelWidth(array) <= kMostFactors) {
      m_columns += labelWidth(array);
      m_beside.factors.push_back(i);
    } else if (++m_unused <= kMostUnused) {
      m_beside.remarks.push_back("The array " + shown(array) + " is not used; \"label=" + array.name +
                                 "\" or \"factors=" + array.name + "\" colours by it.");
    }
  }

  const std::vector<ArrayInfo>& m_arrays;
  const ArrayRoles& m_roles;
  const LoadOptions& m_options;
  std::size_t m_samples;
  std::uint64_t m_count;
  std::size_t m_columns = 0;  ///< of the factors
  std::size_t m_unused = 0;
  ArraysBeside m_beside;
};

}  // namespace

LabelLook lookAtLabels(ArrayFile& file, std::size_t index, const ArrayInfo& array, const Task& task) {
  if (array.elements() > kMostValuesForALook) return {};
  auto stream = file.open(index);
  if (!stream) return {};
  const Task quiet{.stop = task.stop};
  ReadProgress progress(quiet, array.bytes());
  ArrayLabels labels(array.name);
  Dataset probe;
  if (!labels.append(**stream, array, array.elements(), progress) || !labels.giveTo(probe, progress))
    return {};
  return {true, probe.classNames.size(), probe.factors.size()};
}

std::optional<FoundLabel> findLabel(ArrayFile& file, const std::vector<ArrayInfo>& arrays,
                                    std::size_t samples, const LoadOptions& options, const Task& task) {
  const std::uint64_t count = arrays[samples].shape.front();
  std::optional<FoundLabel> found;
  std::size_t looks = 0;
  for (std::size_t i = 0; i < arrays.size() && looks < kMostLooks; ++i) {
    const ArrayInfo& array = arrays[i];
    const bool isFloat = array.type == ElementType::Float16 || array.type == ElementType::Float32;
    if (i == samples || !isOneASample(array, count) || isFloat || isOfColumns(array.name)) continue;
    if (array.origin == ArrayOrigin::Made) continue;
    if (options.names == array.name || namesSamples(lastWord(array.name)) || task.cancelled()) continue;
    if (found && !array.isText()) continue;
    ++looks;
    const std::size_t classes = lookAtLabels(file, i, array, task).classes;
    const std::size_t most = array.isText() ? kMaxClasses : kFewNumbers;
    if (classes < 2 || classes > most || 2 * classes > count) continue;
    found = FoundLabel{i, "The array " + shown(array) +
                              " was taken as the label, for it has one value for each sample and " +
                              withThousands(classes) + " different ones; \"label=none\" leaves it out."};
    if (array.isText()) break;
  }
  return found;
}

Result<ArraysBeside> arraysBeside(const std::vector<ArrayInfo>& arrays, const ArrayRoles& roles,
                                  const LoadOptions& options) {
  return Finder(arrays, roles, options).find();
}

}  // namespace isthmus
