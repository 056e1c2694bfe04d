// Keys as the actors know them and as the admin API shows and changes them.
#pragma once

#include "actors/messages.hpp"
#include "shared/key_dto.hpp"
#include "shared/key_requests_dto.hpp"
#include "shared/key_text.hpp"

namespace geminid::admin {

[[nodiscard]] dto::Key to_dto(const actors::KeySnapshot& key);
[[nodiscard]] actors::KeyState from_dto(dto::KeyState state);
void apply(const dto::KeyPatch& patch, actors::KeyConfig& config);
/// What a pasted text says of a key.
void apply(const KeyAttributes& said, actors::KeyConfig& config);

} // namespace geminid::admin
