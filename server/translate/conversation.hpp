// By what a conversation is known over its requests: for affinity to the key that served it (its cache is there).
#pragma once

#include "server/translate/request_reader.hpp"

#include <cstdint>
#include <string>

namespace geminid::translate {

/// `prompt_cache_key`, else `metadata.user_id`, else empty. Over-long ones are cut, since only equality matters.
[[nodiscard]] std::string affinity_key(const ObjectReader& root);

struct ConversationHashes {
  std::uint64_t before = 0; // of the messages before the last run of assistant messages; 0: there is none
  std::uint64_t all = 0;    // of all messages: `before` of the next request
};

/// `messages` have been validated.
[[nodiscard]] ConversationHashes hash_conversation(simdjson::dom::array messages);

} // namespace geminid::translate
