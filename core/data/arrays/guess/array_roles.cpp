#include "core/data/arrays/guess/array_roles.h"

#include "core/base/number_text.h"
#include "core/base/text.h"
#include "core/data/arrays/guess/array_names.h"

#include <algorithm>
#include <array>
#include <functional>
#include <numeric>
#include <set>
#include <utility>

namespace isthmus {
namespace {

constexpr std::uint64_t kMaxSamples = 50'000'000;         // more cannot be held as points and latents
constexpr std::uint64_t kMaxNumbersASample = 1ULL << 24;  // 4096 x 4096: wider, one dense layer fills memory
constexpr std::uint64_t kMaxOneHotWidth = 1000;           // as many classes as labels can have
constexpr std::size_t kMaxLabelBytes = std::size_t{1} << 20;  // of one label; longer is no name of anything
constexpr std::size_t kArraysInMessages = 8;

std::uint64_t numbersASample(const ArrayInfo& array) {
  return std::accumulate(array.shape.begin() + 1, array.shape.end(), std::uint64_t{1}, std::multiplies<>());
}

bool isFlat(const ArrayInfo& array) {
  return array.shape.size() == 1 || (array.shape.size() == 2 && (array.shape[0] == 1 || array.shape[1] == 1));
}

/// Whether one of its dimensions may be samples.
bool hasSamples(const ArrayInfo& array) {
  const std::size_t dimensions = array.shape.size();
  if (array.isText() || dimensions < 2 || dimensions > 4 || array.elements() == 0) return false;
  return std::ranges::any_of(array.shape, [&](std::uint64_t side) {
    return side <= kMaxSamples && array.elements() / side <= kMaxNumbersASample;
  });
}

std::string listText(const std::vector<ArrayInfo>& arrays) {
  if (arrays.empty()) return "it holds no array";
  std::string text;
  for (std::size_t i = 0; i < arrays.size() && i < kArraysInMessages; ++i)
    text += (i > 0 ? "; " : "") + arrays[i].name + " (" + arrays[i].text() + ")";
  return "its arrays are " + text + (arrays.size() > kArraysInMessages ? "; ..." : "");
}

Error unknownArray(std::string_view key, const std::string& wanted, const std::vector<ArrayInfo>& arrays) {
  return {ErrorCode::BadSetting, "has no array \"" + wanted + "\", which the option " + std::string(key) +
                                     " names; " + listText(arrays)};
}

/// Chooses among the arrays of one file.
class Chooser {
 public:
  Chooser(const std::vector<ArrayInfo>& arrays, const LoadOptions& options)
      : m_arrays(arrays), m_options(options) {
    for (const ArrayInfo& array : arrays) m_names.push_back(readArrayName(array.name));
    for (const std::string& name : options.dropped.value_or(std::vector<std::string>()))
      if (const auto dropped = find(name)) m_dropped.insert(*dropped);
  }

  Result<std::size_t> samples() { return chooseSamples(); }

  Result<ArrayRoles> choose() {
    const Result<std::size_t> samples = chooseSamples();
    if (!samples) return samples.error();
    const Result<std::optional<std::size_t>> labels = chooseLabels(*samples);
    if (!labels) return labels.error();
    m_roles.parts.push_back({Part::Train, *samples, *labels});
    m_roles.isTestPart = m_names[*samples].part == Part::Test;
    if (m_names[*samples].part == Part::Train) {
      addPart(Part::Validation);
      addPart(Part::Test);
    }
    return std::move(m_roles);
  }

 private:
  std::optional<std::size_t> find(std::string_view name) const {
    const auto key = [](std::string_view text) {
      return lowerCased(text.starts_with('/') ? text.substr(1) : text);
    };
    for (std::size_t i = 0; i < m_arrays.size(); ++i)
      if (m_arrays[i].name == name) return i;
    for (std::size_t i = 0; i < m_arrays.size(); ++i)
      if (key(m_arrays[i].name) == key(name)) return i;
    return std::nullopt;
  }

