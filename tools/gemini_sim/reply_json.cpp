#include "tools/gemini_sim/reply_json.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace geminid::sim {
namespace {

using nlohmann::json;

json usage(const Reply& reply, std::int64_t candidate_tokens) {
  const auto prompt = reply.prompt.total();
  json out{{"promptTokenCount", prompt},
           {"totalTokenCount", prompt + candidate_tokens + reply.thinking_tokens},
           {"promptTokensDetails", token_details(reply.prompt)},
           {"serviceTier", reply.service_tier}};
  if (candidate_tokens > 0)
    out["candidatesTokenCount"] = candidate_tokens;
  if (reply.thinking_tokens > 0)
    out["thoughtsTokenCount"] = reply.thinking_tokens;
  if (reply.continues)
    out["initialPromptTokenCount"] = prompt;
  if (reply.cached_tokens > 0) {
    out["cachedContentTokenCount"] = reply.cached_tokens;
    out["cacheTokensDetails"] = json::array({{{"modality", "TEXT"}, {"tokenCount", reply.cached_tokens}}});
  }
  return out;
}

json envelope(const Reply& reply, std::int64_t candidate_tokens) {
  return {{"usageMetadata", usage(reply, candidate_tokens)},
          {"modelVersion", reply.model_version},
          {"responseId", reply.response_id}};
}

json blocked(const Reply& reply) {
  auto out = envelope(reply, 0);
  out["promptFeedback"] = {{"blockReason", *reply.block_reason}};
  return out;
}

json text_part(std::string_view text) {
  return {{"text", text}};
}

json thought_part(std::string_view text) {
  return {{"text", text}, {"thought", true}};
}

json signature_part(const std::string& signature) {
  return {{"text", ""}, {"thoughtSignature", signature}};
}

void set_finish(json& candidate, const CandidateReply& reply) {
  if (!reply.finish.empty())
    candidate["finishReason"] = reply.finish;
  if (!reply.finish_message.empty())
    candidate["finishMessage"] = reply.finish_message;
  if (!reply.continuation_token.empty())
    candidate["continuationToken"] = reply.continuation_token;
}

json candidate_of(json parts, std::size_t index) {
  json content{{"role", "model"}};
  if (!parts.empty())
    content["parts"] = std::move(parts);
  return {{"content", std::move(content)}, {"index", index}};
}

// Cuts into at most `pieces` of about the same size, never inside a UTF-8 sequence.
std::vector<std::string_view> split(std::string_view text, std::size_t pieces) {
  std::vector<std::string_view> out;
  while (!text.empty()) {
    const auto left = out.size() + 1 >= pieces ? 1 : pieces - out.size();
    auto bytes = std::max<std::size_t>(1, text.size() / left);
    while (bytes < text.size() && (text[bytes] & 0xC0) == 0x80)
      ++bytes;
    out.push_back(text.substr(0, bytes));
    text.remove_prefix(bytes);
  }
  return out;
}

struct Event {
  json candidate;
  std::int64_t tokens = 0;
};

std::vector<Event> candidate_events(const CandidateReply& reply, std::size_t index, const StreamShape& shape,
                                    bool apart) {
  std::vector<Event> events;
  if (!reply.thought.empty())
    events.push_back({candidate_of(json::array({thought_part(reply.thought)}), index)});
  std::size_t sent = 0;
  for (const auto piece : split(reply.text, shape.chunks)) {
    const auto before = text_tokens(sent);
    sent += piece.size();
    events.push_back({candidate_of(json::array({text_part(piece)}), index), text_tokens(sent) - before});
  }
  if (!reply.calls.empty())
    events.push_back({candidate_of(reply.calls, index), reply.tokens() - text_tokens(reply.text.size())});
  const bool only_thoughts = reply.text.empty() && reply.calls.empty();
  if (only_thoughts)
    events.push_back({candidate_of(json::array(), index)});
  else if (apart && !reply.calls.empty())
    events.push_back({candidate_of(json::array({text_part("")}), index)});
  if (!reply.signature.empty())
    events.back().candidate["content"]["parts"].push_back(signature_part(reply.signature));
  for (auto& event : events)
    if (shape.stop_everywhere && !shape.without_finish)
      event.candidate["finishReason"] = "STOP";
  if (!shape.without_finish)
    set_finish(events.back().candidate, reply);
  return events;
}

// Takes an event of each candidate in turn, as a model that writes them side by side would.
std::vector<Event> interleave(std::vector<std::vector<Event>> streams) {
  std::vector<Event> out;
  std::size_t longest = 0;
  for (const auto& stream : streams)
    longest = std::max(longest, stream.size());
  for (std::size_t i = 0; i < longest; ++i)
    for (auto& stream : streams)
      if (i < stream.size())
        out.push_back(std::move(stream[i]));
  return out;
}

} // namespace

json render_whole(const Reply& reply) {
  if (reply.block_reason)
    return blocked(reply);
  auto candidates = json::array();
  std::int64_t tokens = 0;
  for (std::size_t i = 0; i < reply.candidates.size(); ++i) {
    const auto& from = reply.candidates[i];
    auto parts = json::array();
    if (!from.thought.empty())
      parts.push_back(thought_part(from.thought));
    if (!from.text.empty() || !from.signature.empty())
      parts.push_back(text_part(from.text));
    if (!from.signature.empty())
      parts.back()["thoughtSignature"] = from.signature;
    for (const auto& call : from.calls)
      parts.push_back(call);
    auto candidate = candidate_of(std::move(parts), i);
    set_finish(candidate, from);
    candidates.push_back(std::move(candidate));
    tokens += from.tokens();
  }
  auto out = envelope(reply, tokens);
  out["candidates"] = std::move(candidates);
  return out;
}

std::vector<json> render_events(const Reply& reply, const StreamShape& shape) {
  if (reply.block_reason)
    return {blocked(reply)};
  const bool apart = shape.call_and_stop_apart || reply.call_and_stop_apart;
  std::vector<std::vector<Event>> streams;
  for (std::size_t i = 0; i < reply.candidates.size(); ++i)
    streams.push_back(candidate_events(reply.candidates[i], i, shape, apart));
  std::vector<json> out;
  const auto append = [&](json candidate, std::int64_t tokens) {
    auto event = envelope(reply, tokens);
    event["candidates"] = json::array({std::move(candidate)});
    out.push_back(std::move(event));
  };
  if (shape.stop_first) {
    auto empty = candidate_of(json::array(), 0);
    empty["finishReason"] = "STOP";
    append(std::move(empty), 0);
  }
  std::int64_t tokens = 0;
  for (auto& event : interleave(std::move(streams))) {
    tokens += event.tokens;
    append(std::move(event.candidate), tokens);
  }
  return out;
}

} // namespace geminid::sim
