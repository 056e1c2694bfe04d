// Reading a backup's content: everything is checked before anything is done with it.
#include "actors/config_actor.hpp"
#include "actors/key_record.hpp"
#include "actors/user_messages.hpp"
#include "server/app/backup/content.hpp"
#include "server/store/hex.hpp"
#include "shared/key_requests_dto.hpp"
#include "shared/key_text.hpp"
#include "shared/user_key_dto.hpp"

#include <algorithm>
#include <initializer_list>
#include <set>

namespace geminid::app {
namespace {

using dto::json;

constexpr std::int64_t newest_version = 1;
constexpr std::size_t models_max = 1'000;

Error wrong(const std::string& field, std::string_view expected) {
  return {field + " " + std::string{expected}, field};
}

// `of` was found in the member `field`.
Error inside(const std::string& field, const Error& of) {
  return of.field.empty() ? Error{field + ": " + of.message, field}
                          : Error{field + "." + of.message, field + "." + of.field};
}

bool is_id(std::string_view id) {
  return !id.empty() && id.size() <= 64 && std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
}

json members(const json& record, std::initializer_list<const char*> names) {
  json some = json::object();
  for (const auto* name : names)
    if (const auto found = record.find(name); found != record.end())
      some[name] = *found;
  return some;
}

class Reader {
public:
  Reader(const json& content, const SecretBox& box) : content_(content), box_(box) {}

  Result<Restoration> read() {
    using Step = std::optional<Error> (Reader::*)();
    for (const Step step : {&Reader::version, &Reader::fingerprint_key, &Reader::keys, &Reader::user_keys,
                            &Reader::models, &Reader::settings, &Reader::limits, &Reader::environment})
      if (auto error = (this->*step)())
        return std::move(*error);
    return std::move(restoration_);
  }

private:
  using Take = std::optional<Error> (Reader::*)(const std::string& field, const std::string& name, const json& value);

  // A member of named objects; one that is missing holds none.
  std::optional<Error> each(const char* name, std::size_t count_max, Take take) {
    const auto field = std::string{"document."} + name;
    const auto found = content_.find(name);
    if (found == content_.end())
      return std::nullopt;
    if (!found->is_object() || found->size() > count_max)
      return wrong(field, "must be an object of at most " + std::to_string(count_max) + " members");
    for (const auto& [key, value] : found->items())
      if (auto error = (this->*take)(field + "." + key, key, value))
        return error;
    return std::nullopt;
  }

  void put(std::string_view prefix, const std::string& name, std::string value) {
    restoration_.records.push_back({std::string{prefix} + name, std::move(value)});
  }

  std::optional<Error> version() {
    const auto found = content_.find("version");
    if (found == content_.end() || !found->is_number_integer() || found->get<std::int64_t>() < 1)
      return wrong("document.version", "must be a positive integer");
    if (found->get<std::int64_t>() > newest_version)
      return wrong("document.version", "is newer than this geminid knows: use a newer geminid");
    return std::nullopt;
  }

  std::optional<Error> fingerprint_key() {
    const auto found = content_.find("fingerprint_key");
    const auto text = found != content_.end() && found->is_string() ? found->get<std::string>() : std::string{};
    restoration_.fingerprint_key = store::from_hex(text).value_or(std::string{});
    if (restoration_.fingerprint_key.size() != fingerprint_key_size)
      return wrong("document.fingerprint_key", "must be 64 hexadecimal digits");
    return std::nullopt;
  }

  std::optional<Error> keys() { return each("keys", keys_max, &Reader::key); }

  std::optional<Error> key(const std::string& field, const std::string& id, const json& value) {
    if (!is_id(id) || !value.is_object())
      return wrong(field, "must be an object under an id of letters, digits, _ and -");
    const auto secret = value.find("secret");
    if (secret == value.end() || !secret->is_string() || !is_key(secret->get<std::string>()))
      return wrong(field + ".secret", "must be a Gemini key");
    const auto config = members(value, {"name", "weight", "enabled", "project", "priority", "tags", "limits"});
    if (const auto checked = dto::parse_key_patch(config); !checked)
      return inside(field, checked.error());
    auto record = value;
    record["secret"] = box_.seal(secret->get<std::string>(), id);
    const StoreEntry entry{std::string{actors::key_record_prefix} + id, dto::to_text(record)};
    const auto read = actors::key_from_record(entry, box_);
    if (!read)
      return inside(field, read.error());
    if (!restoration_.ids_by_fingerprint.emplace(read->identity.fingerprint, id).second)
      return wrong(field + ".secret", "must not be that of another key too");
    put("", entry.key, entry.value);
    ++restoration_.keys;
    return std::nullopt;
  }

