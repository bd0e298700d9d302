#pragma once

#include <cstdint>
#include <cstdio>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace isthmus::test {

/// A column of a table made for a test: its name, and its field in each row.
struct MadeColumn {
  std::string name;
  std::function<std::string(int)> cell;
};

/// Numbers that look drawn, the same on every computer.
inline std::uint32_t drawn(int row, int seed) {
  std::uint32_t x =
      static_cast<std::uint32_t>(row) * 2654435761U + static_cast<std::uint32_t>(seed) * 40503U + 12345U;
  x ^= x >> 16U;
  x *= 2246822519U;
  x ^= x >> 13U;
  x *= 3266489917U;
  return x ^ x >> 16U;
}

/// Whole numbers from `low` to `high`.
inline MadeColumn wholes(std::string name, int low, int high, int seed = 1) {
  return {std::move(name), [=](int row) {
            return std::to_string(low +
                                  static_cast<int>(drawn(row, seed) % static_cast<unsigned>(high - low + 1)));
          }};
}
/// Numbers with two decimals from 0 to `high`.
inline MadeColumn reals(std::string name, double high = 10, int seed = 1) {
  return {std::move(name), [=](int row) {
            char text[32];
            std::snprintf(text, sizeof text, "%.2f",
                          high * (drawn(row, seed + 77) % 100'000) / 100'000.0 + 0.01);
            return std::string(text);
          }};
}
inline MadeColumn words(std::string name, std::vector<std::string> which, int seed = 1) {
  return {std::move(name),
          [which = std::move(which), seed](int row) { return which[drawn(row, seed) % which.size()]; }};
}
/// first, first + 1, ...
inline MadeColumn counting(std::string name, int first) {
  return {std::move(name), [=](int row) { return std::to_string(first + row); }};
}
/// Different whole numbers in no order, for at most 1,009 rows.
inline MadeColumn shuffled(std::string name, int first = 1) {
  return {std::move(name), [=](int row) { return std::to_string(first + row * 383 % 1'009); }};
}
inline MadeColumn unique(std::string name, std::string prefix) {
  return {std::move(name), [prefix = std::move(prefix)](int row) { return prefix + std::to_string(row); }};
}
/// Every `every`-th field is empty.
inline MadeColumn withGaps(MadeColumn column, int every) {
  return {column.name,
          [cell = column.cell, every](int row) { return row % every == 0 ? std::string() : cell(row); }};
}

enum class Header { Written, None };

inline std::string csvOf(const std::vector<MadeColumn>& columns, int rows, Header header = Header::Written) {
  std::string text;
  const auto addRow = [&](const auto& field) {
    for (std::size_t c = 0; c < columns.size(); ++c) text += (c == 0 ? "" : ",") + field(columns[c]);
    text += "\n";
  };
  if (header == Header::Written) addRow([](const MadeColumn& column) { return column.name; });
  for (int row = 0; row < rows; ++row) addRow([&](const MadeColumn& column) { return column.cell(row); });
  return text;
}

}  // namespace isthmus::test
