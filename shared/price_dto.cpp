#include "shared/price_dto.hpp"

#include <algorithm>
#include <cmath>

namespace geminid::dto {
namespace {

constexpr double nano_dollars_per_token = 1'000; // at one dollar per million tokens
constexpr double cost_max = 9e18;

void read_price(Fields& fields, std::string_view name, double& out) {
  const auto* value = fields.member(name);
  if (value == nullptr)
    return;
  const double price = value->is_number() ? value->get<double>() : -1;
  if (price >= 0 && price <= static_cast<double>(price_max))
    out = price;
  else
    fields.fail(name, "must be a number from 0 to 1000000, in US dollars per million tokens");
}

} // namespace

void read_prices(Fields& fields, Prices& prices) {
  fields.map(
      "prices", priced_models_max, {.size_min = 1, .size_max = 128},
      [&prices](const std::string& model, Fields& in) {
        auto& price = prices.try_emplace(model, ModelPrice{-1, -1, {}}).first->second;
        read_price(in, "input", price.input);
        read_price(in, "output", price.output);
        in.nullable("cached_input", price.cached_input,
                    [](Fields& of, double& value) { read_price(of, "cached_input", value); });
        if (price.input < 0)
          in.fail("input", "is required");
        if (price.output < 0)
          in.fail("output", "is required");
      },
      [&prices](const std::string& model) { prices.erase(model); });
  if (prices.size() > priced_models_max)
    fields.fail("prices", "must be of at most 1000 models");
}

json to_json(const Prices& prices) {
  json object = json::object();
  for (const auto& [model, price] : prices)
    object[model] = {
        {"input", price.input}, {"output", price.output}, {"cached_input", nullable_json(price.cached_input)}};
  return object;
}

std::optional<std::int64_t> cost_of(const Prices& prices, const std::string& model, const LogTokens& tokens) {
  const auto found = prices.find(model);
  if (found == prices.end())
    return std::nullopt;
  const auto& price = found->second;
  const auto cached = std::clamp<std::int64_t>(tokens.cached, 0, std::max<std::int64_t>(0, tokens.prompt));
  const auto dollars = static_cast<double>(tokens.prompt - cached) * price.input +
                       static_cast<double>(cached) * price.cached_input.value_or(price.input) +
                       static_cast<double>(tokens.completion) * price.output;
  return std::llround(std::clamp(dollars * nano_dollars_per_token, 0.0, cost_max));
}

void set_costs(LogRecord& record, const Prices& prices) {
  record.cost = cost_of(prices, record.upstream_model, record.tokens);
  for (auto& attempt : record.attempts)
    attempt.cost = cost_of(prices, record.upstream_model, attempt.tokens);
}

} // namespace geminid::dto
