// Chats, whole and streamed, and what their clients have in the end.
#pragma once

#include "tests/gateway/told.hpp"

namespace geminid::test {

/// One choice as the client has it in the end.
struct Choice {
  std::string text;
  std::string refusal;
  std::string finish;
  std::size_t begun = 0; // chunks that name the role
};

class ChatAnswers : public testing::TestWithParam<bool> {
protected:
  Answer ask(json body) {
    if (!GetParam())
      return world.chat(std::move(body));
    body["stream_options"] = {{"include_usage", true}};
    return world.stream(std::move(body));
  }
  PendingAnswerPtr begin(json body) {
    return GetParam() ? world.begin_stream(std::move(body)) : world.begin_chat(std::move(body));
  }

  static std::map<int, Choice> choices(const Answer& answer) {
    std::map<int, Choice> found;
    const auto add = [&](const json& choice, const char* member) {
      auto& to = found[choice.at("index").get<int>()];
      const auto& said = choice.at(member);
      to.text += text_in(said, "content");
      to.refusal += text_in(said, "refusal");
      to.finish += text_in(choice, "finish_reason");
      to.begun += said.contains("role") ? 1 : 0;
    };
    if (answer.document.is_object())
      for (const auto& choice : answer.document.value("choices", json::array()))
        add(choice, "message");
    for (const auto& event : answer.events)
      if (const auto chunk = json::parse(event, nullptr, false); chunk.is_object())
        for (const auto& choice : chunk.value("choices", json::array()))
          add(choice, "delta");
    return found;
  }
  static json usage(const Answer& answer) {
    if (answer.document.is_object())
      return answer.document.at("usage");
    json last;
    for (const auto& event : answer.events)
      if (const auto chunk = json::parse(event, nullptr, false);
          chunk.is_object() && !chunk.value("usage", json()).is_null())
        last = chunk.at("usage");
    return last;
  }

  /// The only choice, with its text and its one proper end.
  void expect_choice(const Answer& answer, std::string_view text, std::string_view finish) {
    ASSERT_EQ(answer.status, 200) << answer.body;
    const auto all = choices(answer);
    ASSERT_EQ(all.size(), 1U) << answer.body;
    EXPECT_EQ(all.at(0).text, text);
    EXPECT_EQ(all.at(0).finish, finish) << answer.body;
    EXPECT_EQ(all.at(0).begun, 1U) << answer.body;
    EXPECT_EQ(answer.done(), GetParam());
  }
  void spoil(sim::Fault fault) { ASSERT_TRUE(world.google().faults().add(std::move(fault))); }
  void spoil_next(sim::FaultKind kind, std::optional<std::uint64_t> count = 1) {
    sim::Fault fault;
    fault.kind = kind;
    fault.count = count;
    spoil(std::move(fault));
  }
  void limit_model(const json& limits) {
    ASSERT_EQ(world.admin("PUT", "/models/" + std::string{default_model}, limits).status, 200);
  }
  std::int64_t total(const std::string& id, const char* what) { return world.key(id).at("totals").at(what); }

  GatewayWorld world;
};

} // namespace geminid::test
