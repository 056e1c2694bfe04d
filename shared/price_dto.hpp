// What models cost, as an admin states it, and what a request cost by that: an estimate, in nano-dollars (a billionth
// of a US dollar), so that sums are exact.
#pragma once

#include "shared/json_fields.hpp"
#include "shared/log_dto.hpp"

#include <map>

namespace geminid::dto {

inline constexpr std::int64_t price_max = 1'000'000;
inline constexpr std::size_t priced_models_max = 1'000;

/// US dollars per million tokens.
struct ModelPrice {
  double input = 0;
  double output = 0; // thinking included
  /// Of input that came out of Google's cache; nothing: as other input.
  std::optional<double> cached_input;

  bool operator==(const ModelPrice&) const = default;
};

/// By the name of the model that Google was asked for.
using Prices = std::map<std::string, ModelPrice>;

/// Merges the member "prices" into `prices`: null removes a model, or its "cached_input". A new model needs both other
/// prices.
void read_prices(Fields& fields, Prices& prices);
[[nodiscard]] json to_json(const Prices& prices);

/// Nothing where the model has no price.
[[nodiscard]] std::optional<std::int64_t> cost_of(const Prices& prices, const std::string& model,
                                                  const LogTokens& tokens);
/// Prices the record and its attempts.
void set_costs(LogRecord& record, const Prices& prices);

} // namespace geminid::dto
