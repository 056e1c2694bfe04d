#include "server/translate/chat.hpp"
#include "server/translate/chat_context.hpp"
#include "server/translate/chat_messages.hpp"
#include "server/translate/chat_parameters.hpp"
#include "server/translate/chat_tools.hpp"
#include "server/translate/conversation.hpp"
#include "server/translate/model_name.hpp"
#include "server/translate/parse_json.hpp"

#include <algorithm>

namespace geminid::translate {
namespace {

constexpr std::size_t model_bytes_max = 256;

// It becomes part of a URL's path. Aliases that an admin gave may look like paths.
bool is_model_id(std::string_view id) {
  constexpr auto legal = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view{"._-:/@+"}.find(c) != std::string_view::npos;
  };
  return !id.empty() && id.size() <= model_bytes_max && id.front() != '/' && id.find("..") == std::string_view::npos &&
         std::all_of(id.begin(), id.end(), legal);
}

NamedModel read_model(const ObjectReader& root, const ModelAliases* aliases, ChatRequest& request) {
  const auto name = root.required_string("model");
  if (!name)
    return {};
  request.model = *name;
  auto model = read_model_name(*name, aliases);
  if (!is_model_id(model.id))
    root.refuse("model", "Invalid model ID.");
  return model;
}

const ThinkingDefault& thinking_default(const ChatDefaults& defaults, std::string_view model,
                                        const std::optional<ThinkingDefault>& of_user) {
  if (of_user)
    return *of_user;
  const auto of_model = defaults.thinking_of_model.find(model);
  return of_model == defaults.thinking_of_model.end() ? defaults.thinking : of_model->second;
}

void read_stream(const ObjectReader& root, ChatRequest& request) {
  request.stream = root.boolean("stream").value_or(false);
  const auto options = root.object("stream_options");
  if (!options)
    return;
  const ObjectReader reader{*options, root.path_of("stream_options"), root.complaint()};
  request.include_usage = reader.boolean("include_usage").value_or(false);
}

// Some models refuse JSON output, older ones together with function tools, and newer ones unless they may freely choose
// whether to call: there the format is asked for in words (2.4 and 3, rule 1).
bool asks_in_words(const ModelTraits& model, const ResponseFormat& format, const ChatTools& tools) {
  if (format.kind == ResponseFormat::Kind::text)
    return false;
  const bool with_functions = !tools.functions.empty();
  return !model.json_mode || (with_functions && (!model.combines_tools() || tools.must_validate()));
}

std::string format_in_words(const ResponseFormat& format, bool may_call) {
  std::string text = may_call ? "When you answer instead of calling a function, answer" : "Answer";
  text += " with one JSON object and nothing else: no explanation, no markdown.";
  if (format.schema) {
    text += " It must conform to this JSON Schema: ";
    append_json(text, *format.schema);
  }
  return text;
}

std::size_t bytes_in_base64(const FetchedMedia* fetched) {
  std::size_t bytes = 0;
  if (fetched != nullptr)
    for (const auto& [url, medium] : *fetched)
      bytes += (medium.bytes.size() + 2) / 3 * 4;
  return bytes;
}

void write_body(const ChatContext& context, const ObjectReader& root, const ChatParameters& parameters,
                const ChatTools& tools, const PromptInjection& injection) {
  const bool in_words = asks_in_words(context.model, parameters.format, tools);
  const bool may_call = !tools.functions.empty() && context.model.functions;
  const auto instructions = in_words ? format_in_words(parameters.format, may_call) : std::string{};
  // A model that must call a function writes no text, and Gemini refuses a format for it.
  const bool with_format = parameters.format.kind != ResponseFormat::Kind::text && !in_words && !tools.must_call();
  context.json.begin_object();
  write_messages(context, root, injection, instructions);
  write_tools(context, tools, with_format);
  write_generation_config(context.json, parameters, context.model, with_format);
  write_top_level(context.json, parameters);
  context.json.end_object();
}

} // namespace

Result<ChatRequest, ApiError> chat_request(const std::string& json, const ChatDefaults& defaults, JsonParser& parser,
                                           const ChatOptions& options) {
  const ParsedJson document{parser, json};
  const auto object = document.object();
  if (!object)
    return invalid_request("", document.root() ? "The body must be a JSON object."
                                               : "We could not parse the JSON body of your request.");
  Complaint complaint;
  const ObjectReader root{*object, {}, complaint};
  ChatRequest request;
  const auto named = read_model(root, defaults.aliases.get(), request);
  request.upstream_model = options.another_model.empty() ? named.id : options.another_model;
  read_stream(root, request);
  const auto& model = model_traits(request.upstream_model);
  const auto parameters = read_parameters(root, model, named.thinking,
                                          thinking_default(defaults, request.upstream_model, options.thinking_of_user));
  auto tools = read_tools(root);
  tools.google_search = tools.google_search || named.search;
  if (complaint.raised())
    return complaint.take();

  constexpr std::size_t growth = 512; // Gemini's names are a little longer
  request.body.reserve(json.size() + growth + bytes_in_base64(options.fetched));
  DomWriter writer{request.body};
  PromptSize size;
  simdjson::dom::document nested;
  const auto names = function_names(tools);
  write_body(
      {model, writer, complaint, size, parser, nested, names, options.signatures, options.fetched, request.wanted},
      root, parameters, tools, defaults.injection);
  if (complaint.raised())
    return complaint.take();

  request.style = {parameters.answer.audio_format, root.find("functions").has_value() && !root.find("tools"),
                   parameters.format.kind != ResponseFormat::Kind::text, client_tools(tools, names)};
  if (!model.many_candidates())
    request.parallel = parameters.candidates.value_or(1);
  request.prompt_tokens_estimate = size.tokens();
  request.affinity_key = affinity_key(root);
  const auto hashes = hash_conversation(*root.array("messages"));
  request.conversation_hash = hashes.before;
  request.next_conversation_hash = hashes.all;
  return request;
}

} // namespace geminid::translate
