// Reads what Google sent: leniently, since a missing field means its default and int64 values may be printed as strings
// (gemini-wire.md, section 1). For what clients send there is request_reader.hpp.
#pragma once

#include <cstdint>
#include <optional>
#include <simdjson.h>
#include <string_view>

namespace geminid::translate {

/// The value of an element whose type is known.
template <class Value>
[[nodiscard]] Value value_of(simdjson::dom::element element) {
  Value value{};
  if (element.get(value) != simdjson::SUCCESS)
    return {};
  return value;
}

/// Absent, null and of another type are the same: nothing.
template <class Value, class Parent>
[[nodiscard]] std::optional<Value> member(const Parent& parent, std::string_view name) {
  Value value{};
  if (parent[name].get(value) != simdjson::SUCCESS)
    return std::nullopt;
  return value;
}

template <class Parent>
[[nodiscard]] std::string_view text_of(const Parent& parent, std::string_view name) {
  return member<std::string_view>(parent, name).value_or(std::string_view{});
}

template <class Parent>
[[nodiscard]] std::optional<simdjson::dom::object> object_of(const Parent& parent, std::string_view name) {
  return member<simdjson::dom::object>(parent, name);
}

template <class Parent>
[[nodiscard]] std::optional<simdjson::dom::array> array_of(const Parent& parent, std::string_view name) {
  return member<simdjson::dom::array>(parent, name);
}

/// A whole number, or a string that is one.
[[nodiscard]] std::optional<std::int64_t> as_integer(simdjson::dom::element value);

template <class Parent>
[[nodiscard]] std::optional<std::int64_t> integer_of(const Parent& parent, std::string_view name) {
  const auto value = member<simdjson::dom::element>(parent, name);
  return value ? as_integer(*value) : std::nullopt;
}

} // namespace geminid::translate
