// What geminid sends must be what Google takes: every request on file goes through the checks of the simulator.
#include "tests/translate/golden.hpp"
#include "tools/gemini_sim/request_check.hpp"

#include <map>

namespace geminid::accepted_requests_test {
namespace {

using nlohmann::json;

constexpr auto folder = "chat_request";

// Case and why the simulator may refuse it.
const std::map<std::string, std::string> excused{
    {"file_id_of_the_files_api", "the simulator stores no files"},
    {"image_of_the_files_api", "the simulator stores no files"},
    {"logprobs_with_alternatives", "newer models refuse logprobs, and the client asked for them"},
    {"thinking_effort_medium_is_lowered_where_unknown", "the simulator lacks the model"},
    {"thinking_effort_on_an_unknown_gemini", "no such model yet"},
};

std::string model_of(const std::string& name) {
  const auto model = json::parse(golden::read(folder, name + ".openai.json")).at("model").get<std::string>();
  constexpr std::string_view prefix = "models/";
  return model.starts_with(prefix) ? model.substr(prefix.size()) : model;
}

// The signatures on file are made up. What matters is where they stand.
json with_sentinels(json body) {
  for (auto& content : body.at("contents"))
    for (auto& part : content.at("parts"))
      if (part.contains("thoughtSignature"))
        part["thoughtSignature"] = "skip_thought_signature_validator";
  return body;
}

std::string verdict(const std::string& name) {
  const auto* model = sim::find_model(model_of(name));
  if (model == nullptr)
    return "unknown model";
  const auto body = with_sentinels(json::parse(golden::read(folder, name + ".gemini.json")));
  const auto checked = sim::check_generate_request(body.dump(), *model);
  return checked ? "accepted" : checked.error().message;
}

class AcceptedRequest : public testing::TestWithParam<std::string> {};

TEST_P(AcceptedRequest, IsWhatGoogleTakes) {
  const auto excuse = excused.find(GetParam());
  if (excuse == excused.end())
    EXPECT_EQ(verdict(GetParam()), "accepted");
  else
    EXPECT_NE(verdict(GetParam()), "accepted") << "needs no excuse (" << excuse->second << ")";
}

INSTANTIATE_TEST_SUITE_P(Files, AcceptedRequest, testing::ValuesIn(golden::cases(folder, ".gemini.json")),
                         golden::CaseName{});

} // namespace
} // namespace geminid::accepted_requests_test
