// OpenAI chat completions to Gemini and back. Pure: text in, text out; no sockets, no actors, no clock.
// The mapping is gemini-wire.md, sections 2 to 5 and 9.
#pragma once

#include "server/translate/openai_error.hpp"
#include "server/translate/usage.hpp"
#include "shared/result.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <simdjson.h>
#include <string>
#include <string_view>
#include <vector>

namespace geminid::translate {

/// The parser is a reusable buffer: one per io thread, used within one call.
using JsonParser = simdjson::dom::parser;

/// In which form a client wants sound.
enum class AudioFormat : std::uint8_t { none, wav, pcm16 };

/// What of a request its reply must know.
struct ReplyStyle {
  AudioFormat audio = AudioFormat::none; // none: no sound was asked for
  bool legacy_functions = false;         // the request has `functions` instead of `tools`
};

/// What a URL in a request led to.
struct FetchedMedium {
  std::string content_type; // as its host wrote it; empty: it did not
  std::string bytes;
};

/// By URL, as the client wrote it.
using FetchedMedia = std::map<std::string, FetchedMedium, std::less<>>;

/// A URL that a model can't follow itself.
struct WantedMedium {
  std::string url;
  std::string param; // where it stands first: "messages[0].content[1].image_url.url"
};

/// What a client asked, as far as routing must know it, and the Gemini request that it became.
struct ChatRequest {
  std::string model;          // as the client wrote it: echoed in replies
  std::string upstream_model; // bare id for the path, without "models/"
  std::string body;           // Gemini GenerateContentRequest
  /// Each once. Unless there are none, `body` has gaps and may not be sent: fetch these and translate again.
  std::vector<WantedMedium> wanted;
  bool stream = false;
  bool include_usage = false; // stream_options.include_usage
  ReplyStyle style;
  std::int64_t prompt_tokens_estimate = 0;
  std::string affinity_key;            // prompt_cache_key, else metadata.user_id, else empty
  std::uint64_t conversation_hash = 0; // of the messages up to the last assistant turn; 0: there is none
  /// What `conversation_hash` will be of the next request of this conversation: of all its messages.
  std::uint64_t next_conversation_hash = 0;
};

/// From a name that clients may use to the model that it stands for.
using ModelAliases = std::map<std::string, std::string, std::less<>>;

/// How much a model thinks when the request does not say.
struct ThinkingDefault {
  enum class Mode : std::uint8_t { model_default, off, automatic, fixed };
  Mode mode = Mode::model_default;
  std::int64_t budget = -1; // tokens, of Mode::fixed
  bool include_thoughts = false;
};

/// A text of the operator's that stands once in every request: before all instructions, or around the last message of
/// the user. Empty: none.
struct PromptInjection {
  enum class Position : std::uint8_t { system, user_prefix, user_suffix };
  Position position = Position::system;
  std::string text;
};

/// What the gateway's settings add to a request that does not say otherwise.
struct ChatDefaults {
  ThinkingDefault thinking;
  std::map<std::string, ThinkingDefault, std::less<>> thinking_of_model; // instead of `thinking`
  PromptInjection injection;
  std::shared_ptr<const ModelAliases> aliases;
};

/// `another_model`: the upstream model to say it to, instead of the one that the client named. `fetched`: what is known
/// of the URLs that models can't follow themselves; null: such URLs are refused.
[[nodiscard]] Result<ChatRequest, ApiError> chat_request(std::string_view json, const ChatDefaults& defaults,
                                                         JsonParser& parser, std::string_view another_model = {},
                                                         const FetchedMedia* fetched = nullptr);

/// What every reply or chunk of one request carries. `id` is random: ids of tool calls to which Gemini gave none are
/// derived from it.
struct ReplyIdentity {
  std::string id;    // "chatcmpl-…"
  std::string model; // as the client wrote it
  std::int64_t created_s = 0;
  std::int64_t prompt_tokens_estimate = 0; // stands in when Gemini sends no usage
  ReplyStyle style = {};
};

struct ChatReply {
  std::string body; // OpenAI chat.completion
  Usage usage;
};

/// The error is for a body that is no GenerateContentResponse at all (502 upstream_error).
[[nodiscard]] Result<ChatReply, ApiError> chat_response(std::string_view gemini_json, const ReplyIdentity& identity,
                                                        JsonParser& parser);

/// State over one whole stream: choices, tool-call indexes, finish reasons, cumulative usage. Writes complete
/// `data: …\n\n` events.
class ChatStream {
public:
  ChatStream(ReplyIdentity identity, bool include_usage);
  ~ChatStream();
  ChatStream(ChatStream&&) noexcept;
  ChatStream& operator=(ChatStream&&) noexcept;

  /// One upstream event. The error is the upstream's own `{"error":…}` (any of the three forms of section 5.1) or an
  /// event that is no JSON; nothing was appended then.
  [[nodiscard]] Result<Done, ApiError> event(std::string_view gemini_json, JsonParser& parser, std::string& out);
  /// The upstream body ended properly. Without any finish reason so far that is a broken stream: the error says so and
  /// nothing is appended. Else the finish chunks, the usage chunk when asked for, and `[DONE]`.
  [[nodiscard]] Result<Done, ApiError> finish(std::string& out);

  [[nodiscard]] const Usage& usage() const;

private:
  struct State;
  std::unique_ptr<State> state_;
};

/// `data: {"error":…}\n\n`: the last thing that a stream which broke after its first byte sends; no `[DONE]` follows.
void append_stream_error(std::string& out, const ApiError& error);

} // namespace geminid::translate
