// Tables of documents that a DTO must refuse, with the field and the words that its error must have.
#pragma once

#include "shared/json_fields.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace geminid::test {

struct RefusedDocument {
  std::string document;
  std::string field;
  std::string expectation; // a part of the message
};

template <class Parse>
void expect_all_refused(const std::vector<RefusedDocument>& cases, Parse parse) {
  for (const auto& [document, field, expectation] : cases) {
    const auto parsed = parse(nlohmann::json::parse(document));
    ASSERT_FALSE(parsed.ok()) << document;
    EXPECT_EQ(parsed.error().field, field) << document;
    EXPECT_NE(parsed.error().message.find(expectation), std::string::npos)
        << document << ": " << parsed.error().message;
    EXPECT_NE(parsed.error().message.find(field), std::string::npos) << document << ": " << parsed.error().message;
  }
}

} // namespace geminid::test
