#include "shared/money.hpp"

#include <algorithm>
#include <cmath>
#include <string>

namespace geminid::dto {
namespace {

constexpr double nano_dollars_per_dollar = 1e9;

} // namespace

json dollars_json(std::int64_t nano_dollars) {
  return static_cast<double>(nano_dollars) / nano_dollars_per_dollar;
}

void write_dollars(JsonWriter& out, std::int64_t nano_dollars) {
  constexpr std::size_t decimals = 9;
  auto digits = std::to_string(nano_dollars);
  digits.insert(0, decimals + 1 - std::min(digits.size(), decimals + 1), '0');
  out.raw(digits.insert(digits.size() - decimals, "."));
}

void read_dollars(Fields& fields, std::string_view name, std::int64_t& nano_dollars) {
  const auto* value = fields.member(name);
  if (value == nullptr)
    return;
  const double dollars = value->is_number() ? value->get<double>() : -1;
  if (dollars >= 0 && dollars <= static_cast<double>(dollars_max))
    nano_dollars = std::llround(dollars * nano_dollars_per_dollar);
  else
    fields.fail(name, "must be a number from 0 to 9000000000, in US dollars");
}

} // namespace geminid::dto
