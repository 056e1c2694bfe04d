// What one part of Gemini's answer is to a chat client (gemini-wire.md, 9.4).
#pragma once

#include "server/translate/chat.hpp"
#include "server/translate/dom_writer.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace geminid::translate {

struct ReplyPart {
  enum class Kind : std::uint8_t { nothing, content, reasoning, call, server_tool, audio };

  Kind kind = Kind::nothing;
  std::string_view text;      // of content and reasoning, may be empty; of audio: base64; of server_tool: JSON
  std::string_view mime_type; // of audio
  bool is_text = false;       // as Gemini sent it: in a stream it may go on in the next event
  std::string_view signature;
  std::string_view id; // of a call; empty when Gemini gave none
  std::string_view name;
  bool free_text = false; // a custom tool's
  std::optional<simdjson::dom::element> arguments;
};

/// Images, code, its results and sound for which nobody asked become markdown, which `scratch` then holds as long as
/// the part is used; likewise the JSON of a built-in tool's part.
[[nodiscard]] ReplyPart read_reply_part(simdjson::dom::element part, const ReplyStyle& style, std::string& scratch);

/// Ids for the calls of one reply to which Gemini gave none: 96 bits that no other reply will repeat, since the reply's
/// own id is random, and the same for the same reply.
class CallIds {
public:
  explicit CallIds(const ReplyIdentity& reply);
  /// Gemini's own, or a new one. Reports the call if it is signed.
  [[nodiscard]] std::string id_of(const ReplyPart& call);
  /// The calls that follow are this source's.
  void of_source(std::size_t source) { source_ = source; }

private:
  [[nodiscard]] std::string next();

  std::function<void(const SignedCall&)> signed_call_;
  std::uint64_t high_;
  std::uint64_t low_;
  std::uint64_t count_ = 0;
  std::size_t source_ = 0;
};

/// `{"name","arguments"}`. `scratch` is working space, and holds the arguments afterwards, or a custom tool's input.
void write_function(DomWriter& json, const ReplyPart& call, std::string& scratch);
/// The members of an entry of `tool_calls`, into the object that is open.
void write_call(DomWriter& json, const ReplyPart& call, CallIds& ids, std::string& scratch);

} // namespace geminid::translate
