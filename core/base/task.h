#pragma once

#include <functional>
#include <stop_token>

namespace isthmus {

/// What a long computation is given: when to give up, and whom to tell how far it is.
struct Task {
  std::stop_token stop = {};
  /// Called now and then from the thread that computes, with a fraction in [0, 1]. May be empty.
  std::function<void(double fraction)> progress = {};

  bool cancelled() const { return stop.stop_requested(); }
  void report(double fraction) const {
    if (progress) progress(fraction);
  }
};

}  // namespace isthmus
