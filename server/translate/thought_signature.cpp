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

void write_extra_content(JsonWriter& json, std::string_view signature, std::string_view parts) {
  json.key("extra_content").begin_object().key("google").begin_object();
  if (!signature.empty())
    json.key("thought_signature").string(signature);
  if (!parts.empty())
    json.key("parts").begin_array().raw(parts).end_array();
  json.end_object().end_object();
}

void write_signature(JsonWriter& json, std::string_view signature) {
  write_extra_content(json, signature, {});
}

} // namespace geminid::translate
