#include "tests/translate/chat_rules.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <map>
#include <stdexcept>
#include <vector>

namespace geminid::golden {
namespace {

using nlohmann::json;

void rule(bool holds, const std::string& what) {
  if (!holds)
    throw std::runtime_error{what};
}

void check_finish_reason(const json& reason) {
  constexpr std::array<std::string_view, 5> known{"stop", "length", "tool_calls", "function_call", "content_filter"};
  const auto is_known = std::find(known.begin(), known.end(), reason.get<std::string>()) != known.end();
  rule(is_known, "a known finish reason");
}

void check_usage(const json& usage) {
  const auto count = [](const json& holder, const char* name) { return holder.at(name).get<std::int64_t>(); };
  const auto prompt = count(usage, "prompt_tokens");
  const auto completion = count(usage, "completion_tokens");
  rule(prompt >= 0 && completion >= 0, "no negative counts");
  rule(count(usage, "total_tokens") == prompt + completion, "total = prompt + completion");
  for (const auto* part : {"cached_tokens", "audio_tokens"})
    rule(count(usage.at("prompt_tokens_details"), part) <= prompt, "parts of the prompt are no more than it");
  for (const auto* part : {"reasoning_tokens", "audio_tokens"})
    rule(count(usage.at("completion_tokens_details"), part) <= completion, "parts of the answer are no more than it");
}

void check_function(const json& function) {
  rule(function.at("name").is_string(), "a call names its function");
  rule(json::parse(function.at("arguments").get<std::string>()).is_object(), "arguments are an object in a string");
}

void check_call(const json& call) {
  rule(!call.at("id").get<std::string>().empty(), "a call has an id");
  if (call.at("type") == "custom")
    return rule(call.at("custom").at("name").is_string() && call.at("custom").at("input").is_string(),
                "a call of a custom tool names it and has a text");
  rule(call.at("type") == "function", "a call is one of a function or of a custom tool");
  check_function(call.at("function"));
}

void check_message(const json& message) {
  const bool says = message.contains("tool_calls") || message.contains("function_call") || message.contains("audio");
  rule(message.at("role") == "assistant", "the role of an answer");
  rule(message.at("content").is_string() || (message.at("content").is_null() && says), "content is a text, or null");
  rule(message.at("refusal").is_string() || message.at("refusal").is_null(), "a refusal is a text, or null");
  for (const auto& call : message.value("tool_calls", json::array()))
    check_call(call);
  if (message.contains("function_call"))
    check_function(message.at("function_call"));
}

void check_reply(const json& reply) {
  rule(reply.at("object") == "chat.completion", "the kind of object");
  rule(!reply.at("choices").empty(), "at least one choice");
  for (const auto& choice : reply.at("choices")) {
    check_message(choice.at("message"));
    check_finish_reason(choice.at("finish_reason"));
  }
  check_usage(reply.at("usage"));
}

std::vector<std::string> data_of(std::string_view stream) {
  constexpr std::string_view prefix = "data: ";
  std::vector<std::string> data;
  while (!stream.empty()) {
    const auto end = stream.find("\n\n");
    rule(stream.starts_with(prefix) && end != std::string_view::npos, "whole events of data");
    data.emplace_back(stream.substr(prefix.size(), end - prefix.size()));
    stream.remove_prefix(end + 2);
  }
  return data;
}

class StreamChecker {
public:
  explicit StreamChecker(bool include_usage) : include_usage_(include_usage) {}

  void chunk(const json& chunk) {
    auto head = chunk;
    head.erase("choices");
    head.erase("usage");
    rule(head.at("object") == "chat.completion.chunk", "the kind of object");
    rule(first_head_.is_null() || head == first_head_, "all chunks have one head");
    first_head_ = std::move(head);
    rule(chunk.contains("usage") == include_usage_, "usage where it was asked for");
    rule(!usage_seen_, "the usage chunk is the last one");
    usage_seen_ = chunk.at("choices").empty();
    if (usage_seen_)
      check_usage(chunk.at("usage"));
    for (const auto& choice : chunk.at("choices"))
      this->choice(choice);
  }
  void end() const {
    rule(usage_seen_ == include_usage_, "a usage chunk where it was asked for");
    rule(!finished_.empty(), "at least one choice");
    for (const auto& [index, finished] : finished_)
      rule(finished, "every choice ends");
  }

private:
  void choice(const json& choice) {
    const auto index = choice.at("index").get<std::int64_t>();
    const auto& delta = choice.at("delta");
    const auto& reason = choice.at("finish_reason");
    rule(delta.contains("role") != finished_.contains(index),
         "the first chunk of a choice, and no other, has the role");
    rule(!finished_[index], "nothing follows the finish reason");
    finished_[index] = !reason.is_null();
    for (const auto& call : delta.value("tool_calls", json::array())) {
      rule(call.at("index") == calls_[index]++, "calls are counted");
      check_call(call);
    }
    if (reason.is_null())
      return;
    check_finish_reason(reason);
    rule(calls_[index] == 0 || reason != "stop", "an answer with calls does not end with 'stop'");
  }

  bool include_usage_;
  bool usage_seen_ = false;
  json first_head_;
  std::map<std::int64_t, bool> finished_;
  std::map<std::int64_t, std::int64_t> calls_;
};

void check_stream(std::string_view stream, bool include_usage) {
  auto data = data_of(stream);
  rule(!data.empty(), "something");
  const auto last = std::move(data.back());
  data.pop_back();
  StreamChecker checker{include_usage};
  for (const auto& each : data)
    checker.chunk(json::parse(each));
  if (last == "[DONE]")
    checker.end();
  else
    rule(json::parse(last).contains("error"), "[DONE] or an error at the end");
}

template <class Check>
std::string broken_rule(Check check) {
  try {
    check();
  } catch (const std::exception& broken) { // of nlohmann's too: a member that is missing
    return broken.what();
  }
  return {};
}

} // namespace

std::string broken_rule_of_reply(std::string_view reply) {
  return broken_rule([&] { check_reply(json::parse(reply)); });
}

std::string broken_rule_of_stream(std::string_view stream, bool include_usage) {
  return broken_rule([&] { check_stream(stream, include_usage); });
}

} // namespace geminid::golden
