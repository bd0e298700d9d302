#include "core/data/arrays/left_out.h"

#include <utility>

namespace isthmus {

Result<LoadPlan> withLeftOut(Result<LoadPlan> plan, const ArrayFile& file,
                             const std::vector<std::string>& leftOut) {
  if (leftOut.empty()) return plan;
  if (!plan) {
    Error error = plan.error();
    error.message = file.arrays().empty() ? leftOut.front() : error.message + "; " + leftOut.front();
    return error;
  }
  LoadPlan result = std::move(plan).value();
  for (const std::string& sentence : leftOut) result.preview.remarks.push_back(sentence + ".");
  return result;
}

}  // namespace isthmus
