// Finds Gemini keys in whatever an admin pastes or the environment holds: lines, CSV, .env, YAML, JSON, the exports of
// other gateways, quoted or not (shared/key_import/).
#pragma once

#include "shared/result.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace geminid {

inline constexpr std::size_t key_size_min = 20;
inline constexpr std::size_t key_size_max = 1024;
inline constexpr std::size_t pasted_keys_max = 50'000;
inline constexpr std::size_t listed_rejections_max = 1'000;

/// What the text says of a key besides the key: within the bounds of a request that adds it. Nothing: not said.
struct KeyAttributes {
  std::optional<std::string> name;
  std::optional<std::string> project;
  std::optional<double> weight; // over 0, at most 1000
  std::optional<std::int32_t> priority;
  std::optional<std::vector<std::string>> tags;

  bool operator==(const KeyAttributes&) const = default;
};

struct PastedKey {
  std::string key;
  std::size_t line; // from 1
  KeyAttributes said = {};
};

/// A token that is no key. The reason does not quote it: it may be a broken secret.
struct RejectedToken {
  std::size_t line;
  std::string reason;
};

/// A key that stands in the text again.
struct DoubledKey {
  std::size_t line;
  std::size_t first_line;
  std::string masked;
};

struct PastedKeys {
  std::string_view format = "text";    // how it was read: "list", "json", "csv" or "text"
  std::vector<PastedKey> keys;         // in order, each once
  std::vector<RejectedToken> rejected; // the first `listed_rejections_max`
  std::size_t rejected_total = 0;
  std::vector<DoubledKey> doubled; // the first `listed_rejections_max`
  std::size_t duplicates = 0;      // all of them
};

/// 20 to 1,024 characters of [A-Za-z0-9._~-], of whatever shape (gemini-wire.md, section 1: prefixes change).
[[nodiscard]] bool is_key(std::string_view token);

/// What stands under a name that means keys, or alone on its line, is a key or rejected; under other names only what
/// is evidently a Gemini key is taken. Ordinary structure (names, comments, URLs, other settings) is passed over in
/// silence, but a text without any key is told of. Linear in the text. Fails only over `pasted_keys_max` keys.
[[nodiscard]] Result<PastedKeys> parse_pasted_keys(std::string_view text);

/// The same verdict on a list that came as a list: each entry is one token, `line` is its place in the list from 1.
[[nodiscard]] Result<PastedKeys> check_key_list(const std::vector<std::string>& keys);

} // namespace geminid