  Result<std::size_t> chooseSamples() {
    if (m_options.samples) {
      const auto named = find(*m_options.samples);
      if (!named) return unknownArray("data", *m_options.samples, m_arrays);
      if (!hasSamples(m_arrays[*named]))
        return Error{ErrorCode::BadSetting,
                     "cannot take the array " + m_arrays[*named].name + " (" + m_arrays[*named].text() +
                         ") as samples; expected numbers in 2 to 4 dimensions, one of them the samples"};
      return *named;
    }
    if (const auto guessed = samplesByName()) return *guessed;
    return largest();
  }

  /// Those that are put together are taken by an option alone.
  bool mayGuessSamples(std::size_t i) const {
    return hasSamples(m_arrays[i]) && m_arrays[i].origin != ArrayOrigin::Made && !m_dropped.contains(i);
  }

  std::optional<std::size_t> samplesByName() const {
    std::optional<std::size_t> best;
    std::pair<bool, std::size_t> bestRank;
    for (std::size_t i = 0; i < m_arrays.size(); ++i) {
      const ArrayName& name = m_names[i];
      const std::size_t word = sampleRank(name);
      const bool isOtherPart = name.part && *name.part != Part::Train;
      if (!mayGuessSamples(i) || word == kNoRank || isOtherPart) continue;
      if (name.word.empty() && !name.part) continue;
      const std::pair rank(name.part != Part::Train, word);
      const bool isLarger = best && bestRank == rank && m_arrays[i].elements() > m_arrays[*best].elements();
      if (best && bestRank <= rank && !isLarger) continue;
      best = i;
      bestRank = rank;
    }
    return best;
  }

  Result<std::size_t> largest() {
    std::optional<std::size_t> best;
    std::size_t possible = 0;
    for (std::size_t i = 0; i < m_arrays.size(); ++i) {
      if (!mayGuessSamples(i)) continue;
      ++possible;
      if (!best || m_arrays[i].elements() > m_arrays[*best].elements()) best = i;
    }
    if (!best)
      return Error{ErrorCode::BadFormat,
                   "holds no array that could be samples; expected numbers in 2 to 4 dimensions, one of "
                   "them the samples; " +
                       listText(m_arrays)};
    if (possible > 1)
      m_roles.remarks.push_back("No array has a usual name such as X or x_train, so the largest, " +
                                m_arrays[*best].name + ", was taken as the samples.");
    return *best;
  }

  Result<std::optional<std::size_t>> chooseLabels(std::size_t samples) {
    const std::uint64_t count = m_arrays[samples].shape.front();
    if (!m_options.label) return labelsByName(samples, count);
    if (*m_options.label == LoadOptions::kNoLabel) return std::optional<std::size_t>();
    const auto named = find(*m_options.label);
    if (!named) return unknownArray("label", *m_options.label, m_arrays);
    if (!canBeLabels(m_arrays[*named], count))
      return Error{ErrorCode::BadSetting, "cannot take the array " + m_arrays[*named].name + " (" +
                                              m_arrays[*named].text() + ") as labels of " +
                                              withThousands(count) + " samples; expected one for each"};
    return named;
  }

