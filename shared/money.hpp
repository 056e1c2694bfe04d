// Sums of money: nano-dollars (a billionth of a US dollar) in the process, so that they add up exactly, and US dollars
// as a number on the wire.
#pragma once

#include "shared/json_fields.hpp"
#include "shared/json_text.hpp"

namespace geminid::dto {

inline constexpr std::int64_t dollars_max = 9'000'000'000;

[[nodiscard]] json dollars_json(std::int64_t nano_dollars);
/// The same, exactly.
void write_dollars(JsonWriter& out, std::int64_t nano_dollars);
void read_dollars(Fields& fields, std::string_view name, std::int64_t& nano_dollars);

} // namespace geminid::dto