  std::optional<Error> user_keys() { return each("user_keys", keys_max, &Reader::user_key); }

  std::optional<Error> user_key(const std::string& field, const std::string& id, const json& value) {
    if (!is_id(id) || !value.is_object())
      return wrong(field, "must be an object under an id of letters, digits, _ and -");
    const StoreEntry entry{std::string{actors::user_record_prefix} + id, dto::to_text(value)};
    const auto user = actors::user_from_record(entry);
    if (!user)
      return inside(field, user.error());
    const auto print = store::from_hex(user->fingerprint);
    if (!print || print->size() != 32)
      return wrong(field + ".fingerprint", "must be 64 hexadecimal digits");
    if (!prints_.insert(user->fingerprint).second)
      return wrong(field + ".fingerprint", "must not be that of another user key too");
    auto config = members(value, {"name", "rpm", "tpm", "rpd", "max_concurrency", "thinking"});
    if (!user->config.models.empty())
      config["models"] = user->config.models;
    if (const auto checked = dto::parse_create_user_key(config); !checked)
      return inside(field, checked.error());
    put("", entry.key, entry.value);
    ++restoration_.user_keys;
    return std::nullopt;
  }

  std::optional<Error> models() { return each("models", models_max, &Reader::model); }

  std::optional<Error> model(const std::string& field, const std::string& name, const json& value) {
    if (!dto::is_model_name(name))
      return wrong(field, "must have a name of 1 to 128 printable ASCII characters without a space");
    const auto config = dto::parse_model_config(value);
    if (!config)
      return inside(field, config.error());
    for (const auto& alias : config->aliases)
      if (!aliases_.insert(alias).second)
        return wrong(field + ".aliases", "must not hold an alias of another model too");
    put(actors::model_record_prefix, name, dto::to_text(value));
    ++restoration_.models;
    return std::nullopt;
  }

  std::optional<Error> settings() {
    const auto found = content_.find("settings");
    if (found == content_.end())
      return std::nullopt;
    if (const auto checked = dto::parse_settings(*found); !checked)
      return inside("document.settings", checked.error());
    put(actors::settings_record_key, "", dto::to_text(*found));
    return std::nullopt;
  }

  std::optional<Error> limits() { return each("limits", keys_max * 10, &Reader::limits_of_model); }

  std::optional<Error> limits_of_model(const std::string& field, const std::string& name, const json& value) {
    if (name.find('/') == std::string::npos || name.size() > 1'024 || !value.is_object())
      return wrong(field, "must be an object under an owner and a model");
    for (const auto& [member, limit] : value.items())
      if (member == "family" ? !limit.is_string() : !limit.is_number_integer() || limit.get<std::int64_t>() < 0)
        return wrong(field + "." + member, "must be a whole number, or a family's name");
    restoration_.limits[name] = dto::to_text(value);
    return std::nullopt;
  }

  std::optional<Error> environment() { return each("environment", 16, &Reader::variable); }

  std::optional<Error> variable(const std::string& field, const std::string& name, const json& value) {
    if (!is_id(name) || !value.is_string())
      return wrong(field, "must be a fingerprint under a variable's name");
    put("env/", name, value.get<std::string>());
    return std::nullopt;
  }

  const json& content_;
  const SecretBox& box_;
  Restoration restoration_;
  std::set<std::string> prints_;
  std::set<std::string> aliases_;
};

} // namespace

Result<Restoration> read_backup_content(std::string_view content, const SecretBox& box) {
  const auto document = json::parse(content, nullptr, false);
  if (!document.is_object())
    return Error{"document: what it holds is damaged", "document"};
  return Reader{document, box}.read();
}

} // namespace geminid::app
