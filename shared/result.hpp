// A value or the reason why there is none. Exceptions stop at the edge of the library that throws them.
#pragma once

#include <cassert>
#include <string>
#include <utility>
#include <variant>

namespace geminid {

/// What was wrong, for a person; `field` names the offending input where there is one ("routing.max_attempts").
struct Error {
  std::string message;
  std::string field = {};

  bool operator==(const Error&) const = default;
};

/// Success without a value: `Result<Done>`.
struct Done {
  bool operator==(const Done&) const = default;
};

template <class T, class E = Error>
class [[nodiscard]] Result {
public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(E error) : state_(std::in_place_index<1>, std::move(error)) {}

  [[nodiscard]] bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }

  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(value()); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  [[nodiscard]] E& error() {
    assert(!ok());
    return *std::get_if<1>(&state_);
  }
  [[nodiscard]] const E& error() const {
    assert(!ok());
    return *std::get_if<1>(&state_);
  }

private:
  T& value() {
    assert(ok());
    return *std::get_if<0>(&state_);
  }
  const T& value() const {
    assert(ok());
    return *std::get_if<0>(&state_);
  }

  std::variant<T, E> state_;
};

} // namespace geminid
