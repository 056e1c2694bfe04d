// What the tables of these tests share.
#pragma once

#include "tools/gemini_sim/catalogue.hpp"
#include "tools/gemini_sim/request_check.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <ostream>
#include <stdexcept>
#include <string>
#include <string_view>

namespace geminid::sim {

using nlohmann::json;
using testing::HasSubstr;

inline const Model& model(std::string_view id) {
  const auto* found = find_model(id);
  if (found == nullptr)
    throw std::invalid_argument("no such model: " + std::string{id});
  return *found;
}

/// A request of one user text, with these members over it.
inline json request_with(std::string_view members = "{}") {
  auto request = json::parse(R"({"contents":[{"role":"user","parts":[{"text":"hi"}]}]})");
  request.update(json::parse(members));
  return request;
}

/// The message of the refusal, or "accepted".
inline std::string verdict(std::string_view model_id, const json& request) {
  const auto checked = check_generate_request(request.dump(), model(model_id));
  return checked ? "accepted" : checked.error().message;
}

/// A row of a table of refusals.
struct RefusalCase {
  const char* name;
  const char* model;
  /// Over the request of `request_with`.
  const char* members;
  /// Part of Google's message.
  const char* message;
};

inline void PrintTo(const RefusalCase& c, std::ostream* out) {
  *out << c.name;
}

/// A row of a table of requests that pass.
struct AcceptedCase {
  const char* name;
  const char* model;
  const char* members;
};

inline void PrintTo(const AcceptedCase& c, std::ostream* out) {
  *out << c.name;
}

inline constexpr auto name_of_case = [](const auto& info) { return std::string{info.param.name}; };

} // namespace geminid::sim
