#include "server/gateway/admission.hpp"

#include "actors/ask.hpp"
#include "actors/policy/rate_limit_headers.hpp"

namespace geminid::gateway {
namespace {

void add_headers(http::Exchange& exchange, const policy::Allowances& allowances) {
  for (auto& [name, value] : policy::rate_limit_headers(allowances))
    exchange.add_header({std::move(name), std::move(value)});
}

} // namespace

void Admission::end(const translate::Usage& usage) {
  if (pass_)
    pass_->end(usage.known ? std::optional{usage.prompt + usage.tool_prompt} : std::nullopt, usage.completion());
}

net::Task<Result<Admission, Failure>> admit(http::Exchange& exchange, Gateway& gateway, const User& user,
                                            std::int64_t tokens) {
  if (!user.limited)
    co_return Admission{};
  // A user's actor that died on the way answers with an error; its successor may admit.
  for (int deaths = 0; deaths < 3; ++deaths) {
    actors::AdmitUser wish{user.id, tokens};
    auto reply = co_await actors::ask(gateway.port, gateway.directory, std::move(wish));
    if (!reply)
      continue;
    add_headers(exchange, reply->allowances);
    if (reply->pass)
      co_return Admission{std::move(reply->pass)};
    if (reply->overrun)
      co_return over_limit(*reply->overrun, gateway.now());
    break;
  }
  co_return no_room(actors::NoRoom::storage_failed, {}, Instant::max(), gateway.now());
}

net::Task<void> tell_limits(http::Exchange& exchange, Gateway& gateway, const User& user) {
  if (!user.limited)
    co_return;
  actors::GetUserStanding question{user.id};
  const auto standing = co_await actors::ask(gateway.port, gateway.directory, std::move(question));
  if (standing)
    add_headers(exchange, standing->allowances);
}

} // namespace geminid::gateway
