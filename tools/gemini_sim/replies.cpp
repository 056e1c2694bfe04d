#include "tools/gemini_sim/replies.hpp"

#include "tools/gemini_sim/base64.hpp"
#include "tools/gemini_sim/continuation.hpp"
#include "tools/gemini_sim/json_instance.hpp"
#include "tools/gemini_sim/script.hpp"
#include "tools/gemini_sim/signature.hpp"
#include "tools/gemini_sim/tool_check.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace geminid::sim {
namespace {

using nlohmann::json;

constexpr std::int64_t dynamic_thinking_tokens = 16;

std::string dump(const json& value) {
  return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

/// The end of the conversation as far as an answer depends on it.
struct Turn {
  /// The last user message that is no function response.
  std::string text;
  std::string media;
  /// Function responses that followed it, the last turn's results, and whether the last turn is one.
  std::size_t rounds_done = 0;
  std::string results;
  bool answers_functions = false;
};

void add_text(const json& content, Turn& turn) {
  for (const auto& part : content["parts"]) {
    if (part.contains("text")) {
      turn.text += (turn.text.empty() ? "" : "\n") + part["text"].get<std::string>();
    } else if (part.contains("inlineData")) {
      const auto bytes = base64_size(part["inlineData"]["data"].get_ref<const std::string&>()).value_or(0);
      turn.media += " [" + part["inlineData"].value("mimeType", "") + ", " + std::to_string(bytes) + " bytes]";
    } else if (part.contains("fileData")) {
      turn.media += " [" + part["fileData"].value("fileUri", "") + "]";
    }
  }
}

std::string results_of(const json& content) {
  std::string results;
  for (const auto& part : content["parts"])
    if (part.contains("functionResponse")) {
      const auto& response = part["functionResponse"];
      results += (results.empty() ? "" : "; ") + response.value("name", "") + ": " + dump(response["response"]);
    }
  return results;
}

Turn last_turn(const json& contents) {
  Turn turn;
  for (auto i = contents.size(); i > 0; --i) {
    const auto& content = contents[i - 1];
    if (content.value("role", "user") == "model")
      continue;
    const auto results = results_of(content);
    if (results.empty()) {
      add_text(content, turn);
      return turn;
    }
    if (turn.rounds_done++ == 0)
      turn.results = results;
    turn.answers_functions = true;
  }
  return turn;
}

std::string system_text(const json& request) {
  std::string text;
  if (request.contains("systemInstruction"))
    for (const auto& part : request["systemInstruction"]["parts"])
      text += (text.empty() ? "" : "\n") + part.value("text", "");
  return text;
}

std::string shown(const std::string& what, const json& request) {
  if (what == "system")
    return system_text(request);
  return dump(what == "config" ? request.value("generationConfig", json::object()) : request);
}

std::string words(std::int64_t tokens) {
  std::string text;
  text.reserve(static_cast<std::size_t>(tokens) * 4);
  for (std::int64_t i = 0; i < tokens; ++i)
    text += i + 1 < tokens ? "tok " : "tok.";
  return text;
}

std::optional<std::string> json_text(const json& config) {
  const auto type = config.value("responseMimeType", "text/plain");
  if (type == "text/plain")
    return std::nullopt;
  const auto* name = config.contains("responseSchema") ? "responseSchema" : "responseJsonSchema";
  const auto schema = config.value(name, json::object());
  if (schema.empty())
    return R"({"echo":"text"})";
  const auto instance = smallest_instance(schema);
  return type == "text/x.enum" && instance.is_string() ? instance.get<std::string>() : dump(instance);
}

std::string answer_text(const json& request, const Script& script, const Turn& turn, std::size_t candidate) {
  if (script.text)
    return *script.text;
  if (script.show)
    return shown(*script.show, request);
  if (script.tokens)
    return words(*script.tokens);
  if (const auto text = json_text(request.value("generationConfig", json::object())))
    return *text;
  if (turn.answers_functions)
    return turn.results;
  const auto echo = candidate == 0 ? std::string{"echo: "} : "echo " + std::to_string(candidate + 1) + ": ";
  return echo + script.plain + turn.media;
}

std::vector<ScriptedCall> wanted_calls(const json& request, const Script& script, const Turn& turn) {
  const auto mode = function_mode(request);
  const auto functions = declared_functions(request);
  if (functions.empty() || mode == "NONE")
    return {};
  const auto allowed =
      request.value(json::json_pointer("/toolConfig/functionCallingConfig/allowedFunctionNames"), json::array());
  const auto declaration = [&](const std::string& name) -> const json* {
    const bool forbidden = !allowed.empty() && std::find(allowed.begin(), allowed.end(), name) == allowed.end();
    const auto found =
        std::find_if(functions.begin(), functions.end(), [&](const json* f) { return (*f)["name"] == name; });
    return forbidden || found == functions.end() ? nullptr : *found;
  };
  std::vector<ScriptedCall> calls;
  if (turn.rounds_done < script.rounds.size())
    for (const auto& call : script.rounds[turn.rounds_done])
      if (declaration(call.name) != nullptr)
        calls.push_back(call);
  if (!calls.empty() || mode != "ANY" || turn.answers_functions)
    return calls;
  const auto* forced = allowed.empty() ? functions.front() : declaration(allowed.front().get_ref<const std::string&>());
  const auto* parameters = forced->contains("parameters") ? "parameters" : "parametersJsonSchema";
  auto args = smallest_instance(forced->value(parameters, json{{"type", "object"}}));
  return {{(*forced)["name"].get<std::string>(), args.is_object() ? std::move(args) : json::object()}};
}

void cut_at_stop(const json& config, std::string& text) {
  for (const auto& stop : config.value("stopSequences", json::array()))
    if (const auto& word = stop.get_ref<const std::string&>(); !word.empty())
      text = text.substr(0, text.find(word));
}

void cut_to_tokens(std::int64_t tokens, CandidateReply& candidate) {
  if (candidate.tokens() <= tokens)
    return;
  candidate.finish = "MAX_TOKENS";
  candidate.calls.clear();
  candidate.signature.clear();
  auto bytes = std::min(candidate.text.size(), static_cast<std::size_t>(tokens) * 4);
  while (bytes > 0 && bytes < candidate.text.size() && (candidate.text[bytes] & 0xC0) == 0x80)
    --bytes;
  candidate.text.resize(bytes);
}

std::int64_t decode_tokens_max(const Model& model, bool streams) {
  if (!model.long_decode)
    return model.output_tokens_max;
  return streams ? 65'536 : 32'768;
}

/// Tokens that the text of an answer may have, and where it begins when an earlier request had the first part.
struct Room {
  std::int64_t output = 0;
  std::int64_t decode = 0;
  std::size_t begin = 0;
  std::string_view key; // that may have the rest
};

void cut_to_room(const Room& room, CandidateReply& candidate) {
  candidate.text.erase(0, room.begin);
  if (!candidate.calls.empty() || room.decode >= room.output || candidate.tokens() <= room.decode)
    return cut_to_tokens(room.output, candidate);
  cut_to_tokens(std::max<std::int64_t>(room.decode, 0), candidate);
  candidate.finish = "CONTINUATION";
  candidate.continuation_token = issue_continuation(room.key, room.begin + candidate.text.size());
}

/// All but the candidates and what they cost.
Reply begin_reply(const json& request, const Model& model, const Script& script, std::uint64_t number) {
  Reply reply;
  reply.prompt = count_input(request);
  reply.model_version = model.served_as.empty() ? model.id : model.served_as;
  reply.response_id = "sim-" + std::to_string(number);
  reply.service_tier = request.value("serviceTier", "standard");
  reply.cached_tokens = std::min(script.cached_tokens.value_or(0), reply.prompt.total());
  reply.chunks = script.chunks;
  reply.pace = script.pace;
  reply.call_and_stop_apart = model.call_and_stop_apart;
  reply.block_reason = script.blocked;
  return reply;
}

json call_part(const ScriptedCall& call, const Model& model, const std::string& id) {
  json function{{"name", call.name}, {"args", call.args}};
  if (model.modern())
    function["id"] = id;
  return {{"functionCall", std::move(function)}};
}

} // namespace

std::int64_t CandidateReply::tokens() const {
  auto sum = text_tokens(text.size());
  for (const auto& call : calls)
    sum += text_tokens(dump(call["functionCall"]).size());
  return sum;
}

std::int64_t thinking_tokens(const json& config, const Model& model) {
  if (model.thinking == ThinkingControl::none)
    return 0;
  const auto thinking = config.value("thinkingConfig", json::object());
  if (thinking.contains("thinkingBudget")) {
    const auto budget = thinking["thinkingBudget"].get<std::int64_t>();
    return budget < 0 ? dynamic_thinking_tokens : std::min<std::int64_t>(budget, 2 * dynamic_thinking_tokens);
  }
  const auto asked = level_named(thinking.value("thinkingLevel", ""));
  const auto level = asked ? asked : level_named(model.default_level);
  if (!level || *level == Level::minimal)
    return 0;
  return 4 * static_cast<std::int64_t>(*level);
}

Reply compose_reply(const json& request, const Model& model, const ReplyOptions& options) {
  const auto turn = last_turn(request["contents"]);
  const auto script = parse_script(turn.text);
  const auto config = request.value("generationConfig", json::object());
  auto reply = begin_reply(request, model, script, options.number);
  if (reply.block_reason)
    return reply;

  const auto output_max =
      std::min<std::int64_t>(config.value("maxOutputTokens", model.output_tokens_max), model.output_tokens_max);
  const auto begin = read_continuation(request.value("continuationToken", ""));
  reply.continues = begin.has_value();
  const bool thinks = model.thinking != ThinkingControl::none && !reply.continues;
  reply.thinking_tokens =
      std::min(output_max, thinks ? script.thinking_tokens.value_or(thinking_tokens(config, model)) : 0);
  const auto decode_max = script.decode_tokens.value_or(decode_tokens_max(model, options.streams));
  const Room room{output_max - reply.thinking_tokens, decode_max - reply.thinking_tokens, begin.value_or(0),
                  options.key};
  const bool is_signed = model.modern() || reply.thinking_tokens > 0;
  const auto calls = wanted_calls(request, script, turn);
  for (std::size_t i = 0; i < config.value("candidateCount", std::size_t{1}); ++i) {
    CandidateReply candidate;
    const auto signature =
        is_signed ? issue_signature(model.signature_family(), options.number * 16 + i, options.signature_bytes) : "";
    if (reply.thinking_tokens > 0 && config.value(json::json_pointer("/thinkingConfig/includeThoughts"), false))
      candidate.thought = "Thinking about the request.";
    for (const auto& call : calls)
      candidate.calls.push_back(call_part(
          call, model, reply.response_id + "-" + std::to_string(i) + "-" + std::to_string(candidate.calls.size())));
    if (!candidate.calls.empty() && is_signed)
      candidate.calls.front()["thoughtSignature"] = signature;
    if (candidate.calls.empty()) {
      candidate.text = answer_text(request, script, turn, i);
      candidate.signature = reply.thinking_tokens > 0 && model.modern() ? signature : "";
      cut_at_stop(config, candidate.text);
    }
    candidate.finish = script.finish.value_or("STOP");
    cut_to_room(room, candidate);
    reply.candidates.push_back(std::move(candidate));
  }
  return reply;
}

} // namespace geminid::sim
