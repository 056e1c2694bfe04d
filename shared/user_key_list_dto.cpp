#include "shared/user_key_list_dto.hpp"

namespace geminid::dto {

Result<std::vector<UserKey>> parse_user_key_list(const json& document) {
  std::vector<UserKey> keys;
  std::int64_t total = 0;
  Fields fields{document};
  fields.integer("total", total, count_range);
  const auto* list = fields.required("user_keys").member("user_keys");
  if (list != nullptr && !list->is_array())
    fields.fail("user_keys", "must be a list");
  if (list != nullptr && list->is_array())
    for (const auto& entry : *list) {
      auto key = parse_user_key(entry);
      if (!key)
        return Error{key.error().message, "user_keys." + key.error().field};
      keys.push_back(std::move(*key));
    }
  return fields.finish(std::move(keys));
}

Result<CreatedUserKey> parse_created_user_key(const json& document) {
  CreatedUserKey created;
  auto rest = document;
  if (const auto* secret = rest.is_object() && rest.contains("key") ? &rest["key"] : nullptr;
      secret == nullptr || !secret->is_string())
    return Error{"key must be a text", "key"};
  created.secret = rest["key"].get<std::string>();
  rest.erase("key");
  auto key = parse_user_key(rest);
  if (!key)
    return key.error();
  created.key = std::move(*key);
  return created;
}

} // namespace geminid::dto
