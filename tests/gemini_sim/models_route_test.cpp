#include "tests/gemini_sim/sim_fixture.hpp"

namespace geminid::sim::models_route_test {
namespace {

class ModelsRoute : public SimTest {};

TEST_F(ModelsRoute, ListsAllModelsOnOnePageByDefault) {
  for (const auto* target : {"/v1beta/models", "/v1/models", "/v1alpha/models", "/v1beta/models?pageSize=0"}) {
    const auto answer = get(target);
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.header("content-type"), "application/json; charset=UTF-8");
    const auto body = body_of(answer);
    EXPECT_EQ(body["models"].size(), catalogue().size());
    EXPECT_FALSE(body.contains("nextPageToken"));
  }
}

TEST_F(ModelsRoute, LeadsFromPageToPage) {
  const auto first = body_of(get("/v1beta/models?pageSize=2"));
  ASSERT_EQ(first["models"].size(), 2U);
  auto token = first["nextPageToken"].get<std::string>();
  for (auto at = token.find('='); at != std::string::npos; at = token.find('=', at + 1))
    token.replace(at, 1, "%3D");
  const auto second = body_of(get("/v1beta/models?pageSize=2&pageToken=" + token));
  EXPECT_EQ(second["models"][0], model_json(catalogue()[2]));
}

TEST_F(ModelsRoute, RefusesPagesThatAreNone) {
  for (const auto* query : {"?pageSize=x", "?pageSize=-1", "?pageSize=2x", "?pageToken=nonsense"}) {
    const auto answer = get(std::string{"/v1beta/models"} + query);
    EXPECT_EQ(answer.status, 400) << query;
    EXPECT_EQ(body_of(answer)["error"]["status"], "INVALID_ARGUMENT");
  }
}

TEST_F(ModelsRoute, ShowsOneModel) {
  EXPECT_EQ(body_of(get("/v1beta/models/gemini-2.5-flash")), model_json(model(flash)));
  const auto unknown = get("/v1/models/nope");
  EXPECT_EQ(unknown.status, 404);
  EXPECT_EQ(message_of(unknown), "Model is not found: models/nope for api version v1");
}

TEST_F(ModelsRoute, AsksForAKey) {
  EXPECT_EQ(get("/v1beta/models", "nobody").status, 400);
  EXPECT_EQ(ask(request_text("GET", "/v1beta/models")).status, 403);
}

TEST_F(ModelsRoute, IsStruckByFaultsThatNameIt) {
  add_fault(R"({"kind":"status","count":null})");
  EXPECT_EQ(get("/v1beta/models").status, 200);
  add_fault(R"({"kind":"status","model":"models","body":"suspended","key":"key-2"})");
  EXPECT_EQ(get("/v1beta/models").status, 200);
  EXPECT_EQ(get("/v1beta/models", "key-2").status, 403);
  EXPECT_EQ(get("/v1beta/models", "key-2").status, 200);
}

TEST_F(ModelsRoute, CostsNoQuota) {
  put_keys(R"({"keys":["key-1"],"default_project":{"rpm":0,"refusal":"spend"}})");
  EXPECT_EQ(get("/v1beta/models").status, 200);
}

} // namespace
} // namespace geminid::sim::models_route_test
