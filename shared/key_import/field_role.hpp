// What the name of a field, column or variable says of its value.
#pragma once

#include <cstdint>
#include <string_view>

namespace geminid::key_import {

enum class FieldRole : std::uint8_t { none, key, name, project, weight, priority, tags };

/// "API_KEYS", "apiKey", "GEMINI_API_KEY_2", "key_value" mean keys; "master_key" and "key_id" do not.
[[nodiscard]] FieldRole field_role(std::string_view name);

} // namespace geminid::key_import
