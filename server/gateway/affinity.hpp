// Which key served a conversation last, so that its next request finds Google's implicit cache there (INTERFACE.md,
// `affinity`). Forgets what was not used for long; forgetting costs a cache, never an answer. io thread only.
#pragma once

#include "actors/messages.hpp"

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <utility>

namespace geminid::gateway {

class Affinity {
public:
  /// A hash over user, model and conversation; 0 is no conversation.
  using Conversation = std::uint64_t;

  [[nodiscard]] std::optional<actors::Slot> find(Conversation conversation) {
    if (const auto found = young_.find(conversation); found != young_.end())
      return found->second;
    const auto found = old_.find(conversation);
    if (found == old_.end())
      return std::nullopt;
    const auto slot = found->second;
    remember(conversation, slot);
    return slot;
  }

  void remember(Conversation conversation, actors::Slot slot) {
    if (conversation == 0)
      return;
    if (young_.size() >= generation_max)
      old_ = std::exchange(young_, {});
    young_[conversation] = slot;
  }

private:
  /// Two generations: what was not asked for while this many others were is forgotten.
  static constexpr std::size_t generation_max = 50'000;

  std::unordered_map<Conversation, actors::Slot> young_;
  std::unordered_map<Conversation, actors::Slot> old_;
};

} // namespace geminid::gateway
