// The pool of keys as one picture: how many are in which state, and which share of the use each one has. Pure.
#pragma once

#include "shared/key_dto.hpp"
#include "shared/stats_dto.hpp"
#include "webui/core/locale.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace geminid::webui {

struct StateCount {
  dto::KeyState state;
  std::string wire; // as the API names it
  std::int64_t count = 0;
};
/// In the order of the states; all of them, those without keys too. `keys` as the pulse tells them.
[[nodiscard]] std::vector<StateCount> count_states(const std::map<std::string, std::int64_t>& keys);

/// What is known of keys beside their use, by id.
struct KnownKey {
  std::string name; // as an admin named it, else masked
  dto::KeyState state = dto::KeyState::healthy;
};
using KnownKeys = std::map<std::string, KnownKey, std::less<>>;
[[nodiscard]] KnownKeys known_keys(const std::vector<dto::Key>& keys);
/// The key's name, else its id.
[[nodiscard]] std::string_view name_of_key(const KnownKeys& keys, std::string_view id);

/// `group` counts as the states do; the last one is of keys that are not known.
struct KeyUse {
  std::string id; // empty: many keys together
  std::string name;
  std::size_t group = 0;
  double requests = 0;
};
inline constexpr std::size_t unknown_key_group = 6;
[[nodiscard]] std::vector<KeyUse> make_key_use(const std::vector<dto::StatsRow>& rows, const KnownKeys& keys,
                                               Language language);

} // namespace geminid::webui
