#include "server/app/environment_keys.hpp"

#include "actors/ask.hpp"
#include "server/log/log.hpp"
#include "shared/key_text.hpp"
#include "shared/weak_secrets.hpp"

#include <algorithm>

namespace geminid::app {
namespace {

constexpr std::string_view separators = ", \t\r\n";

std::vector<std::string> words(std::string_view text) {
  std::vector<std::string> found;
  for (std::size_t begin = text.find_first_not_of(separators); begin != std::string_view::npos;) {
    const auto end = std::min(text.find_first_of(separators, begin), text.size());
    found.emplace_back(text.substr(begin, end - begin));
    begin = text.find_first_not_of(separators, end);
  }
  return found;
}

// The record holds only a fingerprint of the text: it names secrets.
std::string record_key(std::string_view variable) {
  return "env/" + std::string{variable};
}

net::Task<bool> is_new(gateway::Gateway& gateway, actors::StorageActor storage, std::string variable,
                       std::string fingerprint) {
  const actors::Scan scan{record_key(variable)};
  const auto scanned = co_await actors::ask(gateway.port, storage, scan);
  co_return !scanned || scanned->entries.empty() || scanned->entries.front().value != fingerprint;
}

net::Task<void> remember(gateway::Gateway& gateway, actors::StorageActor storage, std::string variable,
                         std::string fingerprint) {
  actors::Commit commit;
  commit.writes.push_back({record_key(variable), std::move(fingerprint)});
  const auto committed = co_await actors::ask(gateway.port, storage, std::move(commit));
  if (!committed)
    log::error("an environment variable could not be recorded; its keys are read again at the next start")
        .with("variable", variable);
}

net::Task<bool> add_gemini_keys(gateway::Gateway& gateway, std::string text) {
  const auto pasted = parse_pasted_keys(text);
  if (!pasted) {
    log::error("GEMINI_API_KEYS can't be read").with("error", pasted.error().message);
    co_return false;
  }
  for (const auto& token : pasted->rejected)
    log::warn("GEMINI_API_KEYS: a token is refused").with("line", token.line).with("reason", token.reason);
  actors::AddKeys add;
  for (const auto& key : pasted->keys)
    add.secrets.push_back(key.key);
  const auto added = co_await actors::ask(gateway.port, gateway.pool, std::move(add));
  if (!added) {
    log::error("GEMINI_API_KEYS: the keys could not be stored");
    co_return false;
  }
  log::info("GEMINI_API_KEYS are added").with("new", added->added.size()).with("known", added->duplicates);
  co_return true;
}

net::Task<bool> add_user_keys(gateway::Gateway& gateway, actors::UserDirectory users, std::string text) {
  std::size_t added = 0;
  for (auto& secret : words(text)) {
    if (!secret.starts_with("sk-") || secret.size() < 8 || secret.size() > 512 || is_known_weak(secret)) {
      log::warn("GEMINID_USER_KEYS: an entry is refused: user keys begin with sk-, have 8 to 512 characters and are "
                "not known to everybody");
      continue;
    }
    actors::CreateUser create;
    create.config.name = "environment";
    create.secret = std::move(secret);
    const auto created = co_await actors::ask(gateway.port, users, std::move(create));
    if (!created) {
      log::error("GEMINID_USER_KEYS: the user keys could not be stored");
      co_return false;
    }
    added += created->existed ? 0U : 1U;
  }
  log::info("GEMINID_USER_KEYS are added").with("new", added);
  co_return true;
}

} // namespace

net::Task<void> add_environment_keys(gateway::Gateway& gateway, actors::UserDirectory users,
                                     actors::StorageActor storage, Config config) {
  if (config.gemini_api_keys) {
    const auto print = gateway.box->fingerprint(*config.gemini_api_keys);
    if (co_await is_new(gateway, storage, "GEMINI_API_KEYS", print))
      if (co_await add_gemini_keys(gateway, *config.gemini_api_keys))
        co_await remember(gateway, storage, "GEMINI_API_KEYS", print);
  }
  if (config.user_keys) {
    const auto print = gateway.box->fingerprint(*config.user_keys);
    if (co_await is_new(gateway, storage, "GEMINID_USER_KEYS", print))
      if (co_await add_user_keys(gateway, users, *config.user_keys))
        co_await remember(gateway, storage, "GEMINID_USER_KEYS", print);
  }
}

} // namespace geminid::app
