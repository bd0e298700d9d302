#include "widgets/import/columns/column_uses.h"

#include "widgets/import/import_roles.h"

#include <algorithm>
#include <numeric>
#include <unordered_set>
#include <utility>

namespace isthmus {
namespace {

constexpr std::size_t kMostSteps = 200;  // that can be undone

std::size_t numberOf(FieldUse use) {
  return static_cast<std::size_t>(use);
}

bool isOne(FieldUse use) {
  return use == FieldUse::Label || use == FieldUse::Name;
}

}  // namespace

ColumnUses::ColumnUses(const LoadOptions& given) : m_given(given) {}

void ColumnUses::setPlan(const LoadPlan& plan) {
  const std::vector<LoadField>& fields = plan.preview.fields;
  std::vector<FieldUse> before;
  for (std::size_t i = 0; i < listed(); ++i) before.push_back(use(i));
  const std::vector<std::string> namesBefore = std::exchange(m_names, {});
  m_unlisted = plan.preview.unlisted;
  m_planned.clear();
  std::unordered_set<std::string> seen;
  const auto label = labelField(plan);
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const FieldUse told = fields[i].use;
    m_planned.push_back(told == FieldUse::Unknown && label == i ? FieldUse::Label : told);
    const std::string& name = fields[i].name;
    m_names.push_back(seen.insert(name).second ? name : std::string());
  }
  if (!namesBefore.empty() && namesBefore.size() != m_names.size()) forget();  // the file is another one
  if (isGuess()) m_guess = m_planned;
  takeGiven();
  m_answered = m_now;
  m_isPending = false;
  m_changed.clear();
  if (m_names != namesBefore) return;
  for (std::size_t i = 0; i < listed(); ++i) {
    const bool isTakenBack = !isChosen(i) && m_planned[i] == m_guess[i];
    if (m_planned[i] != before[i] && !isTakenBack) m_changed.push_back(i);
  }
}

/// Columns that were named from the beginning count as chosen: what the guess was of them is not known.
void ColumnUses::takeGiven() {
  const auto take = [this](std::optional<std::vector<std::string>>& names, FieldUse use) {
    for (std::size_t i = 0; names && i < listed(); ++i) {
      if (m_names[i].empty() || std::ranges::count(*names, m_names[i]) == 0) continue;
      m_now.uses.insert_or_assign(i, use);
      m_guess[i] = FieldUse::Unknown;
    }
    names.reset();
  };
  take(m_given.columns, FieldUse::Feature);
  take(m_given.dropped, FieldUse::LeftOut);
  take(m_given.factors, FieldUse::Factor);
}

void ColumnUses::forget() {
  m_given = {};
  m_now = {};
  m_answered = {};
  m_isPending = false;
  m_before.clear();
}

std::size_t ColumnUses::unlisted() const {
  return std::accumulate(m_unlisted.begin(), m_unlisted.end(), std::size_t{0});
}

FieldUse ColumnUses::use(std::size_t column) const {
  const auto chosen = m_now.uses.find(column);
  if (column >= listed()) return chosen == m_now.uses.end() ? FieldUse::Unknown : chosen->second;
  if (!m_isPending) return m_planned[column];
  if (chosen != m_now.uses.end()) return chosen->second;
  if (isGuess() || m_answered.uses.contains(column)) return m_guess[column];  // taken back
  const FieldUse planned = m_planned[column];
  const bool isOvertaken = (planned == FieldUse::Label && (m_now.noLabel || chosenAs(FieldUse::Label))) ||
                           (planned == FieldUse::Name && chosenAs(FieldUse::Name));
  return isOvertaken ? FieldUse::Unknown : planned;  // the next plan says what it is instead
}

std::array<std::size_t, kFieldUses> ColumnUses::counts() const {
  std::array<std::size_t, kFieldUses> counts = {};
  for (std::size_t i = 0; i < listed(); ++i) ++counts[numberOf(use(i))];
  if (const FieldUse rest = use(listed()); rest != FieldUse::Unknown) {
    counts[numberOf(rest)] += unlisted();
  } else {
    for (std::size_t i = 0; i < kFieldUses; ++i) counts[i] += m_unlisted[i];
  }
  return counts;
}

std::string ColumnUses::refusal(std::span<const std::size_t> columns, FieldUse use) const {
  if (isOne(use) && columns.size() > 1)
    return use == FieldUse::Label ? "Only one column can be the label." : "Only one column can be the name.";
  for (const std::size_t column : columns) {
    if (column >= listed()) {
      if (use == FieldUse::LeftOut || use == FieldUse::Feature) continue;
      return "Columns that are not listed can only be features or be left out, all of them.";
    }
    const bool isLastLabel = use == FieldUse::Label && column + 1 == listed();
    if (m_names[column].empty() && !isLastLabel)
      return "Column " + std::to_string(column + 1) +
             " has no name of its own, so it cannot be chosen; it stays as guessed.";
    const bool isNew = use == FieldUse::Feature && column < m_guess.size() && m_guess[column] != use;
    if (isNew && unlisted() > 0 && this->use(listed()) != FieldUse::LeftOut)
      return "No column can become a feature while there are columns that are not listed: they would have to "
             "be named one by one. Leave those out first.";
  }
  return {};
}

