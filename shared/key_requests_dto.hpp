// What an admin may ask of Gemini keys: add, change, act on many.
#pragma once

#include "shared/key_dto.hpp"

namespace geminid::dto {

inline constexpr std::size_t keys_per_request_max = 50'000;
inline constexpr std::size_t limited_models_max = 200;
inline constexpr std::size_t tags_max = 32;
inline constexpr std::int64_t weight_max = 1000;
inline constexpr IntegerRange priority_range{0, 1000};
inline constexpr TextRule tag_rule{.size_min = 1, .size_max = 64};
inline constexpr std::size_t pasted_text_size_max = 16U << 20U;

/// PATCH /admin/api/keys/{id}: what is left out stays as it is.
struct KeyPatch {
  std::optional<std::string> name;
  std::optional<double> weight; // 0 < weight <= 1000
  std::optional<bool> enabled;
  /// Empty: the key becomes a project of its own (null or "" on the wire).
  std::optional<std::string> project;
  std::optional<std::int64_t> priority; // 0..1000, lowest first
  std::optional<std::vector<std::string>> tags;
  LimitPatches limits;

  bool operator==(const KeyPatch&) const = default;
};

[[nodiscard]] Result<KeyPatch> parse_key_patch(const json& document);
[[nodiscard]] json to_json(const KeyPatch& patch);

/// POST /admin/api/keys: exactly one of `keys` and `text`. Whether each is a key is for key_text.hpp to say, so that
/// one bad key refuses one line and not the request.
struct AddKeysRequest {
  std::optional<std::vector<std::string>> keys;
  std::optional<std::string> text; // anything pasted
  double weight = 1.0;
  std::string name;
  std::string project;
  std::int64_t priority = 0;
  bool dry_run = false;

  bool operator==(const AddKeysRequest&) const = default;
};

[[nodiscard]] Result<AddKeysRequest> parse_add_keys_request(const json& document);
[[nodiscard]] json to_json(const AddKeysRequest& request);

enum class BulkAction { enable, disable, remove, reset, check };
[[nodiscard]] EnumNames<BulkAction> bulk_action_names();

/// POST /admin/api/keys/bulk: exactly one of `ids` and `state`.
struct BulkRequest {
  std::optional<std::vector<std::string>> ids;
  std::optional<KeyState> state;
  BulkAction action = BulkAction::check;

  bool operator==(const BulkRequest&) const = default;
};

/// POST /admin/api/keys/check: at most one of `ids` and `state`; all keys without either.
struct CheckRequest {
  std::optional<std::vector<std::string>> ids;
  std::optional<KeyState> state;
  bool background = false; // a job, however few keys they are

  bool operator==(const CheckRequest&) const = default;
};

[[nodiscard]] Result<CheckRequest> parse_check_request(const json& document);

[[nodiscard]] Result<BulkRequest> parse_bulk_request(const json& document);
[[nodiscard]] json to_json(const BulkRequest& request);

} // namespace geminid::dto
