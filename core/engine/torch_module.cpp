#include "core/engine/torch_module.h"

#include <dlfcn.h>
#include <string>

namespace isthmus {
namespace {

constexpr const char* kLibrary = "libisthmus-torch.so";

}  // namespace

Result<std::unique_ptr<Learner>> makeTorchLearner(const DatasetPtr& dataset, const ModelSnapshot& start,
                                                  const Objective& objective) {
  // Found through the program's run path. Never unloaded: LibTorch does not come apart cleanly.
  void* library = dlopen(kLibrary, RTLD_NOW | RTLD_LOCAL);
  if (!library) {
    const char* problem = dlerror();
    return Error{ErrorCode::NotFound,
                 "LibTorch could not be loaded" + (problem ? " (" + std::string(problem) + ")" : ""),
                 kLibrary};
  }
  const auto make =
      reinterpret_cast<decltype(&isthmusMakeTorchLearner)>(dlsym(library, "isthmusMakeTorchLearner"));
  if (!make) return Error{ErrorCode::BadFormat, "is of another version of Isthmus", kLibrary};
  return std::unique_ptr<Learner>(make(&dataset, &start, &objective));
}

}  // namespace isthmus
