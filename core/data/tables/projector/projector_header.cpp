#include "core/data/tables/projector/projector_header.h"

#include "core/base/number_text.h"
#include "core/base/text.h"
#include "core/data/tables/text/table_text.h"

#include <algorithm>
#include <utility>

namespace isthmus {
namespace {

/// What the cells below the first line say about it.
struct Hint {
  std::optional<bool> header;
  std::string reason;
};

Hint hintOf(const ProjectorMetadata& metadata, const Task& task) {
  const auto& rows = metadata.rows;
  const std::vector<std::string>& first = rows.front();
  std::vector<bool> mayBeNumbers(first.size());
  for (std::size_t c = 0; c < first.size(); ++c)
    mayBeNumbers[c] = !isMissingText(first[c]) && !numberInText(first[c], false);
  const std::string* repeated = nullptr;
  for (std::size_t r = 1; r < rows.size(); ++r) {
    if (r % kMetadataRowsBetweenLooks == 0 && task.cancelled()) return {};
    for (std::size_t c = 0; c < first.size(); ++c) {
      if (mayBeNumbers[c] && !numberInText(rows[r][c], false)) mayBeNumbers[c] = false;
      if (repeated == nullptr && !first[c].empty() && rows[r][c] == first[c]) repeated = &first[c];
    }
  }
  const auto numbers = std::ranges::find(mayBeNumbers, true) - mayBeNumbers.begin();
  if (rows.size() > 1 && numbers < std::ssize(first))
    return {true, "there are numbers below " + quotedText(first[static_cast<std::size_t>(numbers)])};
  if (repeated != nullptr) return {false, quotedText(*repeated) + " stands below it, too"};
  return {};
}

std::string takenFor(bool header) {
  return header ? "The metadata's first line was taken for names of columns"
                : "The metadata's first line was taken for that of the first vector";
}

}  // namespace

Result<HeaderChoice> chooseHeader(const ProjectorMetadata& metadata, const VectorCount& vectors,
                                  std::optional<bool> wanted, const Task& task) {
  const std::uint64_t lines = metadata.rows.size();
  const bool several = metadata.rows.front().size() > 1;
  // One vector can be of any length, so that it fits says nothing.
  const auto fits = [&](bool header) {
    const std::uint64_t count = header ? lines - 1 : lines;
    return vectors.fits(count) && (vectors.rows || count > 1 || header == several);
  };
  HeaderChoice choice{.header = several, .isOpen = fits(true) && fits(false)};
  if (wanted) {
    choice.header = *wanted;
  } else if (choice.isOpen) {
    const Hint hint = hintOf(metadata, task);
    if (task.cancelled()) return Error{ErrorCode::Cancelled, "loading was cancelled"};
    choice.header = hint.header.value_or(several);
    choice.remark = takenFor(choice.header) + ", for " +
                    (hint.header ? hint.reason
                     : several   ? "TensorBoard wants a header where there are several columns"
                                 : "TensorBoard wants no header where there is one column") +
                    "; the vectors would allow the other, too (\"header=" + (choice.header ? "no" : "yes") +
                    "\").";
  } else if (fits(!several)) {
    choice.header = !several;
    choice.remark = takenFor(choice.header) + ", for only so the vectors come out even.";
  }
  return choice;
}

void nameColumns(ProjectorMetadata& metadata, bool header) {
  if (header) {
    metadata.columns = std::move(metadata.rows.front());
    metadata.rows.erase(metadata.rows.begin());
  } else if (metadata.rows.front().size() == 1) {
    metadata.columns = {"label"};
  } else {
    for (std::size_t c = 1; c <= metadata.rows.front().size(); ++c)
      metadata.columns.push_back("column " + std::to_string(c));
  }
}

}  // namespace isthmus
