#include "core/engine/reference_learner.h"

#include <dlfcn.h>
#include <string>

namespace isthmus {
namespace {

constexpr const char* kLibrary = "libisthmus-autograd.so";

}  // namespace

Result<std::unique_ptr<VaeLearner>> makeReferenceLearner(const DatasetPtr& dataset,
                                                         const ModelSnapshot& start) {
  // Found through the program's run path. Never unloaded: LibTorch does not come apart cleanly.
  void* library = dlopen(kLibrary, RTLD_NOW | RTLD_LOCAL);
  if (!library) {
    const char* problem = dlerror();
    return Error{
        ErrorCode::NotFound,
        "LibTorch's autograd could not be loaded" + (problem ? " (" + std::string(problem) + ")" : ""),
        kLibrary};
  }
  const auto make =
      reinterpret_cast<decltype(&isthmusMakeReferenceLearner)>(dlsym(library, "isthmusMakeReferenceLearner"));
  if (!make) return Error{ErrorCode::BadFormat, "is of another version of Isthmus", kLibrary};
  return std::unique_ptr<VaeLearner>(make(&dataset, &start));
}

}  // namespace isthmus
