#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <new>

namespace isthmus::dense {

/// Numbers on a cache line's boundary, zero at first; its length never changes.
template <typename T>
class Buffer {
 public:
  Buffer() = default;
  explicit Buffer(std::size_t size)
      : m_numbers(static_cast<T*>(::operator new[](std::max<std::size_t>(size, 1) * sizeof(T), kLine))),
        m_size(size) {
    std::fill_n(m_numbers.get(), size, T{});
  }

  T* data() { return m_numbers.get(); }
  const T* data() const { return m_numbers.get(); }
  std::size_t size() const { return m_size; }

 private:
  static constexpr std::align_val_t kLine{64};
  struct Free {
    void operator()(T* numbers) const { ::operator delete[](numbers, kLine); }
  };
  std::unique_ptr<T, Free> m_numbers;
  std::size_t m_size = 0;
};

}  // namespace isthmus::dense
