#include "server/translate/conversation.hpp"

#include "server/translate/dom.hpp"
#include "server/translate/hash.hpp"

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace geminid::translate {
namespace {

using simdjson::dom::element;

constexpr std::size_t affinity_key_max = 256;

std::uint64_t hash(std::uint64_t seed, element value) {
  if (std::string_view text; value.get(text) == simdjson::SUCCESS)
    return mix(seed, XXH3_64bits(text.data(), text.size()));
  if (simdjson::dom::array array; value.get(array) == simdjson::SUCCESS)
    for (const auto each : array)
      seed = hash(mix(seed, 1), each);
  if (simdjson::dom::object object; value.get(object) == simdjson::SUCCESS)
    for (const auto [name, each] : object)
      seed = hash(mix(seed, name), each);
  return mix(seed, static_cast<std::uint64_t>(value.type()));
}

std::uint64_t hash_message(std::uint64_t seed, element message) {
  for (const std::string_view name : {"role", "content", "tool_calls", "tool_call_id"})
    if (const auto value = member<element>(message, name); value && !value->is_null())
      seed = hash(mix(seed, name), *value);
  return seed;
}

} // namespace

std::string affinity_key(const ObjectReader& root) {
  auto key = text_of(root.raw(), "prompt_cache_key");
  if (const auto metadata = object_of(root.raw(), "metadata"); metadata && key.empty())
    key = text_of(*metadata, "user_id");
  return std::string{key.substr(0, affinity_key_max)};
}

ConversationHashes hash_conversation(simdjson::dom::array messages) {
  ConversationHashes hashes;
  bool in_run = false;
  std::uint64_t seed = 1;
  for (const auto message : messages) {
    const bool assistant = text_of(message, "role") == "assistant";
    if (assistant && !in_run)
      hashes.before = seed;
    in_run = assistant;
    seed = hash_message(seed, message);
  }
  hashes.all = seed;
  return hashes;
}

} // namespace geminid::translate
