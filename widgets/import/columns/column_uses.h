#pragma once

#include "core/data/dataset_format.h"

#include <array>
#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace isthmus {

/// What becomes of a table's columns, as guessed and as a person wants it, and the options that ask for that.
/// Columns are counted as LoadPreview::fields lists them; one more stands for all that it does not list.
class ColumnUses {
 public:
  /// `given`: what was asked for before anybody chose.
  explicit ColumnUses(const LoadOptions& given = {});

  /// The plan made with what was asked for last; made without a word about columns it is the guess.
  void setPlan(const LoadPlan& plan);
  /// What was chosen means nothing any more: the table is read another way.
  void forget();

  /// How many columns are listed.
  std::size_t listed() const { return m_planned.size(); }
  std::size_t unlisted() const;
  /// As the plan says, or as it was chosen since. Unknown for those that are not listed, unless
  /// chosen.
  FieldUse use(std::size_t column) const;
  /// Whether a person chose it.
  bool isChosen(std::size_t column) const { return m_now.uses.contains(column); }
  /// Listed columns that the last plan gives another use than the one before, or than what was chosen.
  const std::vector<std::size_t>& changed() const { return m_changed; }
  /// Of all columns, by FieldUse.
  std::array<std::size_t, kFieldUses> counts() const;

  /// Why these columns cannot become that; "" when they can.
  std::string refusal(std::span<const std::size_t> columns, FieldUse use) const;
  /// Whether it changed anything. A second label or name frees the first.
  bool choose(std::span<const std::size_t> columns, FieldUse use);
  /// As if an option label= were chosen elsewhere: a column's option, LoadOptions::kNoLabel or nothing.
  bool chooseLabel(const std::optional<std::string>& option);
  bool canUndo() const { return !m_before.empty(); }
  bool undo();
  bool isGuess() const { return m_now == State(); }
  /// Back to the guess; can be undone.
  bool reset();

  /// Says what was chosen by the options for columns, and nothing of what is as guessed.
  void ask(LoadOptions& options) const;

 private:
  struct State {
    std::map<std::size_t, FieldUse> uses;  // chosen
    bool noLabel = false;                  // chosen, without another use for the column that was it
    bool operator==(const State&) const = default;
  };

  bool adopt(State state);
  void takeGiven();
  std::vector<std::string> namesOf(FieldUse use, bool onlyChosen) const;
  std::optional<std::size_t> chosenAs(FieldUse use) const;
  /// Whether the guess has such a column, and the person wants another use for it.
  bool isFreed(FieldUse use) const;
  void askForFeatures(LoadOptions& options) const;

  LoadOptions m_given;
  std::vector<std::string> m_names;  // by which options can name the columns; "" where an earlier one has it
  std::array<std::size_t, kFieldUses> m_unlisted = {};
  std::vector<FieldUse> m_planned;
  std::vector<std::size_t> m_changed;
  std::vector<FieldUse> m_guess;
  State m_now;
  State m_answered;             // what the plan knows of
  bool m_isPending = false;     // the plan does not know of what was chosen last
  std::vector<State> m_before;  // the newest last
};

}  // namespace isthmus
