// Function calls and their responses as a conversation: order, number, names, signatures.
#include "tests/gemini_sim/sim_cases.hpp"
#include "tools/gemini_sim/content_check.hpp"
#include "tools/gemini_sim/signature.hpp"

namespace geminid::sim::turn_check_test {
namespace {

constexpr auto old_model = "gemini-2.5-flash";
constexpr auto new_model = "gemini-3-flash-preview";

constexpr auto order_of_calls = "Please ensure that function call turn comes immediately after a user turn or after a "
                                "function response turn.";
constexpr auto order_of_responses = "Please ensure that function response turn comes immediately after a function call "
                                    "turn.";
constexpr auto number_of_responses = "Please ensure that the number of function response parts is equal to the number "
                                     "of function call parts of the function call turn.";
constexpr auto missing = "Function call is missing a thought_signature in functionCall parts.";
constexpr auto corrupted = "Corrupted thought signature.";

json text(const char* role) {
  return {{"role", role}, {"parts", json::array({{{"text", "a"}}})}};
}

/// Calls of functions by name; the signature, unless empty, goes to the first.
json calls(std::initializer_list<const char*> names, const std::string& signature = "") {
  auto parts = json::array();
  for (const auto* name : names)
    parts.push_back({{"functionCall", {{"name", name}, {"args", json::object()}}}});
  if (!signature.empty())
    parts[0]["thoughtSignature"] = signature;
  return {{"role", "model"}, {"parts", std::move(parts)}};
}

json responses(std::initializer_list<const char*> names) {
  auto parts = json::array();
  for (const auto* name : names)
    parts.push_back({{"functionResponse", {{"name", name}, {"response", {{"output", 1}}}}}});
  return {{"role", "user"}, {"parts", std::move(parts)}};
}

std::string verdict_on(const char* model_id, std::initializer_list<json> contents) {
  auto request = json::object();
  for (const auto& content : contents)
    request["contents"].push_back(content);
  return verdict(model_id, request);
}

TEST(Turns, AreAcceptedWhenEachCallIsAnsweredAtOnce) {
  EXPECT_EQ(verdict_on(old_model, {text("user"), calls({"f", "g"}), responses({"f", "g"})}), "accepted");
  EXPECT_EQ(verdict_on(old_model, {text("user"), calls({"f"}), responses({"f"}), calls({"g"}), responses({"g"}),
                                   text("model"), text("user")}),
            "accepted");
}

TEST(Turns, AreAcceptedWithTheOldFunctionRole) {
  auto old = responses({"f"});
  old["role"] = "function";
  EXPECT_EQ(verdict_on(old_model, {text("user"), calls({"f"}), old}), "accepted");
}

TEST(Turns, AreRefusedWhenACallComesFirstOrAfterAModelTurn) {
  EXPECT_EQ(verdict_on(old_model, {calls({"f"}), responses({"f"})}), order_of_calls);
  EXPECT_EQ(verdict_on(old_model, {text("user"), text("model"), calls({"f"}), responses({"f"})}), order_of_calls);
}

TEST(Turns, AreRefusedWhenTheUserCalls) {
  auto call = calls({"f"});
  call["role"] = "user";
  EXPECT_EQ(verdict_on(old_model, {text("user"), call, responses({"f"})}), order_of_calls);
}

TEST(Turns, AreRefusedWhenAResponseFollowsNoCall) {
  EXPECT_EQ(verdict_on(old_model, {responses({"f"})}), order_of_responses);
  EXPECT_EQ(verdict_on(old_model, {text("user"), text("model"), responses({"f"})}), order_of_responses);
  EXPECT_EQ(verdict_on(old_model, {text("user"), calls({"f"}), responses({"f"}), responses({"f"})}),
            order_of_responses);
}

TEST(Turns, AreRefusedWhenAnswersAreMissingOrTooMany) {
  EXPECT_EQ(verdict_on(old_model, {text("user"), calls({"f", "g"}), responses({"f"})}), number_of_responses);
  EXPECT_EQ(verdict_on(old_model, {text("user"), calls({"f"}), responses({"f", "f"})}), number_of_responses);
  EXPECT_EQ(verdict_on(old_model, {text("user"), calls({"f"}), text("user")}), number_of_responses);
  EXPECT_EQ(verdict_on(old_model, {text("user"), calls({"f"})}), number_of_responses);
}

TEST(Turns, AreRefusedWhenAResponseNamesAnotherCall) {
  EXPECT_THAT(verdict_on(old_model, {text("user"), calls({"f"}), responses({"g"})}), HasSubstr("by name and id"));
  auto call = calls({"f"});
  call["parts"][0]["functionCall"]["id"] = "1";
  auto response = responses({"f"});
  response["parts"][0]["functionResponse"]["id"] = "2";
  EXPECT_THAT(verdict_on(old_model, {text("user"), call, response}), HasSubstr("by name and id"));
  response["parts"][0]["functionResponse"]["id"] = "1";
  EXPECT_EQ(verdict_on(old_model, {text("user"), call, response}), "accepted");
}

TEST(Signatures, AreDemandedOnTheFirstCallOfEachModelTurnOfTheCurrentToolLoop) {
  const auto own = issue_signature("gemini-3", 1);
  EXPECT_EQ(verdict_on(new_model, {text("user"), calls({"f", "g"}, own), responses({"f", "g"})}), "accepted");
  EXPECT_THAT(verdict_on(new_model, {text("user"), calls({"f"}), responses({"f"})}), HasSubstr(missing));
  EXPECT_THAT(
      verdict_on(new_model, {text("user"), calls({"f"}, own), responses({"f"}), calls({"g"}), responses({"g"})}),
      HasSubstr("`default_api:g` , position 1."));
}

TEST(Signatures, ArePlacedOnTheFirstCallOfABatch) {
  auto batch = calls({"f", "g"});
  batch["parts"][1]["thoughtSignature"] = issue_signature("gemini-3", 1);
  EXPECT_THAT(verdict_on(new_model, {text("user"), batch, responses({"f", "g"})}), HasSubstr(missing));
}

TEST(Signatures, AreNotDemandedOfEarlierToolLoops) {
  EXPECT_EQ(verdict_on(new_model, {text("user"), calls({"f"}), responses({"f"}), text("model"), text("user")}),
            "accepted");
}

TEST(Signatures, MayBeTheSentinelInEitherSpelling) {
  for (const auto* sentinel : {"skip_thought_signature_validator", "c2tpcF90aG91Z2h0X3NpZ25hdHVyZV92YWxpZGF0b3I="})
    EXPECT_EQ(verdict_on(new_model, {text("user"), calls({"f"}, sentinel), responses({"f"})}), "accepted") << sentinel;
}

TEST(Signatures, AreRefusedWhenWrongOrOfAnotherFamily) {
  for (const auto& wrong : {std::string{"QUJD"}, issue_signature("gemini-4", 1), issue_signature("gemini-2", 1)})
    EXPECT_EQ(verdict_on(new_model, {text("user"), calls({"f"}, wrong), responses({"f"})}), corrupted) << wrong;
}

TEST(Signatures, AreRefusedOnAnyPartOfAnyTurn) {
  auto turn = text("model");
  turn["parts"][0]["thoughtSignature"] = "QUJD";
  EXPECT_EQ(verdict_on(new_model, {text("user"), turn, text("user")}), corrupted);
}

TEST(Signatures, AreOptionalBeforeGemini3) {
  EXPECT_EQ(verdict_on(old_model, {text("user"), calls({"f"}), responses({"f"})}), "accepted");
  EXPECT_EQ(verdict_on(old_model, {text("user"), calls({"f"}, issue_signature("gemini-2", 1)), responses({"f"})}),
            "accepted");
  EXPECT_EQ(verdict_on(old_model, {text("user"), calls({"f"}, "QUJD"), responses({"f"})}), corrupted);
}

TEST(OwnSignature, IsAnyButTheSentinel) {
  EXPECT_FALSE(has_own_signature(json::array({text("user"), calls({"f"})})));
  EXPECT_FALSE(has_own_signature(json::array({calls({"f"}, "skip_thought_signature_validator")})));
  EXPECT_TRUE(has_own_signature(json::array({text("user"), calls({"f"}, issue_signature("gemini-3", 1))})));
}

} // namespace
} // namespace geminid::sim::turn_check_test
