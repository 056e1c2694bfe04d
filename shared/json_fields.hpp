// Strict reading of the admin API's documents: an unknown field, a wrong type or a value out of range is refused with
// the field's dotted name and what was expected. Also compiled for the web, so nothing here throws.
#pragma once

#include "shared/result.hpp"
#include "shared/time.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace geminid::dto {

using nlohmann::json;

/// Refused with an error that says no more than "not valid JSON": the body may hold secrets.
[[nodiscard]] Result<json> parse_document(std::string_view text);
/// Never fails: bytes that are no UTF-8 become U+FFFD.
[[nodiscard]] std::string to_text(const json& document);

/// A field of a patch that may be left out (no value), cleared (null, an empty inner value) or set.
template <class T>
using Change = std::optional<std::optional<T>>;

struct IntegerRange {
  std::int64_t min;
  std::int64_t max;
};

/// Sizes in bytes of UTF-8. Control characters are refused unless `multiline`.
struct TextRule {
  std::size_t size_min = 0;
  std::size_t size_max = 200;
  bool multiline = false;
};

struct ListRule {
  std::size_t count_min = 0;
  std::size_t count_max;
  TextRule item = {};
  bool unique = true;
};

/// Of what geminid's own documents tell: counts, an HTTP status (0: there was none), names and sentences that others
/// chose, and in how many states something can be at most.
inline constexpr IntegerRange count_range{0, std::numeric_limits<std::int64_t>::max()};
inline constexpr IntegerRange status_range{0, 999};
inline constexpr TextRule name_rule{.size_max = 1'024};
inline constexpr TextRule prose_rule{.size_max = 8'192, .multiline = true};
inline constexpr std::size_t states_max = 100;

/// The wire names of an enumeration, one place for both directions.
template <class E>
using EnumNames = std::span<const std::pair<E, std::string_view>>;

template <class E>
[[nodiscard]] std::string_view enum_name(EnumNames<E> names, E value) {
  for (const auto& [candidate, name] : names)
    if (candidate == value)
      return name;
  return {};
}

/// Reads the members of one object. Each reader takes a member into its target when the member is present and leaves
/// the target alone when it is not, so that defaults and merging need no code. The first error is kept and makes the
/// rest do nothing. Refers to the object: use it where the object lives.
class Fields {
public:
  /// `path` is the dotted name of the object itself, empty for the document.
  explicit Fields(const json& object, std::string path = {});

  Fields& boolean(std::string_view name, bool& out);
  Fields& integer(std::string_view name, std::int64_t& out, IntegerRange range);
  /// 0 < out <= max.
  Fields& positive_number(std::string_view name, double& out, std::int64_t max);
  Fields& text(std::string_view name, std::string& out, TextRule rule = {});
  Fields& instant(std::string_view name, Instant& out);
  Fields& strings(std::string_view name, std::vector<std::string>& out, const ListRule& rule);

  template <class E>
  Fields& choice(std::string_view name, E& out, EnumNames<E> names) {
    const json* value = member(name);
    if (value == nullptr)
      return *this;
    if (value->is_string())
      for (const auto& [candidate, text] : names)
        if (*value->template get_ptr<const std::string*>() == text) {
          out = candidate;
          return *this;
        }
    std::string expected = "must be one of";
    std::string_view separator = " ";
    for (const auto& [candidate, text] : names) {
      expected.append(separator).append(text);
      separator = ", ";
    }
    return fail(name, expected);
  }

  /// Wraps a reader of T for a member that may be null: null empties `out`. Use as
  /// `fields.nullable("rpm", out, [&](auto& f, auto& value) { f.integer("rpm", value, range); })`.
  template <class T, class Read>
  Fields& nullable(std::string_view name, std::optional<T>& out, Read&& read) {
    const json* value = member(name);
    if (value == nullptr)
      return *this;
    if (value->is_null()) {
      out.reset();
      return *this;
    }
    T read_value{};
    read(*this, read_value);
    if (ok())
      out = std::move(read_value);
    return *this;
  }

  /// As `nullable`, and remembers whether the member was there.
  template <class T, class Read>
  Fields& change(std::string_view name, Change<T>& out, Read&& read) {
    if (member(name) == nullptr)
      return *this;
    std::optional<T> value;
    nullable(name, value, std::forward<Read>(read));
    if (ok())
      out.emplace(std::move(value));
    return *this;
  }

  /// A member that may be left out, but not be null.
  template <class T, class Read>
  Fields& optional(std::string_view name, std::optional<T>& out, Read&& read) {
    if (member(name) == nullptr)
      return *this;
    T value{};
    read(*this, value);
    if (ok())
      out = std::move(value);
    return *this;
  }

  /// Reads a member object by `read(Fields&)`; its unknown fields are refused here.
  template <class Read>
  Fields& object(std::string_view name, Read&& read) {
    const json* value = member(name);
    if (value == nullptr)
      return *this;
    Fields inner{*value, path_of(name)};
    read(inner);
    return take_error(inner);
  }

  /// Reads a member object whose names are free: `read(name, Fields&)` for each of at most `count_max`. The names
  /// follow `names`. With `clear`, a null calls `clear(name)` instead; without, it is refused.
  template <class Read, class Clear = std::nullptr_t>
  Fields& map(std::string_view name, std::size_t count_max, TextRule names, Read&& read, Clear&& clear = nullptr) {
    const json* value = member(name);
    if (value == nullptr || !check_map(name, *value, count_max, names))
      return *this;
    for (const auto& [key, entry] : value->items()) {
      if constexpr (!std::is_same_v<std::remove_cvref_t<Clear>, std::nullptr_t>)
        if (entry.is_null()) {
          clear(key);
          continue;
        }
      Fields inner{entry, path_of(name) + "." + key};
      read(key, inner);
      if (!take_error(inner).ok())
        break;
    }
    return *this;
  }

  Fields& required(std::string_view name);
  /// The member's value, and makes the name a known one; nothing when it is absent or an error was found before.
  [[nodiscard]] const json* member(std::string_view name);
  /// `expected` completes "<field> ...": "must be an integer from 1 to 20".
  Fields& fail(std::string_view name, std::string_view expected);

  [[nodiscard]] bool ok() const { return !error_; }
  /// What `value` is once nothing was wrong and no unknown field is left over.
  template <class T>
  [[nodiscard]] Result<T> finish(T value) {
    if (const auto error = final_error())
      return *error;
    return value;
  }

private:
  [[nodiscard]] std::string path_of(std::string_view name) const;
  [[nodiscard]] std::optional<Error> final_error();
  Fields& take_error(Fields& inner);
  bool check_map(std::string_view name, const json& value, std::size_t count_max, TextRule names);
  bool check_text(std::string_view shown_name, const json& value, TextRule rule);

  const json& object_;
  std::string path_;
  std::vector<std::string> known_;
  std::optional<Error> error_;
};

/// null where there is nothing.
template <class T>
[[nodiscard]] json nullable_json(const std::optional<T>& value) {
  if (!value)
    return nullptr;
  if constexpr (std::is_same_v<T, Instant>)
    return to_rfc3339(*value);
  else
    return *value;
}

/// Adds the member when it is set, as null when it is cleared.
template <class T>
void add_change(json& object, const char* name, const Change<T>& change) {
  if (change)
    object[name] = nullable_json(*change);
}

} // namespace geminid::dto
