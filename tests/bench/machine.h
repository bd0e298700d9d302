#pragma once

#include <string>

namespace isthmus::bench {

/// Processor, cores, memory and system, in one line.
std::string describeMachine();

}  // namespace isthmus::bench
