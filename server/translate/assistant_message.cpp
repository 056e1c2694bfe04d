#include "server/translate/assistant_message.hpp"

#include "server/translate/chat_parts.hpp"
#include "server/translate/data_url.hpp"
#include "server/translate/inline_image.hpp"
#include "server/translate/media_type.hpp"
#include "server/translate/server_tool_part.hpp"
#include "server/translate/thought_signature.hpp"

namespace geminid::translate {
namespace {

using Role = TurnWriter::Role;

void write_piece(const ChatContext& context, TurnWriter& turns, const InlineImagePiece& piece,
                 std::string_view signature) {
  InlineMedia media;
  auto& json = turns.part(Role::model);
  // What Gemini would refuse, such as SVG, stays the text that it was.
  if (!piece.data_url.empty() && read_data_url(piece.data_url, media) && gemini_takes(media.mime_type)) {
    ++context.size.media;
    json.key("inlineData").begin_object().key("mimeType").string(media.mime_type).key("data");
    json.plain_string(media.data).end_object();
    if (signature.empty() && context.model.demands_signatures())
      signature = signature_sentinel;
  } else {
    context.size.text_bytes += piece.text.size();
    json.key("text").string(piece.text);
  }
  if (!signature.empty())
    json.key("thoughtSignature").string(signature);
  json.end_object();
}

// The one to which the message's signature goes: Gemini insists on those of images.
std::size_t signed_piece(const std::vector<InlineImagePiece>& pieces) {
  for (auto i = pieces.size(); i-- > 0;)
    if (!pieces[i].data_url.empty())
      return i;
  return pieces.empty() ? 0 : pieces.size() - 1;
}

// Earlier sound is not kept, so all that remains of it is what the client has in words.
std::string_view read_transcript(const ObjectReader& message) {
  const auto audio = message.object("audio");
  if (!audio)
    return {};
  return ObjectReader{*audio, message.path_of("audio"), message.complaint()}.string("transcript").value_or("");
}

// Images beside the text, as OpenRouter has them.
void read_images(const ObjectReader& message, std::vector<InlineImagePiece>& pieces) {
  const auto list = message.array("images");
  if (!list)
    return;
  const auto path = message.path_of("images");
  std::size_t index = 0;
  for (const auto value : *list) {
    const Path place{&path, {}, index++};
    simdjson::dom::object object;
    if (value.get(object) != simdjson::SUCCESS)
      return raise_type(message.complaint(), place, "an object", value);
    const ObjectReader image{object, place, message.complaint()};
    const auto holder = image.required_object("image_url");
    if (!holder)
      return;
    const auto url = ObjectReader{*holder, image.path_of("image_url"), message.complaint()}.required_string("url");
    if (url && !url->empty())
      pieces.push_back({*url, is_data_url(*url) ? *url : std::string_view{}});
  }
}

void write_arguments(const ChatContext& context, DomWriter& json, std::string_view arguments) {
  context.size.text_bytes += arguments.size();
  if (arguments.find_first_not_of(" \t\r\n") == std::string_view::npos) {
    json.raw("{}");
    return;
  }
  const auto value = context.parse_nested(arguments);
  if (!value)
    json.begin_object().key("_raw").string(arguments).end_object();
  else if (value->is_object())
    json.raw(arguments);
  else
    json.begin_object().key("value").raw(arguments).end_object();
}

void write_free_text(const ChatContext& context, DomWriter& json, std::string_view text) {
  context.size.text_bytes += text.size();
  json.begin_object().key(free_text_argument).string(text).end_object();
}

struct Call {
  std::string_view id; // empty: legacy
  std::string_view name;
  std::string_view arguments;
  bool free_text = false; // a custom tool's: `arguments` is its text
  std::string_view signature;
};

// Of calls that the client knows by an id; the legacy form has none.
std::string_view recalled_signature(const ChatContext& context, const Call& call) {
  if (!context.signatures || call.id.empty())
    return {};
  return context.signatures(call.id, call.name, context.model.generation);
}

void write_call(const ChatContext& context, TurnWriter& turns, const Call& call, OpenCalls& calls) {
  auto& json = turns.part(Role::model);
  const bool first = turns.take_first_call();
  json.key("functionCall").begin_object();
  if (!call.id.empty())
    json.key("id").string(call.id);
  json.key("name").string(context.names.at_gemini(call.name)).key("args");
  if (call.free_text)
    write_free_text(context, json, call.arguments);
  else
    write_arguments(context, json, call.arguments);
  json.end_object();
  const auto signature = call.signature.empty() ? recalled_signature(context, call) : call.signature;
  if (!signature.empty())
    json.key("thoughtSignature").string(signature);
  else if (first && context.model.demands_signatures())
    json.key("thoughtSignature").string(signature_sentinel);
  json.end_object();
  calls.add(call.id, call.name);
}

// Name and arguments of `function` or `function_call`, or name and input of `custom`; false when they are not there.
bool read_function(const ObjectReader& holder, std::string_view member, Call& call) {
  const auto object = holder.required_object(member);
  if (!object)
    return false;
  const ObjectReader function{*object, holder.path_of(member), holder.complaint()};
  call.name = function.required_string("name").value_or("");
  call.free_text = member == "custom";
  call.arguments = function.string(call.free_text ? "input" : "arguments").value_or("");
  if (call.name.empty() && !holder.complaint().raised())
    function.refuse("name", "Expected the name of a function, but got an empty string.");
  return !holder.complaint().raised();
}

bool read_tool_call(const ObjectReader& reader, Call& call) {
  const auto type = reader.string("type").value_or("function");
  if (type != "function" && type != "custom")
    reader.refuse("type", "Tool calls of type '" + std::string{type} +
                              "' are not supported. Supported types are: 'function' and 'custom'.");
  call.id = reader.required_string("id").value_or("");
  if (call.id.empty() && !reader.complaint().raised())
    reader.refuse("id", "Expected the id of the call, but got an empty string.");
  if (const auto own = read_signature(reader); !own.empty())
    call.signature = own;
  return read_function(reader, type, call);
}

// `signature` is the message's own, and goes to the first call when no call has one.
void write_tool_calls(const ChatContext& context, TurnWriter& turns, const ObjectReader& message,
                      std::string_view signature, OpenCalls& calls) {
  const auto list = message.array("tool_calls");
  if (!list)
    return;
  const auto path = message.path_of("tool_calls");
  std::size_t index = 0;
  for (const auto value : *list) {
    const Path place{&path, {}, index};
    simdjson::dom::object object;
    if (value.get(object) != simdjson::SUCCESS)
      return raise_type(context.complaint, place, "an object", value);
    Call call;
    if (index++ == 0)
      call.signature = signature;
    if (!read_tool_call({object, place, context.complaint}, call))
      return;
    write_call(context, turns, call, calls);
  }
}

} // namespace

void write_assistant(const ChatContext& context, TurnWriter& turns, const ObjectReader& message, OpenCalls& calls) {
  write_server_tool_parts(context, turns, message);
  auto texts = read_texts(message, true);
  if (const auto transcript = read_transcript(message); texts.empty() && !transcript.empty())
    texts.push_back(transcript);
  if (const auto refusal = message.string("refusal"); texts.empty() && refusal && !refusal->empty())
    texts.push_back(*refusal);
  std::vector<InlineImagePiece> pieces;
  for (const auto text : texts)
    split_inline_images(text, pieces);
  read_images(message, pieces);

  const auto signature = read_signature(message);
  const auto holder = signed_piece(pieces);
  for (std::size_t i = 0; i < pieces.size(); ++i)
    write_piece(context, turns, pieces[i], i == holder ? signature : std::string_view{});
  write_tool_calls(context, turns, message, pieces.empty() ? signature : std::string_view{}, calls);
  if (!message.find("function_call"))
    return;
  Call call;
  call.signature = pieces.empty() ? signature : std::string_view{};
  if (read_function(message, "function_call", call))
    write_call(context, turns, call, calls);
}

} // namespace geminid::translate
