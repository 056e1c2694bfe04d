// OpenAI chat completions to Gemini and back. Pure: text in, text out; no sockets, no actors, no clock.
// The mapping is gemini-wire.md, sections 2 to 5 and 9.
#pragma once

#include "server/translate/openai_error.hpp"
#include "server/translate/usage.hpp"
#include "shared/result.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <simdjson.h>
#include <string>
#include <string_view>
#include <vector>

namespace geminid::translate {

/// The parser is a reusable buffer: one per io thread, used within one call.
using JsonParser = simdjson::dom::parser;

/// In which form a client wants sound.
enum class AudioFormat : std::uint8_t { none, wav, pcm16 };

/// A tool of the client's that is something else to Gemini, which knows functions with arguments and legal names alone.
struct ClientTool {
  std::string name;
  bool free_text = false; // a custom tool: takes a text, where the function takes that text as its argument "input"

  bool operator==(const ClientTool&) const = default;
};

/// By the name of its function at Gemini.
using ClientTools = std::map<std::string, ClientTool, std::less<>>;

/// What of a request its reply must know.
struct ReplyStyle {
  AudioFormat audio = AudioFormat::none;         // none: no sound was asked for
  bool legacy_functions = false;                 // the request has `functions` instead of `tools`
  bool json = false;                             // JSON was asked for, and no markdown around it
  std::shared_ptr<const ClientTools> tools = {}; // null: none differs
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
  /// How many requests make the choices that were asked for: 1, or one for each where the model answers no more at
  /// once.
  std::int64_t parallel = 1;
  std::int64_t prompt_tokens_estimate = 0; // of one of them
  std::string affinity_key;                // prompt_cache_key, else metadata.user_id, else empty
  std::uint64_t conversation_hash = 0;     // of the messages up to the last assistant turn; 0: there is none
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

/// The thought signature that came with an earlier call, which a client has sent back without it. Empty when it is not
/// known, or not valid for models of this generation (ModelTraits). Each answer is used before the next question.
using SignatureLookup =
    std::function<std::string_view(std::string_view call_id, std::string_view function, std::uint8_t generation)>;

/// To whom and on whose behalf a request is said, beside its own text.
struct ChatOptions {
  /// The upstream model to say it to, instead of the one that the client named.
  std::string_view another_model = {};
  /// Before the defaults'.
  std::optional<ThinkingDefault> thinking_of_user = {};
  /// Asked while a request is translated only; none: the sentinel stands for those that the client has dropped.
  SignatureLookup signatures = {};
  /// What is known of the URLs that models can't follow themselves; null: such URLs are refused.
  const FetchedMedia* fetched = nullptr;
};

/// `json` is read in place where its capacity leaves simdjson::SIMDJSON_PADDING bytes behind its end, as that of a
/// received body does; else it is copied.
[[nodiscard]] Result<ChatRequest, ApiError> chat_request(const std::string& json, const ChatDefaults& defaults,
                                                         JsonParser& parser, const ChatOptions& options = {});

/// A function call of a reply with its thought signature; of calls in parallel usually the first alone has one.
struct SignedCall {
  std::string_view id; // by which the client will know it
  std::string_view function;
  std::string_view signature;
  std::size_t source = 0; // of its answer's (ChatAnswer, ChatStream)
};

/// What every reply or chunk of one request carries. `id` is random: ids of tool calls to which Gemini gave none are
/// derived from it.
struct ReplyIdentity {
  std::string id;    // "chatcmpl-…"
  std::string model; // as the client wrote it
  std::int64_t created_s = 0;
  std::int64_t prompt_tokens_estimate = 0; // stands in when Gemini sends no usage
  ReplyStyle style = {};
  /// Told of each signed call while the reply is translated, except in the legacy form, where calls have no ids.
  std::function<void(const SignedCall&)> signed_call = {};
};

/// How an upstream answer ended that came to its proper end.
struct AnswerEnd {
  enum class Kind : std::uint8_t {
    whole,
    futile,    // the model slipped or said nothing, and the client has nothing of it: worth asking once more
    continued, // a request with `token` has the rest (gemini-wire.md, section 0 row 4)
  };
  Kind kind = Kind::whole;
  std::string token;
  std::string slip; // Gemini's words when the model slipped, for the log
};

// One chat completion is made of one upstream answer, or of several: of `sources` that answer side by side, each for
// one choice (ChatRequest::parallel), and of what each source sends one after another: a second answer in place of a
// futile one, and continuations.

/// A chat completion that is sent whole.
class ChatAnswer {
public:
  explicit ChatAnswer(ReplyIdentity identity, std::size_t sources = 1);
  ~ChatAnswer();
  ChatAnswer(const ChatAnswer&) = delete;
  ChatAnswer& operator=(const ChatAnswer&) = delete;

  /// The source's next answer: goes on with a `continued` one, takes the place of any other. The error is for a body
  /// that is no GenerateContentResponse at all (502 upstream_error); it changes nothing.
  [[nodiscard]] Result<AnswerEnd, ApiError> take(std::string_view gemini_json, JsonParser& parser,
                                                 std::size_t source = 0);
  /// OpenAI's chat.completion, of what was taken.
  [[nodiscard]] std::string body() const;

  /// Of the source's last answer alone.
  [[nodiscard]] const Usage& usage(std::size_t source = 0) const;
  /// Of all answers, those replaced included.
  [[nodiscard]] Usage spent() const;

private:
  struct State;
  std::unique_ptr<State> state_;
};

/// A streamed one: choices, tool-call indexes, finish reasons, cumulative usage. Writes complete `data: …\n\n` events.
class ChatStream {
public:
  ChatStream(ReplyIdentity identity, bool include_usage, std::size_t sources = 1);
  ~ChatStream();
  ChatStream(ChatStream&&) noexcept;
  ChatStream& operator=(ChatStream&&) noexcept;

  /// One upstream event. The error is the upstream's own `{"error":…}` (any of the three forms of section 5.1) or an
  /// event that is no JSON; nothing was appended then.
  [[nodiscard]] Result<Done, ApiError> event(std::string_view gemini_json, JsonParser& parser, std::string& out,
                                             std::size_t source = 0);
  /// The source's upstream body ended properly. Without any finish reason so far that is a broken stream: so says the
  /// error.
  [[nodiscard]] Result<AnswerEnd, ApiError> end_answer(std::size_t source = 0);
  /// Another answer of the source follows: it goes on with a `continued` one, and takes the place of one of which
  /// nothing was appended.
  void begin_answer(std::size_t source = 0);
  /// The source has ended. Appends its finish chunks, and with the last source's the usage chunk when asked for, and
  /// `[DONE]`.
  void finish(std::string& out, std::size_t source = 0);

  /// Of the source's present answer alone.
  [[nodiscard]] const Usage& usage(std::size_t source = 0) const;
  /// Of all answers, those replaced included.
  [[nodiscard]] Usage spent() const;

private:
  struct State;
  std::unique_ptr<State> state_;
};

/// `data: {"error":…}\n\n`: the last thing that a stream which broke after its first byte sends; no `[DONE]` follows.
void append_stream_error(std::string& out, const ApiError& error);

} // namespace geminid::translate
