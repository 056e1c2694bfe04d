#include "server/translate/openai_error.hpp"

#include "shared/json_text.hpp"

namespace geminid::translate {
namespace {

void write_or_null(JsonWriter& json, std::string_view text) {
  if (text.empty())
    json.null();
  else
    json.string(text);
}

} // namespace

std::string to_json(const ApiError& error) {
  std::string out;
  JsonWriter json{out};
  json.begin_object().key("error").begin_object();
  json.key("message").string(error.message).key("type").string(error.type);
  write_or_null(json.key("param"), error.param);
  write_or_null(json.key("code"), error.code);
  json.end_object().end_object();
  return out;
}

ApiError invalid_request(std::string_view param, std::string_view message, std::string_view code) {
  return {400, "invalid_request_error", std::string{code}, std::string{message}, std::string{param}};
}

} // namespace geminid::translate
