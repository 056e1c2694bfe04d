// Finds Gemini keys in whatever an admin pastes or the environment holds: lines, CSV, .env, JSON, quoted or not.
#pragma once

#include "shared/result.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace geminid {

inline constexpr std::size_t key_size_min = 20;
inline constexpr std::size_t key_size_max = 1024;
inline constexpr std::size_t pasted_keys_max = 50'000;
inline constexpr std::size_t listed_rejections_max = 1'000;

struct PastedKey {
  std::string key;
  std::size_t line; // from 1
};

/// A token that is no key. The reason does not quote it: it may be a broken secret.
struct RejectedToken {
  std::size_t line;
  std::string reason;
};

struct PastedKeys {
  std::vector<PastedKey> keys;         // in order, each once
  std::vector<RejectedToken> rejected; // the first `listed_rejections_max`
  std::size_t rejected_total = 0;
  std::size_t duplicates = 0; // the same key again within the text
};

/// 20 to 1,024 characters of [A-Za-z0-9._~-], of whatever shape (gemini-wire.md, section 1: prefixes change).
[[nodiscard]] bool is_key(std::string_view token);

/// Names before "=" or ":" (variables, JSON members), comments ("#" or "//" to the end of the line), brackets, quotes
/// and bullets are passed over; every other token is a key or rejected. Fails only over `pasted_keys_max` keys.
[[nodiscard]] Result<PastedKeys> parse_pasted_keys(std::string_view text);

/// The same verdict on a list that came as a list: each entry is one token, `line` is its place in the list from 1.
[[nodiscard]] Result<PastedKeys> check_key_list(const std::vector<std::string>& keys);

} // namespace geminid