bool ColumnUses::adopt(State state) {
  if (state == m_now) return false;
  m_before.push_back(std::exchange(m_now, std::move(state)));
  if (m_before.size() > kMostSteps) m_before.erase(m_before.begin());
  m_isPending = true;
  return true;
}

bool ColumnUses::choose(std::span<const std::size_t> columns, FieldUse use) {
  if (columns.empty() || !refusal(columns, use).empty()) return false;
  State state = m_now;
  if (isOne(use)) std::erase_if(state.uses, [use](const auto& chosen) { return chosen.second == use; });
  if (use == FieldUse::Label) state.noLabel = false;
  for (const std::size_t column : columns) {
    const bool isGuessed = column < m_guess.size() ? m_guess[column] == use : use == FieldUse::Feature;
    if (isGuessed)
      state.uses.erase(column);
    else
      state.uses.insert_or_assign(column, use);
  }
  return adopt(std::move(state));
}

bool ColumnUses::chooseLabel(const std::optional<std::string>& option) {
  LoadOptions asked;
  ask(asked);
  if (asked.label == option) return false;
  if (!option || *option == LoadOptions::kNoLabel) {
    State state = m_now;
    std::erase_if(state.uses, [](const auto& chosen) { return chosen.second == FieldUse::Label; });
    state.noLabel = option.has_value();
    return adopt(std::move(state));
  }
  const auto named = std::ranges::find(m_names, *option);
  if (named == m_names.end() && (*option != LoadOptions::kLastColumn || m_names.empty())) return false;
  const std::ptrdiff_t column = named == m_names.end() ? std::ssize(m_names) - 1 : named - m_names.begin();
  return choose(std::vector{static_cast<std::size_t>(column)}, FieldUse::Label);
}

bool ColumnUses::undo() {
  if (m_before.empty()) return false;
  m_now = std::move(m_before.back());
  m_before.pop_back();
  m_isPending = true;
  return true;
}

bool ColumnUses::reset() {
  return adopt({});
}

std::optional<std::size_t> ColumnUses::chosenAs(FieldUse use) const {
  for (const auto& [column, chosen] : m_now.uses)
    if (chosen == use) return column;
  return std::nullopt;
}

bool ColumnUses::isFreed(FieldUse use) const {
  return std::ranges::any_of(m_now.uses, [&](const auto& chosen) {
    return chosen.first < m_guess.size() && m_guess[chosen.first] == use;
  });
}

std::vector<std::string> ColumnUses::namesOf(FieldUse use, bool onlyChosen) const {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < listed(); ++i)
    if (this->use(i) == use && (!onlyChosen || isChosen(i)) && !m_names[i].empty())
      names.push_back(m_names[i]);
  return names;
}

/// Features are named, or what is left out is, whichever list is shorter: 3 of 700 columns or all but 3.
void ColumnUses::askForFeatures(LoadOptions& options) const {
  const std::vector<std::string> leftOut = namesOf(FieldUse::LeftOut, true);
  const bool hasRest = unlisted() > 0;
  const bool isRestOut = hasRest && use(listed()) == FieldUse::LeftOut;
  const bool isFeatureNew = chosenAs(FieldUse::Feature).has_value();
  std::vector<std::string> features = namesOf(FieldUse::Feature, false);
  if (isRestOut || isFeatureNew || (!hasRest && !features.empty() && features.size() < leftOut.size())) {
    options.columns = std::move(features);
    // The other numbers are left out then, but for factors that are named; of text, only what is named is.
    if (std::vector<std::string> factors = namesOf(FieldUse::Factor, false); !factors.empty())
      options.factors = std::move(factors);
    std::vector<std::string> others;
    for (std::size_t i = 0; i < listed(); ++i)
      if (isChosen(i) && use(i) == FieldUse::LeftOut && m_guess[i] != FieldUse::Feature)
        others.push_back(m_names[i]);
    if (!others.empty()) options.dropped = std::move(others);
  } else if (!leftOut.empty()) {
    options.dropped = leftOut;
  }
}

void ColumnUses::ask(LoadOptions& options) const {
  options.columns.reset();
  options.dropped.reset();
  options.factors.reset();
  options.names = m_given.names;
  options.label = m_given.label;
  if (isGuess()) return;
  const std::string none(LoadOptions::kNoLabel);
  if (const auto label = chosenAs(FieldUse::Label))
    options.label = m_names[*label].empty() ? std::string(LoadOptions::kLastColumn) : m_names[*label];
  else if (m_now.noLabel || isFreed(FieldUse::Label))
    options.label = none;
  if (const auto name = chosenAs(FieldUse::Name))
    options.names = m_names[*name];
  else if (isFreed(FieldUse::Name))
    options.names = none;
  if (chosenAs(FieldUse::Factor)) options.factors = namesOf(FieldUse::Factor, true);
  askForFeatures(options);
}

}  // namespace isthmus
