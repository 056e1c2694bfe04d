#include "tests/gemini_sim/sim_cases.hpp"
#include "tools/gemini_sim/faults.hpp"
#include "tools/gemini_sim/signature.hpp"

namespace geminid::sim::faults_test {
namespace {

constexpr auto flash = "gemini-2.5-flash";

FaultBook book_of(std::vector<Fault> faults) {
  FaultBook book;
  for (auto& fault : faults)
    EXPECT_TRUE(book.add(std::move(fault)));
  return book;
}

TEST(FaultBook, StrikesAsOftenAsAFaultSays) {
  auto book = book_of({{.kind = FaultKind::reset, .count = 2}});
  EXPECT_TRUE(book.take("k", flash).has(FaultKind::reset));
  EXPECT_TRUE(book.take("k", flash).has(FaultKind::reset));
  EXPECT_FALSE(book.take("k", flash).has(FaultKind::reset));
  EXPECT_TRUE(book.pending().empty());
}

TEST(FaultBook, StrikesForeverWithoutACount) {
  auto book = book_of({{.kind = FaultKind::reset, .count = {}}});
  for (int i = 0; i < 100; ++i)
    EXPECT_TRUE(book.take("k", flash).has(FaultKind::reset));
}

TEST(FaultBook, StrikesTheKeyAndModelThatAreMeant) {
  auto book = book_of({{.kind = FaultKind::reset, .key = "k", .model = flash}});
  EXPECT_FALSE(book.take("other", flash).has(FaultKind::reset));
  EXPECT_FALSE(book.take("k", "gemini-2.5-pro").has(FaultKind::reset));
  EXPECT_TRUE(book.take("k", flash).has(FaultKind::reset));
}

TEST(FaultBook, LeavesTheListOfModelsAloneUnlessItIsNamed) {
  auto book = book_of({{.kind = FaultKind::reset}});
  EXPECT_FALSE(book.take("k", models_fault_target).has(FaultKind::reset));
  EXPECT_TRUE(book.add({.kind = FaultKind::hang, .model = std::string{models_fault_target}}));
  EXPECT_TRUE(book.take("k", models_fault_target).has(FaultKind::hang));
}

TEST(FaultBook, GivesARequestTheFirstFaultOfEachKind) {
  auto book = book_of({{.kind = FaultKind::status, .body = "internal"},
                       {.kind = FaultKind::status, .body = "leaked"},
                       {.kind = FaultKind::slow, .ms = std::chrono::milliseconds{5}}});
  const auto first = book.take("k", flash);
  EXPECT_EQ(first.find(FaultKind::status)->body, "internal");
  EXPECT_EQ(first.find(FaultKind::slow)->ms.count(), 5);
  EXPECT_EQ(book.take("k", flash).find(FaultKind::status)->body, "leaked");
}

TEST(FaultBook, HoldsAtMostAThousand) {
  auto book = book_of(std::vector<Fault>(1'000));
  EXPECT_FALSE(book.add({}));
  book.remove({});
  EXPECT_TRUE(book.add({}));
}

TEST(FaultBook, ForgetsWhatAFilterSelects) {
  auto book = book_of(
      {{.kind = FaultKind::reset, .key = "k"}, {.kind = FaultKind::reset}, {.kind = FaultKind::hang, .model = flash}});
  book.remove({.kind = FaultKind::reset, .key = "k"});
  EXPECT_EQ(book.pending().size(), 2U);
  book.remove({.model = flash});
  ASSERT_EQ(book.pending().size(), 1U);
  EXPECT_EQ(book.pending()[0].kind, FaultKind::reset);
}

TEST(EgressThrottle, RefusesBeforeAnyOtherStatus) {
  auto book = book_of({{.kind = FaultKind::status, .body = "internal"}, {.kind = FaultKind::egress_throttle}});
  const auto faults = book.take("k", flash);
  ASSERT_NE(faults.refusal(), nullptr);
  const auto answer = fault_answer(*faults.refusal(), {});
  EXPECT_EQ(answer.status, 429);
  EXPECT_EQ(answer.body, named_error("bare429", {})->body);
}

json canonical(const char* members) {
  auto request = check_generate_request(request_with(members).dump(), model("gemini-3-flash-preview"));
  if (!request)
    throw std::invalid_argument(request.error().message);
  return *request;
}

struct FieldCase {
  const char* name;
  const char* field;
  bool refused;
};

void PrintTo(const FieldCase& c, std::ostream* out) {
  *out << c.name;
}

class RefusedField : public testing::TestWithParam<FieldCase> {};

TEST_P(RefusedField, IsRefusedWhereTheRequestHasIt) {
  auto book = book_of({{.kind = FaultKind::refuse_field, .body = "penalty", .field = GetParam().field}});
  const auto request = canonical(R"({"generationConfig":{"presencePenalty":0,"stopSequences":["a"]},
      "contents":[{"parts":[{"text":"a"}]},{"parts":[{"text":"b","thought":true}]}]})");
  EXPECT_EQ(book.take_refusal("k", flash, request).has_value(), GetParam().refused);
}

INSTANTIATE_TEST_SUITE_P(Paths, RefusedField,
                         testing::Values(FieldCase{"there", "generationConfig.presencePenalty", true},
                                         FieldCase{"absent", "generationConfig.frequencyPenalty", false},
                                         FieldCase{"whole_message", "generationConfig", true},
                                         FieldCase{"in_a_list", "contents.parts.thought", true},
                                         FieldCase{"absent_in_a_list", "contents.parts.inlineData", false},
                                         FieldCase{"below_a_value", "generationConfig.presencePenalty.x", false},
                                         FieldCase{"below_nothing", "toolConfig.x", false}),
                         name_of_case);

TEST(RefusedField, CountsOnlyTheRequestsThatHaveIt) {
  auto book = book_of({{.kind = FaultKind::refuse_field, .count = 1, .body = "logprobs", .field = "store"}});
  EXPECT_FALSE(book.take("k", flash).has(FaultKind::refuse_field));
  EXPECT_FALSE(book.take_refusal("k", flash, canonical("{}")));
  const auto refused = book.take_refusal("k", flash, canonical(R"({"store":false})"));
  ASSERT_TRUE(refused);
  EXPECT_THAT(fault_answer(*refused, {}).body, HasSubstr("Logprobs is not enabled for models/gemini-2.5-flash"));
  EXPECT_TRUE(book.pending().empty());
}

TEST(RefusedField, IsRefusedForTheKeyAndModelThatAreMeant) {
  auto book = book_of({{.kind = FaultKind::refuse_field, .key = "k", .model = flash, .field = "store"}});
  const auto request = canonical(R"({"store":true})");
  EXPECT_FALSE(book.take_refusal("other", flash, request));
  EXPECT_FALSE(book.take_refusal("k", "gemini-2.5-pro", request));
  EXPECT_TRUE(book.take_refusal("k", flash, request));
}

TEST(ForeignSignatures, AreRefusedButTheSentinelIsNot) {
  auto book = book_of({{.kind = FaultKind::foreign_signatures, .count = {}}});
  const auto signed_by = [](const std::string& signature) {
    auto request = canonical("{}");
    request["contents"][0]["parts"][0]["thoughtSignature"] = signature;
    return request;
  };
  const auto refused = book.take_refusal("k", flash, signed_by(issue_signature("gemini-3", 1)));
  ASSERT_TRUE(refused);
  EXPECT_EQ(fault_answer(*refused, {}).body, named_error("corrupted_signature", {})->body);
  EXPECT_FALSE(book.take_refusal("k", flash, signed_by("skip_thought_signature_validator")));
  EXPECT_FALSE(book.take_refusal("k", flash, canonical("{}")));
}

TEST(FaultAnswer, IsANamedBodyWithItsOwnStatusUnlessToldOtherwise) {
  EXPECT_EQ(fault_answer({.body = "overloaded"}, {}).status, 503);
  EXPECT_EQ(fault_answer({.body = "overloaded", .status = 200}, {}).status, 200);
  const auto list = fault_answer({.body = "overloaded", .array = true}, {});
  EXPECT_EQ(json::parse(list.body)[0], json::parse(named_error("overloaded", {})->body));
}

TEST(FaultAnswer, IsWhateverACustomFaultSays) {
  const auto answer =
      fault_answer({.body = "custom", .status = 418, .content = "teapot", .content_type = "text/plain"}, {});
  EXPECT_EQ(answer.status, 418);
  EXPECT_EQ(answer.body, "teapot");
  EXPECT_EQ(answer.content_type, "text/plain");
}

Reply spoiled(FaultKind kind) {
  Reply reply;
  reply.candidates.resize(2);
  reply.candidates[0].text = "hi";
  reply.thinking_tokens = 3;
  RequestFaults{{Fault{.kind = kind}}}.spoil(reply);
  return reply;
}

TEST(RequestFaults, SpoilTheReply) {
  EXPECT_EQ(spoiled(FaultKind::blocked_prompt).block_reason, "PROHIBITED_CONTENT");
  const auto empty = spoiled(FaultKind::empty_candidate);
  ASSERT_EQ(empty.candidates.size(), 1U);
  EXPECT_EQ(empty.candidates[0].text, "");
  EXPECT_EQ(empty.candidates[0].finish, "STOP");
  EXPECT_EQ(spoiled(FaultKind::no_finish).candidates[1].finish, "");
  const auto malformed = spoiled(FaultKind::malformed_function_call);
  EXPECT_EQ(malformed.candidates[0].finish, "MALFORMED_FUNCTION_CALL");
  EXPECT_FALSE(malformed.candidates[0].finish_message.empty());
  EXPECT_EQ(spoiled(FaultKind::reset).candidates[0].text, "hi");
}

TEST(RequestFaults, SpoilTheShapeOfTheStream) {
  const RequestFaults faults{{{.kind = FaultKind::stop_everywhere}, {.kind = FaultKind::no_finish}}};
  StreamShape shape;
  faults.spoil(shape);
  EXPECT_TRUE(shape.stop_everywhere);
  EXPECT_TRUE(shape.without_finish);
  EXPECT_FALSE(shape.stop_first);
  EXPECT_FALSE(shape.call_and_stop_apart);
}

TEST(RequestFaults, KnowHowTheStreamBreaks) {
  const RequestFaults faults{{{.kind = FaultKind::data_error}, {.kind = FaultKind::huge_signature, .bytes = 5'000}}};
  EXPECT_EQ(faults.broken_end()->kind, FaultKind::data_error);
  EXPECT_EQ(faults.signature_bytes(), 5'000U);
  EXPECT_EQ(RequestFaults{}.broken_end(), nullptr);
  EXPECT_EQ(RequestFaults{}.signature_bytes(), 0U);
  EXPECT_EQ(RequestFaults{}.refusal(), nullptr);
}

} // namespace
} // namespace geminid::sim::faults_test