  std::optional<std::size_t> labelsByName(std::size_t samples, std::uint64_t count) {
    std::optional<std::size_t> best;
    std::pair<std::size_t, bool> bestRank;
    for (std::size_t i = 0; i < m_arrays.size(); ++i) {
      const ArrayName& name = m_names[i];
      const std::size_t word = labelRank(name);
      const bool isOfMade = m_arrays[i].origin == ArrayOrigin::Made;
      if (i == samples || word == kNoRank || m_dropped.contains(i)) continue;
      if (isOfMade != (m_arrays[samples].origin == ArrayOrigin::Made)) continue;
      if (name.part && name.part != m_names[samples].part) continue;
      const bool isNumbered =
          name.word == "arr_1";  // of np.savez(file, X, y): says little, so it must look right
      if (isNumbered && (m_names[samples].word != "arr_0" || !isFlat(m_arrays[i]))) continue;
      if (!canBeLabels(m_arrays[i], count)) {
        if (m_arrays[i].isText() && m_arrays[i].elements() < count) continue;  // names of classes, perhaps
        m_roles.remarks.push_back("The array " + m_arrays[i].name + " (" + m_arrays[i].text() +
                                  ") is not used: it has not one label for each of the " +
                                  withThousands(count) + " samples of " + m_arrays[samples].name + ".");
        continue;
      }
      const std::pair rank(word, name.part != m_names[samples].part);
      if (best && bestRank <= rank) continue;
      best = i;
      bestRank = rank;
    }
    return best;
  }

  /// The array named like `first` in another part, for which `fits` holds.
  template <typename Fits>
  std::optional<std::size_t> counterpart(std::size_t first, Part part, Fits fits) const {
    for (std::size_t i = 0; i < m_arrays.size(); ++i)
      if (m_names[i].part == part && m_names[i].word == m_names[first].word && !m_dropped.contains(i) &&
          fits(m_arrays[i]))
        return i;
    return std::nullopt;
  }

  void addPart(Part part) {
    const ArrayPart train = m_roles.parts.front();
    const auto samples = counterpart(train.samples, part, [](const ArrayInfo&) { return true; });
    if (!samples) return;
    const ArrayInfo& array = m_arrays[*samples];
    const auto& shape = m_arrays[train.samples].shape;
    const auto leaveOut = [&](const std::string& reason) {
      m_roles.remarks.push_back("The array " + array.name + " (" + array.text() + ") is left out: " + reason +
                                ".");
    };
    if (!canBeSamples(array) ||
        !std::equal(array.shape.begin() + 1, array.shape.end(), shape.begin() + 1, shape.end()))
      return leaveOut("its samples are not like those of " + m_arrays[train.samples].name);
    std::optional<std::size_t> labels;
    if (train.labels) {
      labels = counterpart(*train.labels, part, [&](const ArrayInfo& other) {
        return canBeLabels(other, array.shape.front()) &&
               other.isText() == m_arrays[*train.labels].isText() &&
               labelWidth(other) == labelWidth(m_arrays[*train.labels]);
      });
      if (!labels) return leaveOut("it has no labels like those of " + m_arrays[train.samples].name);
    }
    m_roles.parts.push_back({part, *samples, labels});
  }

  const std::vector<ArrayInfo>& m_arrays;
  const LoadOptions& m_options;
  std::vector<ArrayName> m_names;   ///< one an array
  std::set<std::size_t> m_dropped;  ///< by the options
  ArrayRoles m_roles;
};

}  // namespace

bool canBeSamples(const ArrayInfo& array) {
  return hasSamples(array) && array.shape.front() <= kMaxSamples &&
         numbersASample(array) <= kMaxNumbersASample;
}

bool canBeLabels(const ArrayInfo& array, std::uint64_t count) {
  if (array.elements() == 0 || (array.isText() && array.elementBytes > kMaxLabelBytes)) return false;
  if (isFlat(array) && array.elements() == count) return true;
  return !array.isText() && array.shape.size() == 2 && array.shape[0] == count &&
         array.shape[1] <= kMaxOneHotWidth;
}

std::size_t labelWidth(const ArrayInfo& array) {
  return isFlat(array) ? 1 : static_cast<std::size_t>(array.shape[1]);
}

Result<std::size_t> chooseSamples(const std::vector<ArrayInfo>& arrays, const LoadOptions& options) {
  return Chooser(arrays, options).samples();
}

Result<ArrayRoles> chooseArrays(const std::vector<ArrayInfo>& arrays, const LoadOptions& options) {
  return Chooser(arrays, options).choose();
}

}  // namespace isthmus
