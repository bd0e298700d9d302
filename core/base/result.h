#pragma once

#include <cassert>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace isthmus {

enum class ErrorCode { NotFound, BadFormat, TooLarge, BadSetting, Cancelled, Internal };

/// What went wrong, for a person: `message` is one sentence that says what is wrong and what was expected,
/// `where` the file or setting it is about.
struct Error {
  ErrorCode code = ErrorCode::Internal;
  std::string message;
  std::string where = {};

  /// "WHERE: MESSAGE", or the message alone.
  std::string text() const { return where.empty() ? message : where + ": " + message; }
};

/// An error about a setting: `message` says what is wrong with it and what was expected.
inline Error badSetting(std::string_view setting, std::string message) {
  return {ErrorCode::BadSetting, std::move(message), std::string(setting)};
}

/// A value, or the reason why there is none.
template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : m_state(std::in_place_index<0>, std::move(value)) {}  // NOLINT: implicit by intent
  Result(Error error) : m_state(std::in_place_index<1>, std::move(error)) {}

  /// True when there is a value.
  explicit operator bool() const noexcept { return m_state.index() == 0; }
  const T& value() const& {
    assert(*this);
    return *std::get_if<0>(&m_state);
  }
  T&& value() && {
    assert(*this);
    return std::move(*std::get_if<0>(&m_state));
  }
  const T& operator*() const& { return value(); }
  const T* operator->() const { return &value(); }
  const Error& error() const {
    assert(!*this);
    return *std::get_if<1>(&m_state);
  }

 private:
  std::variant<T, Error> m_state;
};

/// Success, or the reason for the failure.
template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : m_error(std::move(error)) {}  // NOLINT: implicit by intent

  explicit operator bool() const noexcept { return !m_error.has_value(); }
  const Error& error() const {
    assert(m_error);
    return *m_error;
  }

 private:
  std::optional<Error> m_error;
};

}  // namespace isthmus
