#pragma once

#include "core/data/arrays/array_dataset.h"
#include "core/data/arrays/array_file.h"
#include "tests/support/npy_bytes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace isthmus::test {

/// Arrays in memory, or endless blanks where no bytes are given.
class FakeFile : public ArrayFile {
 public:
  FakeFile& add(ArrayInfo array, Bytes bytes = {}) {
    m_arrays.push_back(std::move(array));
    m_bytes.push_back(std::move(bytes));
    return *this;
  }
  template <typename Value>
  FakeFile& add(const std::string& name, ElementType type, std::vector<std::uint64_t> shape,
                const std::vector<Value>& values) {
    return add({name, type, sizeof(Value), std::move(shape)}, bytesOfValues(values));
  }

  const std::vector<ArrayInfo>& arrays() const override { return m_arrays; }
  Result<std::unique_ptr<ArrayStream>> open(std::size_t index) override {
    return std::unique_ptr<ArrayStream>(std::make_unique<Stream>(m_bytes[index]));
  }

  LoadPlan plan(const std::string& options = "") {
    const auto planned = planArrays("fake", "/data/set.fake", *this, parseLoadOptions(options).value());
    EXPECT_TRUE(planned) << planned.error().text();
    return planned ? *planned : LoadPlan();
  }
  Dataset load(const std::string& options = "") {
    const auto loaded = loadArrays(plan(options), *this, {});
    EXPECT_TRUE(loaded) << loaded.error().text();
    return loaded ? *loaded : Dataset();
  }
  std::string refusal(const std::string& options = "") {
    const auto planned = planArrays("fake", "/data/set.fake", *this, parseLoadOptions(options).value());
    if (!planned) return planned.error().text();
    const auto loaded = loadArrays(*planned, *this, {});
    EXPECT_FALSE(loaded);
    return loaded ? "" : loaded.error().text();
  }

 private:
  class Stream : public ArrayStream {
   public:
    explicit Stream(const Bytes& bytes) : m_bytes(bytes) {}
    Result<void> read(std::span<std::uint8_t> to) override {
      if (m_bytes.empty()) {
        std::ranges::fill(to, std::uint8_t{7});
        return {};
      }
      if (m_at + to.size() > m_bytes.size()) return Error{ErrorCode::BadFormat, "read too far"};
      std::copy_n(m_bytes.begin() + static_cast<std::ptrdiff_t>(m_at), to.size(), to.begin());
      m_at += to.size();
      return {};
    }

   private:
    const Bytes& m_bytes;
    std::size_t m_at = 0;
  };

  std::vector<ArrayInfo> m_arrays;
  std::vector<Bytes> m_bytes;
};

inline FakeFile floats(std::vector<std::uint64_t> shape, const std::vector<float>& values) {
  FakeFile file;
  file.add("X", ElementType::Float32, std::move(shape), values);
  return file;
}

}  // namespace isthmus::test
