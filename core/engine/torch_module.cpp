#include "core/engine/torch_module.h"

#include <dlfcn.h>
#include <string>

namespace isthmus {
namespace {

constexpr const char* kLibrary = "libisthmus-torch.so";

/// The function that the library exports under a name.
Result<void*> exported(const char* name) {
  // Found through the program's run path. Never unloaded: LibTorch does not come apart cleanly.
  void* library = dlopen(kLibrary, RTLD_NOW | RTLD_LOCAL);
  if (!library) {
    const char* problem = dlerror();
    return Error{ErrorCode::NotFound,
                 "LibTorch could not be loaded" + (problem ? " (" + std::string(problem) + ")" : ""),
                 kLibrary};
  }
  void* function = dlsym(library, name);
  if (!function) return Error{ErrorCode::BadFormat, "is of another version of Isthmus", kLibrary};
  return function;
}

}  // namespace

Result<std::unique_ptr<Learner>> makeTorchLearner(const DatasetPtr& dataset, const ModelSnapshot& start,
                                                  const Objective& objective) {
  const auto make = exported("isthmusMakeTorchLearner");
  if (!make) return make.error();
  return std::unique_ptr<Learner>(
      reinterpret_cast<decltype(&isthmusMakeTorchLearner)>(*make)(&dataset, &start, &objective));
}

Result<std::unique_ptr<Runner>> makeTorchRunner(const ModelSnapshot& model) {
  const auto make = exported("isthmusMakeTorchRunner");
  if (!make) return make.error();
  return std::unique_ptr<Runner>(reinterpret_cast<decltype(&isthmusMakeTorchRunner)>(*make)(&model));
}

}  // namespace isthmus
