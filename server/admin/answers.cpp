#include "server/admin/answers.hpp"

namespace geminid::admin {
http::Response answer(int status, const json& document) {
  return answer_text(status, dto::to_text(document));
}

http::Response answer_text(int status, std::string document) {
  return {status, "application/json", std::move(document), {}};
}

http::Response refusal(int status, std::string_view code, std::string_view message, std::string_view field) {
  json error{{"code", code}, {"message", message}};
  if (!field.empty())
    error["field"] = field;
  return answer(status, {{"error", std::move(error)}});
}

http::Response invalid(const Error& error) {
  return refusal(400, "invalid_request", error.message, error.field);
}

http::Response not_found(std::string_view what) {
  return refusal(404, "not_found", "There is no such " + std::string{what} + ".");
}

http::Response failed(const caf::error& error) {
  return error == caf::sec::invalid_argument ? not_found("object")
                                             : refusal(503, "unavailable", "The change could not be stored.");
}

} // namespace geminid::admin
