#include "server/gateway/memory_record.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace geminid::gateway {
namespace {

using nlohmann::json;
using policy::RefusedField;

constexpr std::array field_names{
    std::pair{RefusedField::thinking, "thinking"}, std::pair{RefusedField::penalties, "penalties"},
    std::pair{RefusedField::logprobs, "logprobs"}, std::pair{RefusedField::candidate_count, "candidate_count"},
    std::pair{RefusedField::signatures, "signatures"}};

std::string to_text(RefusedField field) {
  const auto* const found =
      std::find_if(field_names.begin(), field_names.end(), [field](const auto& name) { return name.first == field; });
  return found == field_names.end() ? "" : found->second;
}

std::optional<RefusedField> parse_field(const std::string& text) {
  const auto* const found =
      std::find_if(field_names.begin(), field_names.end(), [&](const auto& name) { return name.second == text; });
  return found == field_names.end() ? std::nullopt : std::optional{found->first};
}

std::int64_t to_ms(Instant instant) {
  return instant.time_since_epoch().count();
}

Instant instant_of(const json& ms) {
  return Instant{Duration{ms.get<std::int64_t>()}};
}

} // namespace

std::string signature_record_key(std::string_view key, const SecretBox& box) {
  return std::string{signature_record_prefix} + box.fingerprint(key);
}

StoreWrite to_record(const RememberedSignature& signature, const SecretBox& box) {
  auto key = signature_record_key(signature.key, box);
  const json record{{"v", 1},
                    {"key", signature.key},
                    {"generation", signature.generation},
                    {"made_at", to_ms(signature.made_at)},
                    {"signature", signature.signature}};
  auto sealed = box.seal(record.dump(), key);
  return {std::move(key), std::move(sealed)};
}

Result<RememberedSignature> signature_from_record(const StoreEntry& entry, const SecretBox& box) {
  const auto what = "stored thought signature " + entry.key.substr(signature_record_prefix.size());
  const auto opened = box.open(entry.value, entry.key);
  if (!opened)
    return Error{what + ": " + opened.error().message};
  const auto record = json::parse(*opened, nullptr, false);
  try {
    return RememberedSignature{record.at("key").get<std::string>(), record.at("generation").get<std::uint8_t>(),
                               instant_of(record.at("made_at")), record.at("signature").get<std::string>()};
  } catch (const json::exception&) {
    return Error{what + ": a field is missing or of another type than expected"};
  }
}

StoreWrite to_record(const std::string& model, const std::vector<Finding>& findings) {
  json list = json::array();
  for (const auto& finding : findings)
    list.push_back({{"field", to_text(finding.field)}, {"removed", finding.removed}, {"until", to_ms(finding.until)}});
  return {std::string{findings_record_prefix} + model, json{{"v", 1}, {"findings", std::move(list)}}.dump()};
}

Result<ModelFindings> findings_from_record(const StoreEntry& entry) {
  ModelFindings result{entry.key.substr(findings_record_prefix.size()), {}};
  const auto what = "stored findings about " + result.model;
  const auto record = json::parse(entry.value, nullptr, false);
  try {
    for (const auto& finding : record.at("findings")) {
      const auto field = parse_field(finding.at("field").get<std::string>());
      if (!field)
        return Error{what + ": a field that is not known"};
      result.findings.push_back({*field, finding.at("removed").get<std::string>(), instant_of(finding.at("until"))});
    }
    return result;
  } catch (const json::exception&) {
    return Error{what + ": a field is missing or of another type than expected"};
  }
}

} // namespace geminid::gateway
