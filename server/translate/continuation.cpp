#include "server/translate/continuation.hpp"

#include "shared/json_text.hpp"

namespace geminid::translate {

std::string continuation_request(std::string_view request, std::string_view token) {
  std::string continued{request.substr(0, request.rfind('}'))};
  continued += R"(,"continuationToken":)";
  append_json_string(continued, token);
  continued += '}';
  return continued;
}

} // namespace geminid::translate
