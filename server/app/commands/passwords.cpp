// set-password and check-config.
#include "server/admin/session_api.hpp"
#include "server/app/commands/command.hpp"
#include "server/app/commands/input.hpp"
#include "server/app/stored_state.hpp"
#include "server/store/password_hash.hpp"
#include "shared/session_dto.hpp"

#include <iostream>

namespace geminid::app {

CommandResult set_password(const Config& config) {
  if (config.admin_password)
    return Error{"GEMINID_ADMIN_PASSWORD is set and wins over what is stored: change it there, or unset it first",
                 "GEMINID_ADMIN_PASSWORD"};
  auto opened = open_store(config);
  if (!opened)
    return opened.error();
  const auto password = read_secret("new password");
  if (!password)
    return password.error();
  // The API's rule for a new one; its answer names the field of a request.
  const auto checked = dto::parse_password_change({{"old", "-"}, {"new", *password}});
  if (!checked)
    return Error{"the new password" + checked.error().message.substr(checked.error().field.size()), "new password"};
  const auto sessions = opened->store->scan(admin::session_record_prefix);
  if (!sessions)
    return sessions.error();
  std::vector<StoreWrite> writes{{std::string{admin::password_record_key}, store::hash_password(*password)}};
  for (const auto& session : *sessions)
    writes.push_back({session.key, std::nullopt});
  if (auto committed = opened->store->commit(writes); !committed)
    return committed;
  std::cout << "The password is set; all sessions have ended.\n";
  return Done{};
}

CommandResult check_config(const Config& config) {
  // Flags and variables were read before.
  std::error_code error;
  if (!std::filesystem::exists(config.data_dir / "CURRENT", error)) {
    std::cout << "The configuration is good; the store is not there yet.\n";
    return Done{};
  }
  const auto opened = open_store(config);
  if (!opened)
    return opened.error();
  const auto stored = read_configuration(*opened->store, *opened->box);
  if (!stored)
    return stored.error();
  std::cout << "The configuration is good; the store holds " << stored->keys.size() << " Gemini keys, "
            << stored->users.size() << " user keys and " << stored->models.size() << " models.\n";
  return Done{};
}

} // namespace geminid::app
