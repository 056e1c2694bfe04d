#include "shared/json_fields.hpp"

#include <algorithm>
#include <limits>

namespace geminid::dto {
namespace {

constexpr std::size_t shown_name_size_max = 64;

// A peer chose the name: show enough of it to find it, cut between characters.
std::string shown(std::string_view name) {
  if (name.size() <= shown_name_size_max)
    return std::string{name};
  std::size_t size = shown_name_size_max;
  while (size > 0 && (static_cast<unsigned char>(name[size]) & 0xC0U) == 0x80U)
    --size;
  return std::string{name.substr(0, size)} + "…";
}

std::string text_expectation(TextRule rule) {
  std::string text = "must be a text of ";
  if (rule.size_min > 0)
    text += std::to_string(rule.size_min) + " to ";
  else
    text += "at most ";
  text += std::to_string(rule.size_max) + " bytes";
  if (!rule.multiline)
    text += " without control characters";
  return text;
}

bool has_control_characters(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

bool follows(std::string_view text, TextRule rule) {
  return text.size() >= rule.size_min && text.size() <= rule.size_max &&
         (rule.multiline || !has_control_characters(text));
}

std::optional<std::int64_t> integer_of(const json& value) {
  if (const auto* natural = value.get_ptr<const json::number_unsigned_t*>()) {
    if (*natural > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
      return std::nullopt;
    return static_cast<std::int64_t>(*natural);
  }
  if (const auto* integer = value.get_ptr<const json::number_integer_t*>())
    return *integer;
  return std::nullopt;
}

} // namespace

Fields::Fields(const json& object, std::string path) : object_(object), path_(std::move(path)) {
  if (!object_.is_object())
    error_ = Error{(path_.empty() ? std::string{"the body"} : path_) + " must be a JSON object", path_};
}

Fields& Fields::boolean(std::string_view name, bool& out) {
  const json* value = member(name);
  if (value == nullptr)
    return *this;
  if (!value->is_boolean())
    return fail(name, "must be true or false");
  out = *value->get_ptr<const bool*>();
  return *this;
}

Fields& Fields::integer(std::string_view name, std::int64_t& out, IntegerRange range) {
  const json* value = member(name);
  if (value == nullptr)
    return *this;
  const auto number = integer_of(*value);
  if (!number || *number < range.min || *number > range.max)
    return fail(name, "must be an integer from " + std::to_string(range.min) + " to " + std::to_string(range.max));
  out = *number;
  return *this;
}

Fields& Fields::positive_number(std::string_view name, double& out, std::int64_t max) {
  const json* value = member(name);
  if (value == nullptr)
    return *this;
  const double number = value->is_number() ? value->get<double>() : 0.0;
  if (!(number > 0.0 && number <= static_cast<double>(max)))
    return fail(name, "must be a number over 0 and at most " + std::to_string(max));
  out = number;
  return *this;
}

Fields& Fields::text(std::string_view name, std::string& out, TextRule rule) {
  const json* value = member(name);
  if (value != nullptr && check_text(name, *value, rule))
    out = *value->get_ptr<const std::string*>();
  return *this;
}

Fields& Fields::instant(std::string_view name, Instant& out) {
  const json* value = member(name);
  if (value == nullptr)
    return *this;
  const auto* text = value->get_ptr<const std::string*>();
  const auto parsed = text != nullptr ? parse_rfc3339(*text) : std::nullopt;
  if (!parsed)
    return fail(name, "must be a time as in RFC 3339, such as 2026-11-23T10:02:03Z");
  out = *parsed;
  return *this;
}

Fields& Fields::strings(std::string_view name, std::vector<std::string>& out, const ListRule& rule) {
  const json* value = member(name);
  if (value == nullptr)
    return *this;
  if (!value->is_array() || value->size() < rule.count_min || value->size() > rule.count_max)
    return fail(name, "must be a list of " + std::to_string(rule.count_min) + " to " + std::to_string(rule.count_max) +
                          " texts");
  std::vector<std::string> items;
  items.reserve(value->size());
  for (const auto& item : *value) {
    const auto place = std::string{name} + "[" + std::to_string(items.size()) + "]";
    if (!check_text(place, item, rule.item))
      return *this;
    items.push_back(*item.get_ptr<const std::string*>());
  }
  if (rule.unique) {
    auto sorted = items;
    std::sort(sorted.begin(), sorted.end());
    if (std::adjacent_find(sorted.begin(), sorted.end()) != sorted.end())
      return fail(name, "must not hold the same text twice");
  }
  out = std::move(items);
  return *this;
}

Fields& Fields::required(std::string_view name) {
  if (ok() && !object_.contains(name))
    fail(name, "is required");
  return *this;
}

const json* Fields::member(std::string_view name) {
  if (!ok())
    return nullptr;
  if (std::find(known_.begin(), known_.end(), name) == known_.end())
    known_.emplace_back(name);
  const auto found = object_.find(name);
  return found == object_.end() ? nullptr : &*found;
}

Fields& Fields::fail(std::string_view name, std::string_view expected) {
  if (error_)
    return *this;
  auto field = path_of(name);
  auto message = field + " ";
  message += expected;
  error_ = Error{std::move(message), std::move(field)};
  return *this;
}

std::string Fields::path_of(std::string_view name) const {
  return path_.empty() ? std::string{name} : path_ + "." + std::string{name};
}

std::optional<Error> Fields::final_error() {
  if (ok())
    for (const auto& [name, value] : object_.items())
      if (std::find(known_.begin(), known_.end(), name) == known_.end()) {
        fail(shown(name), "is not a known field");
        break;
      }
  return error_;
}

Fields& Fields::take_error(Fields& inner) {
  auto error = inner.final_error();
  if (error && !error_)
    error_ = std::move(error);
  return *this;
}

bool Fields::check_map(std::string_view name, const json& value, std::size_t count_max, TextRule names) {
  if (!value.is_object() || value.size() > count_max) {
    fail(name, "must be a JSON object of at most " + std::to_string(count_max) + " members");
    return false;
  }
  for (const auto& [key, entry] : value.items())
    if (!follows(key, names)) {
      fail(std::string{name} + "." + shown(key), "has a name that " + text_expectation(names));
      return false;
    }
  return true;
}

bool Fields::check_text(std::string_view shown_name, const json& value, TextRule rule) {
  const auto* text = value.get_ptr<const std::string*>();
  if (text != nullptr && follows(*text, rule))
    return true;
  fail(shown_name, text_expectation(rule));
  return false;
}

} // namespace geminid::dto
