#include "actors/user_pass.hpp"

namespace geminid::actors {

UserPass::~UserPass() {
  end({});
}

void UserPass::end(std::optional<std::int64_t> prompt_tokens, std::int64_t completion_tokens) {
  if (std::exchange(ended_, true))
    return;
  caf::anon_send(user_, PassEnded{reservation_, prompt_tokens, completion_tokens});
}

} // namespace geminid::actors
