#include "webui/view/pool_view.hpp"

namespace geminid::webui {
namespace {

constexpr Phrase other_keys{"Other keys", "其他密钥"};

} // namespace

std::vector<StateCount> count_states(const std::map<std::string, std::int64_t>& keys) {
  std::vector<StateCount> states;
  for (const auto& [state, name] : dto::key_state_names()) {
    const auto found = keys.find(std::string{name});
    states.push_back({state, std::string{name}, found == keys.end() ? 0 : found->second});
  }
  return states;
}

KnownKeys known_keys(const std::vector<dto::Key>& keys) {
  KnownKeys known;
  for (const auto& key : keys)
    known[key.id] = {key.name.empty() ? key.masked : key.name, key.state};
  return known;
}

std::string_view name_of_key(const KnownKeys& keys, std::string_view id) {
  const auto found = keys.find(id);
  return found == keys.end() ? id : std::string_view{found->second.name};
}

std::vector<KeyUse> make_key_use(const std::vector<dto::StatsRow>& rows, const KnownKeys& keys, Language language) {
  std::vector<KeyUse> uses;
  uses.reserve(rows.size());
  for (const auto& row : rows) {
    const auto known = keys.find(row.id);
    const auto group = known == keys.end() ? unknown_key_group : static_cast<std::size_t>(known->second.state);
    auto name = row.id.empty() ? std::string{other_keys.in(language)} : std::string{name_of_key(keys, row.id)};
    uses.push_back({row.id, std::move(name), group, static_cast<double>(row.counters.attempts)});
  }
  return uses;
}

} // namespace geminid::webui
