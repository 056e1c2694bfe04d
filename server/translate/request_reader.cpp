#include "server/translate/request_reader.hpp"

#include "server/translate/dom_writer.hpp"

#include <cmath>

namespace geminid::translate {
namespace {

using simdjson::dom::element;
using simdjson::dom::element_type;

std::string range_text(double min, double max, double got) {
  std::string text = " between ";
  append_decimal(text, min);
  text += " and ";
  append_decimal(text, max);
  text += ", but got ";
  append_decimal(text, got);
  return text + " instead.";
}

std::string range_text(std::int64_t min, std::int64_t max, std::int64_t got) {
  const bool open_ended = max == std::numeric_limits<std::int64_t>::max();
  auto text = open_ended ? " of at least " + std::to_string(min)
                         : " between " + std::to_string(min) + " and " + std::to_string(max);
  return text + ", but got " + std::to_string(got) + " instead.";
}

// Some clients write whole numbers as 256.0.
std::optional<std::int64_t> whole_number(element value) {
  if (std::int64_t number = 0; value.get(number) == simdjson::SUCCESS)
    return number;
  double decimal = 0;
  if (value.get(decimal) != simdjson::SUCCESS || std::trunc(decimal) != decimal || std::abs(decimal) > 9e15)
    return std::nullopt;
  return static_cast<std::int64_t>(decimal);
}

} // namespace

std::string Path::text() const {
  std::string out = parent ? parent->text() : std::string{};
  if (!name.empty()) {
    if (!out.empty())
      out += '.';
    out += name;
  }
  if (index != no_index)
    out += '[' + std::to_string(index) + ']';
  return out;
}

void Complaint::raise(const Path& path, std::string_view message, std::string_view code) {
  if (!first_)
    first_ = invalid_request(path.text(), message, code);
}

void Complaint::raise(ApiError error) {
  if (!first_)
    first_ = std::move(error);
}

std::string_view type_name(element value) {
  switch (value.type()) {
  case element_type::OBJECT:
    return "an object";
  case element_type::ARRAY:
    return "an array";
  case element_type::STRING:
    return "a string";
  case element_type::INT64:
  case element_type::UINT64:
    return "an integer";
  case element_type::DOUBLE:
    return "a decimal";
  case element_type::BOOL:
    return "a boolean";
  case element_type::NULL_VALUE:
    return "null";
  }
  return "something else";
}

void raise_type(Complaint& complaint, const Path& path, std::string_view expected, element got) {
  std::string message = "Invalid type for '" + path.text() + "': expected ";
  message.append(expected).append(", but got ").append(type_name(got)).append(" instead.");
  complaint.raise(path, message, "invalid_type");
}

std::optional<element> ObjectReader::find(std::string_view name) const {
  element value;
  if (object_.at_key(name).get(value) != simdjson::SUCCESS || value.is_null())
    return std::nullopt;
  return value;
}

std::optional<std::string_view> ObjectReader::string(std::string_view name) const {
  const auto value = find(name);
  if (!value)
    return std::nullopt;
  if (std::string_view text; value->get(text) == simdjson::SUCCESS)
    return text;
  raise_type(complaint_, path_of(name), "a string", *value);
  return std::nullopt;
}

std::optional<std::string_view> ObjectReader::required_string(std::string_view name) const {
  if (!find(name))
    missing(name);
  return string(name);
}

std::optional<std::int64_t> ObjectReader::integer(std::string_view name, std::int64_t min, std::int64_t max) const {
  const auto value = find(name);
  if (!value)
    return std::nullopt;
  const auto number = whole_number(*value);
  if (!number) {
    raise_type(complaint_, path_of(name), "an integer", *value);
    return std::nullopt;
  }
  if (*number < min || *number > max) {
    refuse(name, "Invalid '" + path_of(name).text() + "': expected an integer" + range_text(min, max, *number));
    return std::nullopt;
  }
  return number;
}

std::optional<double> ObjectReader::number(std::string_view name, double min, double max) const {
  const auto value = find(name);
  if (!value)
    return std::nullopt;
  double number = 0;
  if (!value->is_number() || value->get(number) != simdjson::SUCCESS) {
    raise_type(complaint_, path_of(name), "a decimal", *value);
    return std::nullopt;
  }
  if (number < min || number > max) {
    refuse(name, "Invalid '" + path_of(name).text() + "': expected a decimal" + range_text(min, max, number));
    return std::nullopt;
  }
  return number;
}

std::optional<bool> ObjectReader::boolean(std::string_view name) const {
  const auto value = find(name);
  if (!value)
    return std::nullopt;
  if (bool flag = false; value->get(flag) == simdjson::SUCCESS)
    return flag;
  raise_type(complaint_, path_of(name), "a boolean", *value);
  return std::nullopt;
}

std::optional<simdjson::dom::array> ObjectReader::array(std::string_view name) const {
  const auto value = find(name);
  if (!value)
    return std::nullopt;
  if (simdjson::dom::array array; value->get(array) == simdjson::SUCCESS)
    return array;
  raise_type(complaint_, path_of(name), "an array", *value);
  return std::nullopt;
}

std::optional<simdjson::dom::object> ObjectReader::object(std::string_view name) const {
  const auto value = find(name);
  if (!value)
    return std::nullopt;
  if (simdjson::dom::object object; value->get(object) == simdjson::SUCCESS)
    return object;
  raise_type(complaint_, path_of(name), "an object", *value);
  return std::nullopt;
}

std::optional<simdjson::dom::object> ObjectReader::required_object(std::string_view name) const {
  if (!find(name))
    missing(name);
  return object(name);
}

void ObjectReader::missing(std::string_view name) const {
  refuse(name, "Missing required parameter: '" + path_of(name).text() + "'.", "missing_required_parameter");
}

} // namespace geminid::translate
