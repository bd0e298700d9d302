#pragma once

#include "core/base/task.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace isthmus {

/// Copies samples in portions, between which it looks at the task and says how far it is.
class CopyMeter {
 public:
  /// `bytes` will be copied in all; then the task has come to the fraction `share`. `task` is borrowed.
  CopyMeter(const Task& task, std::uint64_t bytes, double share = 1)
      : m_task(task), m_bytes(std::max<std::uint64_t>(bytes, 1)), m_share(share) {}

  /// Puts these at the end of `to`; stops early once the task is cancelled, which its caller asks the task.
  template <typename Value>
  void append(std::vector<Value>& to, std::span<const Value> from) {
    constexpr std::size_t kMost = kPortion / sizeof(Value);
    while (!from.empty() && !m_cancelled) {
      const auto portion = from.first(std::min(from.size(), kMost));
      to.insert(to.end(), portion.begin(), portion.end());
      from = from.subspan(portion.size());
      count(portion.size_bytes());
    }
  }

  /// As it was when it was last looked at; after that nothing is copied any more.
  bool cancelled() const { return m_cancelled; }

 private:
  static constexpr std::size_t kPortion = 1 << 20;  ///< bytes: copied within a millisecond

  void count(std::size_t bytes) {
    m_done += bytes;
    if (m_done < m_next) return;
    m_next = m_done + kPortion;
    m_task.report(m_share * std::min(1.0, static_cast<double>(m_done) / static_cast<double>(m_bytes)));
    m_cancelled = m_task.cancelled();
  }

  const Task& m_task;
  std::uint64_t m_bytes;
  double m_share;
  std::uint64_t m_done = 0;
  std::uint64_t m_next = kPortion;
  bool m_cancelled = false;
};

}  // namespace isthmus
