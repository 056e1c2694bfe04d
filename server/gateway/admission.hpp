// Whether a user key's own limits let a request pass, and what its client is told of them. Knows no API surface: every
// one asks for admission when it knows the size of a request, and ends it before the last byte of the answer.
#pragma once

#include "actors/user_pass.hpp"
#include "server/gateway/failure.hpp"
#include "server/gateway/gateway.hpp"
#include "server/translate/usage.hpp"

namespace geminid::gateway {

/// A request's place among those of its user; free again when this is gone, at the latest.
class Admission {
public:
  /// Of a user without limits.
  Admission() = default;
  explicit Admission(std::shared_ptr<actors::UserPass> pass) : pass_(std::move(pass)) {}

  /// The input tokens that upstream counted replace the estimate, and those of the output are spent. Before the last
  /// byte is sent: whoever asks again at once must find the place free.
  void end(const translate::Usage& usage);

private:
  std::shared_ptr<actors::UserPass> pass_;
};

/// `tokens` estimates the input. Gives the answer its x-ratelimit-* headers, whatever the answer will be. Costs nothing
/// for a user without limits.
net::Task<Result<Admission, Failure>> admit(http::Exchange& exchange, Gateway& gateway, const User& user,
                                            std::int64_t tokens);

/// The same headers for a request that is refused for another reason, before its admission.
net::Task<void> tell_limits(http::Exchange& exchange, Gateway& gateway, const User& user);

} // namespace geminid::gateway
