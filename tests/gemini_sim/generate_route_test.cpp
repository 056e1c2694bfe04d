// generateContent and countTokens over HTTP: paths, credentials, answers.
#include "tests/gemini_sim/sim_fixture.hpp"

namespace geminid::sim::generate_route_test {
namespace {

class GenerateRoute : public SimTest {};

TEST_F(GenerateRoute, AnswersInGooglesForm) {
  const auto answer = generate(user_text("Good morning."));
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.header("content-type"), "application/json; charset=UTF-8");
  EXPECT_EQ(answer.header("x-gemini-service-tier"), "standard");
  EXPECT_TRUE(answer.body.starts_with("{\n  \"candidates\": ["));
  const auto body = body_of(answer);
  EXPECT_EQ(body["candidates"][0]["content"]["parts"][0]["text"], "echo: Good morning.");
  EXPECT_EQ(body["candidates"][0]["finishReason"], "STOP");
  EXPECT_EQ(body["modelVersion"], flash);
  EXPECT_EQ(body["usageMetadata"]["promptTokenCount"], 4);
}

TEST_F(GenerateRoute, NamesTheServiceTierThatServed) {
  EXPECT_EQ(generate(request_with(R"({"service_tier":"flex"})")).header("x-gemini-service-tier"), "flex");
}

TEST_F(GenerateRoute, IsServedUnderEveryVersionAndWithAnEncodedColon) {
  for (const auto* path :
       {"/v1/models/gemini-2.5-flash:generateContent", "/v1alpha/models/gemini-2.5-flash:generateContent",
        "/v1beta/models/gemini-2.5-flash%3AgenerateContent"})
    EXPECT_EQ(ask(request_text("POST", path, key_header("key-1"), user_text("hi").dump())).status, 200) << path;
}

TEST_F(GenerateRoute, RefusesABodyWithGooglesError) {
  const auto answer = generate(json{{"messages", json::array()}});
  EXPECT_EQ(answer.status, 400);
  EXPECT_EQ(answer.header("content-type"), "application/json; charset=UTF-8");
  const auto error = body_of(answer)["error"];
  EXPECT_EQ(error["code"], 400);
  EXPECT_EQ(error["status"], "INVALID_ARGUMENT");
  EXPECT_EQ(error["message"], R"(Invalid JSON payload received. Unknown name "messages": Cannot find field.)");
}

struct PathCase {
  const char* name;
  const char* path;
  const char* message;
};

void PrintTo(const PathCase& c, std::ostream* out) {
  *out << c.name;
}

class UnknownModel : public GenerateRoute, public testing::WithParamInterface<PathCase> {};

TEST_P(UnknownModel, IsNotFound) {
  const auto answer = ask(request_text("POST", GetParam().path, key_header("key-1"), user_text("hi").dump()));
  EXPECT_EQ(answer.status, 404);
  EXPECT_EQ(body_of(answer)["error"]["status"], "NOT_FOUND");
  EXPECT_THAT(message_of(answer), HasSubstr(GetParam().message));
}

INSTANTIATE_TEST_SUITE_P(
    Paths, UnknownModel,
    testing::Values(
        PathCase{"model", "/v1beta/models/nope:generateContent",
                 "models/nope is not found for API version v1beta, or is not supported for generateContent."},
        PathCase{"version", "/v1alpha/models/nope:countTokens",
                 "API version v1alpha, or is not supported for countTokens"},
        PathCase{"embedding", "/v1beta/models/gemini-embedding-001:generateContent",
                 "not supported for generateContent"},
        PathCase{"method", "/v1beta/models/gemini-2.5-flash:predict", "not supported for predict"},
        PathCase{"no_method", "/v1beta/models/gemini-2.5-flash", "not supported for ."}),
    name_of_case);

TEST_F(GenerateRoute, AnswersAPageForPathsThatAreNone) {
  const auto answer = get("/nonsense");
  EXPECT_EQ(answer.status, 404);
  EXPECT_TRUE(answer.header("content-type").starts_with("text/html"));
}

struct CredentialCase {
  const char* name;
  const char* query;
  const char* headers;
  int status;
  const char* part;
};

void PrintTo(const CredentialCase& c, std::ostream* out) {
  *out << c.name;
}

class Credentials : public GenerateRoute, public testing::WithParamInterface<CredentialCase> {};

TEST_P(Credentials, AreTakenOnceAndOnlyAsAKey) {
  const auto target = action(flash, "generateContent") + GetParam().query;
  const auto answer = ask(request_text("POST", target, GetParam().headers, user_text("hi").dump()));
  EXPECT_EQ(answer.status, GetParam().status);
  EXPECT_THAT(answer.body, HasSubstr(GetParam().part));
}

INSTANTIATE_TEST_SUITE_P(
    Wire, Credentials,
    testing::Values(
        CredentialCase{"header", "", "x-goog-api-key: key-1\r\n", 200, "echo: hi"},
        CredentialCase{"query", "?key=key-1", "", 200, "echo: hi"},
        CredentialCase{"none", "", "", 403, "Method doesn't allow unregistered callers"},
        CredentialCase{"unknown", "", "x-goog-api-key: AIzaUnknown\r\n", 400, "API key not valid. Please pass a valid"},
        CredentialCase{"unknown_reason", "?key=x", "", 400, "API_KEY_INVALID"},
        CredentialCase{"bearer", "", "Authorization: Bearer key-1\r\n", 401, "ACCESS_TOKEN_TYPE_UNSUPPORTED"},
        CredentialCase{"header_and_query", "?key=key-1", "x-goog-api-key: key-1\r\n", 400,
                       "Multiple authentication credentials received"},
        CredentialCase{"header_and_bearer", "", "x-goog-api-key: key-1\r\nAuthorization: Bearer key-1\r\n", 400,
                       "Multiple authentication credentials received"}),
    name_of_case);

TEST_F(GenerateRoute, CountsTokensOfContentsOrOfAWholeRequest) {
  const auto count = [this](const json& body, const char* model_id) {
    return ask(request_text("POST", action(model_id, "countTokens"), key_header("key-1"), body.dump()));
  };
  const auto contents = user_text("12345678");
  const auto plain = count(contents, flash);
  EXPECT_EQ(plain.status, 200);
  EXPECT_EQ(plain.header("content-type"), "application/json; charset=UTF-8");
  EXPECT_EQ(body_of(plain),
            json::parse(R"({"totalTokens":2,"promptTokensDetails":[{"modality":"TEXT","tokenCount":2}]})"));
  auto whole = contents;
  whole["model"] = "models/gemini-2.5-flash";
  whole["systemInstruction"] = {{"parts", {{{"text", "1234"}}}}};
  EXPECT_EQ(body_of(count({{"generateContentRequest", whole}}, flash))["totalTokens"], 3);
  EXPECT_EQ(count(contents, "gemini-embedding-001").status, 200);
  EXPECT_EQ(count(json::object(), flash).status, 400);
}

TEST_F(GenerateRoute, ContinuesAnAnswerForTheKeyThatHasItsBeginning) {
  auto request = user_text("[[decode=3]][[think=0]][[text=The quick brown fox.]]");
  const auto candidate = body_of(generate(request))["candidates"][0];
  EXPECT_EQ(candidate["finishReason"], "CONTINUATION");
  request["continuationToken"] = candidate["continuationToken"];
  const auto foreign = generate(request, flash, "key-2");
  EXPECT_EQ(foreign.status, 400);
  EXPECT_EQ(message_of(foreign), "Invalid continuation token.");
  const auto rest = body_of(generate(request))["candidates"][0];
  EXPECT_EQ(rest["finishReason"], "STOP");
  EXPECT_EQ(candidate["content"]["parts"][0]["text"].get<std::string>() +
                rest["content"]["parts"][0]["text"].get<std::string>(),
            "The quick brown fox.");
}

TEST_F(GenerateRoute, CountsWhatItAnswered) {
  generate(user_text("hi"));
  generate(json::object());
  generate(user_text("hi"), "nope");
  generate(user_text("hi"), flash, "nobody");
  auto& stats = simulator().stats();
  EXPECT_EQ(stats.requests("key-1", flash, 200), 1U);
  EXPECT_EQ(stats.requests("key-1", flash, 400), 1U);
  EXPECT_EQ(stats.requests("key-1", "(unknown)", 404), 1U);
  EXPECT_EQ(stats.requests("(unknown)", "", 400), 1U);
  EXPECT_EQ(stats.active(), 0U);
}

} // namespace
} // namespace geminid::sim::generate_route_test
