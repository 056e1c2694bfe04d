// The function calls of the model's last turn and their answers. Gemini wants the answers of one turn together, in the
// order of the calls and for every call (gemini-wire.md, 2.1): this is where a history that has them otherwise is
// mended.
#pragma once

#include "server/translate/chat_context.hpp"
#include "server/translate/turn_writer.hpp"

#include <map>
#include <optional>
#include <string_view>
#include <tuple>
#include <vector>

namespace geminid::translate {

class OpenCalls {
public:
  /// An empty id: the legacy `function_call`, which is answered by name.
  void add(std::string_view id, std::string_view name);

  enum class Match : std::uint8_t { answered, unknown, twice };
  /// `message` is the tool message; it and `path` must be valid until `write`.
  Match answer(std::string_view id, simdjson::dom::object message, const Path& path);
  Match answer_by_name(std::string_view name, simdjson::dom::object message, const Path& path);

  [[nodiscard]] bool any() const { return !calls_.empty(); }
  [[nodiscard]] bool any_answered() const { return open_.size() < calls_.size(); }

  /// One functionResponse for each call, and forgets them. A call without an answer gets one that says so.
  void write(const ChatContext& context, TurnWriter& turns);

private:
  struct Answer {
    simdjson::dom::object message;
    Path path;
  };
  struct Call {
    std::string_view id;
    std::string_view name;
    std::optional<Answer> answer;
  };
  // Ordered, so that equal ids are answered in the order of their calls, and no choice of ids makes it slow.
  using Key = std::tuple<bool, std::string_view, std::size_t>; // by name?, id or name, place in calls_

  Match answer(bool by_name, std::string_view key, Answer answer);
  static void write_answer(const ChatContext& context, DomWriter& json, const Call& call);

  std::vector<Call> calls_;
  std::map<Key, std::size_t> open_;
  std::map<Key, std::size_t> answered_;
};

} // namespace geminid::translate
