#include "server/translate/logprobs.hpp"

#include <optional>

namespace geminid::translate {
namespace {

using simdjson::dom::array;
using simdjson::dom::element;

// What OpenAI writes for a token that is practically impossible; Gemini may say "-Infinity".
constexpr double impossible = -9999.0;

void write_token(DomWriter& json, element token) {
  const auto text = text_of(token, "token");
  json.key("token").string(text);
  json.key("logprob");
  json.decimal(member<double>(token, "logProbability").value_or(impossible));
  json.key("bytes").begin_array();
  for (const auto c : text)
    json.number(static_cast<unsigned char>(c));
  json.end_array();
}

void write_alternatives(DomWriter& json, std::optional<array> candidates) {
  json.key("top_logprobs").begin_array();
  if (candidates)
    for (const auto candidate : *candidates) {
      json.begin_object();
      write_token(json, candidate);
      json.end_object();
    }
  json.end_array();
}

} // namespace

void write_logprob_tokens(DomWriter& json, simdjson::dom::object result) {
  const auto chosen = array_of(result, "chosenCandidates");
  const auto top = array_of(result, "topCandidates");
  if (!chosen)
    return;
  auto step = top ? top->begin() : array::iterator{};
  for (const auto token : *chosen) {
    json.begin_object();
    write_token(json, token);
    const bool has_step = top && step != top->end();
    write_alternatives(json, has_step ? array_of(*step, "candidates") : std::nullopt);
    if (has_step)
      ++step;
    json.end_object();
  }
}

void write_logprobs(JsonWriter& json, std::string_view tokens) {
  json.begin_object().key("content").begin_array();
  if (!tokens.empty())
    json.raw(tokens);
  json.end_array().key("refusal").null().end_object();
}

} // namespace geminid::translate
