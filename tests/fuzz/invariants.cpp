#include "tests/fuzz/invariants.hpp"

#include "tools/gemini_sim/request_check.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <iostream>

namespace geminid::fuzz {
namespace {

// What geminid hands on as the client said it, or cannot know; the refusal is then the client's to read.
constexpr std::array<std::string_view, 14> clients_own{
    "safety_settings",
    "Penalty is not enabled",
    "Logprobs is not enabled",
    "Multiple candidates is not enabled",
    "Speech is not enabled",
    "Image generation is not enabled",
    "JSON mode is not enabled",
    "The requested combination of response modalities",
    "Voice name",
    "Unsupported aspect ratio",
    "Unsupported image size",
    "Corrupted thought signature",
    "You do not have permission to access the File",
    "The input token count",
};

bool is_clients_own(std::string_view message) {
  return std::any_of(clients_own.begin(), clients_own.end(),
                     [&](std::string_view words) { return message.find(words) != std::string_view::npos; });
}

} // namespace

void require(bool holds, std::string_view what, std::string_view shown) {
  if (holds)
    return;
  std::cerr << "expected: " << what << "\nbut got: " << shown << std::endl;
  std::abort();
}

nlohmann::json require_json(std::string_view text) {
  auto value = nlohmann::json::parse(text, nullptr, false);
  require(!value.is_discarded(), "valid JSON", text);
  return value;
}

void require_sound_error(const translate::ApiError& error) {
  const auto text = translate::to_json(error);
  const auto json = require_json(text);
  require(error.status >= 400 && error.status < 600, "a status of 4xx or 5xx", std::to_string(error.status));
  require(!error.message.empty() && !error.type.empty(), "an error with a message and a type", text);
}

void require_accepted(std::string_view request, std::string_view model) {
  const auto checked = sim::check_generate_request(request, *sim::find_model(model));
  if (checked || is_clients_own(checked.error().message))
    return;
  require(false, "a request that Gemini takes", checked.error().message + "\nfor: " + std::string{request});
}

} // namespace geminid::fuzz
