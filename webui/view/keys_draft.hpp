// A Gemini key that is being edited, and what of it changed. Pure.
#pragma once

#include "shared/key_requests_dto.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace geminid::webui {

/// Own limits of the key for one model; nothing: the model's apply.
struct KeyLimitDraft {
  std::string model;
  std::optional<std::int64_t> rpm;
  std::optional<std::int64_t> tpm;
  std::optional<std::int64_t> rpd;

  bool operator==(const KeyLimitDraft&) const = default;
};

struct KeyDraft {
  std::string name;
  std::string weight;
  std::string project;
  std::optional<std::int64_t> priority;
  std::string tags; // separated by commas
  bool enabled = true;
  std::vector<KeyLimitDraft> limits;

  bool operator==(const KeyDraft&) const = default;
};

[[nodiscard]] KeyDraft make_key_draft(const dto::Key& key);

/// "a, b,,a" is a, b and a: the server says what is wrong with it.
[[nodiscard]] std::vector<std::string> split_tags(std::string_view text);

struct KeyChange {
  dto::KeyPatch patch; // what differs, and nothing else
  bool any = false;
  /// Of what can't be sent; empty when all can.
  std::string bad_field;
};
[[nodiscard]] KeyChange change_of(const dto::Key& key, const KeyDraft& draft);

/// The key as it will be, so that it can be shown at once.
[[nodiscard]] dto::Key with_patch(dto::Key key, const dto::KeyPatch& patch);

} // namespace geminid::webui
