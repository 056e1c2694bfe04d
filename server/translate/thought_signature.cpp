#include "server/translate/thought_signature.hpp"

#include "server/translate/base64.hpp"

namespace geminid::translate {

std::string_view read_signature(const ObjectReader& holder) {
  std::string_view signature;
  const auto extra = holder.find("extra_content");
  if (!extra || (*extra)["google"]["thought_signature"].get(signature) != simdjson::SUCCESS || !is_base64(signature))
    return {};
  return signature;
}

void write_signature(JsonWriter& json, std::string_view signature) {
  json.key("extra_content").begin_object().key("google").begin_object();
  json.key("thought_signature").string(signature).end_object().end_object();
}

} // namespace geminid::translate
