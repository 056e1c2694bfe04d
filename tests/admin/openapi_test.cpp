// The description of the admin API. That it is valid OpenAPI, and true of every answer that these tests got, is tested
// in tests/end_to_end/admin_openapi.
#include "server/admin/openapi.hpp"
#include "tests/admin/admin_test.hpp"

#include <set>

namespace geminid::test::openapi_test {
namespace {

constexpr auto where = ", in its row in server/admin/routes.cpp";

/// The names that `$ref`s to schemas hold, at any depth.
void add_referenced(const json& document, std::set<std::string>& names) {
  constexpr std::string_view prefix = "#/components/schemas/";
  if (document.is_object() && document.contains("$ref"))
    if (const auto target = document["$ref"].get<std::string>(); target.starts_with(prefix))
      names.insert(target.substr(prefix.size()));
  for (const auto& inner : document)
    if (inner.is_structured())
      add_referenced(inner, names);
}

TEST(Description, SaysOfEveryCallWhatItIsForAndWhatItAnswers) {
  for (const auto& route : admin::routes(false)) {
    const auto& description = route.description;
    EXPECT_FALSE(description.summary.empty())
        << name_of(route) << " lacks a description: give it at least .says(...).answers(200, ...)" << where;
    EXPECT_FALSE(description.answers.empty()) << name_of(route) << " names no answer" << where;
    for (const auto& answer : description.answers) {
      EXPECT_TRUE(answer.status >= 200 && answer.status < 300)
          << name_of(route) << ": " << answer.status << " belongs into .refuses()" << where;
      EXPECT_EQ(answer.body.empty(), answer.status == 204)
          << name_of(route) << ": only 204 has no body, and needs none" << where;
    }
    for (const auto& parameter : description.query)
      EXPECT_FALSE(parameter.meaning.empty()) << name_of(route) << ": " << parameter.name;
  }
}

TEST(Description, NamesEveryCallOnce) {
  std::set<std::string_view> operations;
  for (const auto& route : admin::routes(false))
    EXPECT_TRUE(operations.insert(route.operation).second) << "two calls are named " << route.operation;
}

TEST(Description, HasEverySchemaThatItNamesAndNamesEveryOneThatItHas) {
  const auto document = admin::openapi_document(admin::routes(false));
  std::set<std::string> named;
  add_referenced(document, named);
  std::set<std::string> there;
  for (const auto& [name, schema] : document.at("components").at("schemas").items())
    there.insert(name);
  for (const auto& name : named)
    EXPECT_TRUE(there.contains(name)) << "there is no schema " << name << ": add it to server/admin/*_schemas.cpp";
  for (const auto& name : there)
    EXPECT_TRUE(named.contains(name)) << "no call has the schema " << name;
}

TEST(Description, KnowsEveryRefusalThatARowNames) {
  for (const auto& route : admin::routes(false)) {
    const auto document = admin::openapi_document(std::span{&route, 1});
    const auto& operations = document.at("paths").at(std::string{route.path});
    const auto& responses = operations.begin()->at("responses");
    for (const auto status : route.description.refusals)
      EXPECT_TRUE(responses.contains(std::to_string(status)))
          << name_of(route) << ": " << status << " needs a line in the refusals of server/admin/openapi.cpp";
  }
}

TEST(Description, IsForAdmins) {
  GatewayWorld world;
  const auto answer = world.admin("GET", "/openapi.json");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.header("content-type"), "application/json");
  EXPECT_EQ(answer.document, admin::openapi_document(admin::routes(false)));
}

TEST(Description, OfTheMetricsSaysWhetherTheyArePublic) {
  const auto security = [](bool is_public) {
    return admin::openapi_document(admin::routes(is_public)).at("paths").at("/metrics").at("get").at("security");
  };
  EXPECT_EQ(security(true), json::array());
  EXPECT_EQ(security(false), json::parse(R"([{"session": []}, {"token": []}])"));
}

} // namespace
} // namespace geminid::test::openapi_test
