// What must not grow faster than the request: a client could stop the one io thread with it. Nothing here is timed. The
// large inputs would keep a quadratic translation busy beyond the time limit of a test.
#include "server/translate/chat.hpp"
#include "server/translate/schema_document.hpp"

#include <gmock/gmock.h>

#include <string>

namespace geminid::translate::growth_test {
namespace {

using testing::HasSubstr;

constexpr std::size_t many = 200'000;

std::string request(const std::string& model, const std::string& schema) {
  return R"({"model":")" + model + R"(","messages":[{"role":"user","content":"Hi"}],"tools":[{"type":"function",)" +
         R"("function":{"name":"f","parameters":)" + schema + "}}]}";
}

std::string translated(const std::string& body) {
  JsonParser parser;
  const auto chat = chat_request(body, {}, parser);
  EXPECT_TRUE(chat);
  return chat ? chat->body : "";
}

TEST(Growth, OfDefinitionsThatAreAllReferredTo) {
  std::string properties;
  std::string definitions;
  for (std::size_t i = 0; i < many; ++i) {
    const std::string comma = i > 0 ? "," : "";
    properties += comma + R"("p)" + std::to_string(i) + R"(":{"$ref":"#/$defs/D)" + std::to_string(i) + R"("})";
    definitions += comma + R"("D)" + std::to_string(i) + R"(":{"type":"integer"})";
  }
  const auto schema = R"({"type":"object","properties":{)" + properties + R"(},"$defs":{)" + definitions + "}}";
  EXPECT_THAT(translated(request("gemini-3.8-flash", schema)), HasSubstr(R"("p0":{"$ref":"#/$defs/D0"})"));
  EXPECT_THAT(translated(request("gemini-2.0-flash", schema)), HasSubstr(R"("p0":{"type":"INTEGER"})"));
}

TEST(Growth, OfReferencesThatLeadNowhere) {
  std::string properties;
  for (std::size_t i = 0; i < many; ++i)
    properties += std::string{i > 0 ? "," : ""} + R"("p)" + std::to_string(i) + R"(":{"$ref":"#/properties/none)" +
                  std::to_string(i) + R"("})";
  const auto schema = R"({"type":"object","properties":{)" + properties + "}}";
  for (const std::string model : {"gemini-3.8-flash", "gemini-2.0-flash"})
    EXPECT_THAT(translated(request(model, schema)), HasSubstr(R"("p199999":{)"));
}

TEST(Growth, OfASchemaThatIsMixedIntoMany) {
  std::string keywords;
  for (std::size_t i = 0; i < 1'000; ++i)
    keywords += R"("x)" + std::to_string(i) + R"(":0,)";
  std::string properties;
  for (std::size_t i = 0; i < many; ++i)
    properties +=
        std::string{i > 0 ? "," : ""} + R"("p)" + std::to_string(i) + R"(":{"allOf":[{"$ref":"#/$defs/Wide"},{}]})";
  const auto schema = R"({"type":"object","properties":{)" + properties + R"(},"$defs":{"Wide":{)" + keywords +
                      R"("type":"integer"}}})";
  for (const std::string model : {"gemini-3.8-flash", "gemini-2.0-flash"})
    EXPECT_THAT(translated(request(model, schema)), HasSubstr(R"("p199999":{)"));
}

TEST(Growth, OfASchemaThatSaysItsTypeAgainAndAgain) {
  std::string types;
  for (std::size_t i = 0; i < many; ++i)
    types += R"("type":"object",)";
  EXPECT_THAT(translated(request("gemini-3.8-flash", "{" + types + R"("properties":{"a":{}}})")),
              HasSubstr(R"("name":"f")"));
}

TEST(SchemaDocument, MixesSoManySchemasAndNoMore) {
  SchemaDocument document{simdjson::dom::element{}};
  std::size_t mixed = 0;
  while (document.take_mixin())
    ++mixed;
  EXPECT_EQ(mixed, 16'384U);
  EXPECT_FALSE(document.take_mixin());
}

} // namespace
} // namespace geminid::translate::growth_test
