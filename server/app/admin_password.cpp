#include "server/app/admin_password.hpp"

#include "actors/ask.hpp"
#include "server/admin/session_api.hpp"
#include "server/store/random.hpp"

#include <iostream>

namespace geminid::app {

net::Task<Result<Done>> prepare_admin_password(admin::Admin& admin, const Config& config) {
  if (config.admin_password) {
    admin.password.fingerprint_of_environment = admin.gateway.box->fingerprint(*config.admin_password);
    co_return Done{};
  }
  if (!admin.password.hash.empty())
    co_return Done{};
  constexpr std::size_t size = 20;
  const auto password = store::random_base62(size);
  actors::HashPassword wish{password};
  const auto hashed = co_await actors::ask(admin.gateway.port, admin.hasher, std::move(wish));
  if (!hashed)
    co_return Error{"the dashboard's password could not be made"};
  actors::Commit commit;
  commit.writes.push_back({std::string{admin::password_record_key}, hashed->hash});
  const auto committed = co_await actors::ask(admin.gateway.port, admin.storage, std::move(commit));
  if (!committed)
    co_return Error{"the dashboard's password could not be stored"};
  admin.password.hash = hashed->hash;
  // Not through the log, which may be kept.
  std::cout << "The dashboard's password, shown this once: " << password << std::endl;
  co_return Done{};
}

} // namespace geminid::app
