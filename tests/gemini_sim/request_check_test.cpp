// What is refused at the top of a request, and requests of countTokens.
#include "tests/gemini_sim/sim_cases.hpp"
#include "tools/gemini_sim/continuation.hpp"
#include "tools/gemini_sim/replies.hpp"

namespace geminid::sim::request_check_test {
namespace {

constexpr auto flash = "gemini-2.5-flash";

class RequestRefused : public testing::TestWithParam<RefusalCase> {};

TEST_P(RequestRefused, WithGooglesText) {
  EXPECT_THAT(verdict(GetParam().model, request_with(GetParam().members)), HasSubstr(GetParam().message));
}

INSTANTIATE_TEST_SUITE_P(
    Wire, RequestRefused,
    testing::Values(RefusalCase{"service_tier", flash, R"({"serviceTier":"fast"})", "Invalid value at 'service_tier'"},
                    RefusalCase{
                        "cache_with_system_instruction", flash,
                        R"({"cachedContent":"cachedContents/a","systemInstruction":{"parts":[{"text":"a"}]}})",
                        "CachedContent can not be used with GenerateContent request setting system_instruction"},
                    RefusalCase{"foreign_cache", flash, R"({"cachedContent":"cachedContents/a"})",
                                "CachedContent not found (or permission denied)"},
                    RefusalCase{"cache_of_argon", "gemini-4-argon", R"({"cachedContent":"cachedContents/a"})",
                                "Explicit caching is not supported for models/gemini-4-argon"},
                    RefusalCase{"continuation_of_nothing", flash, R"({"continuationToken":"QUJD"})",
                                "Invalid continuation token."}),
    name_of_case);

TEST(RequestCheck, TakesTheFieldsThatItDoesNotServe) {
  EXPECT_EQ(verdict(flash, request_with(R"({"serviceTier":"flex","store":false,"cachedContent":""})")), "accepted");
  auto request = request_with();
  request["continuationToken"] = issue_continuation("key", 1);
  EXPECT_EQ(verdict(flash, request), "accepted");
}

TEST(RequestCheck, RefusesMoreTokensThanTheModelReads) {
  const auto& gemma = model("gemma-3-27b-it");
  auto request = request_with();
  auto& text = request["contents"][0]["parts"][0]["text"];
  text = std::string(static_cast<std::size_t>(gemma.input_tokens_max) * 4, 'x');
  EXPECT_EQ(verdict(gemma.id, request), "accepted");
  text = text.get<std::string>() + "x";
  EXPECT_EQ(verdict(gemma.id, request),
            "The input token count (131073) exceeds the maximum number of tokens allowed (131072).");
}

std::string counted(const char* body) {
  const auto checked = check_count_request(body, model(flash));
  return checked ? checked->dump() : checked.error().message;
}

TEST(CountRequest, IsContentsOrAWholeRequest) {
  EXPECT_EQ(counted(R"({"contents":[{"parts":[{"text":"a"}]}]})"), R"({"contents":[{"parts":[{"text":"a"}]}]})");
  EXPECT_EQ(
      counted(R"({"generate_content_request":{"model":"models/m","contents":[{"parts":[{"text":"a"}]}],
                       "systemInstruction":{"parts":[{"text":"b"}]}}})"),
      R"({"contents":[{"parts":[{"text":"a"}]}],"model":"models/m","systemInstruction":{"parts":[{"text":"b"}]}})");
}

TEST(CountRequest, IsRefusedWhenItIsNeitherOrBothOrNamesNoModel) {
  EXPECT_THAT(counted("{}"), HasSubstr("contents is not specified"));
  EXPECT_THAT(counted(R"({"contents":[{"parts":[{"text":"a"}]}],"generateContentRequest":{"model":"m"}})"),
              HasSubstr("Only one of contents and generate_content_request may be set."));
  EXPECT_THAT(counted(R"({"generateContentRequest":{"contents":[{"parts":[{"text":"a"}]}]}})"),
              HasSubstr("generate_content_request.model: model is not specified"));
  EXPECT_THAT(counted(R"({"generateContentRequest":{"model":"models/m"}})"), HasSubstr("contents is not specified"));
  EXPECT_THAT(counted(R"({"systemInstruction":{}})"), HasSubstr(R"(Unknown name "systemInstruction")"));
}

} // namespace
} // namespace geminid::sim::request_check_test
