// How much a model thinks when the request does not say (INTERFACE.md, "Settings"; `thinking` of a model or a user key
// instead).
#pragma once

#include "shared/json_fields.hpp"

namespace geminid::dto {

enum class ThinkingMode { model_default, off, automatic, fixed };

struct Thinking {
  ThinkingMode mode = ThinkingMode::model_default;
  /// Tokens; -1 leaves it to the model. What a model cannot do is clamped when a request is sent, not here.
  std::int64_t budget = -1;
  bool include_thoughts = false;

  bool operator==(const Thinking&) const = default;
};

/// Reads the present members over what `thinking` holds. Mode `fixed` with no budget is refused.
void read_thinking(Fields& fields, Thinking& thinking);
/// The same of the member `thinking`, for Fields::nullable and Fields::change.
void read_thinking_member(Fields& fields, Thinking& thinking);
[[nodiscard]] json to_json(const Thinking& thinking);
/// null where there is none.
[[nodiscard]] json nullable_json(const std::optional<Thinking>& thinking);

} // namespace geminid::dto
