#include "server/admin/schema.hpp"
#include "server/admin/schemas.hpp"
#include "shared/backup_dto.hpp"

namespace geminid::admin {
namespace {

using namespace schema;

json back_up() {
  const auto passphrase = text({.size_min = dto::passphrase_size_min, .size_max = dto::passphrase_size_max});
  return with_example(object({{"passphrase", passphrase}}), {{"passphrase", "correct horse battery"}});
}

json restore() {
  const json document{{"type", json::array({"object", "string"})}};
  return with_example(object({{"passphrase", text({.size_min = 1, .size_max = dto::passphrase_size_max})},
                              {"document", described(document, "What a backup answered, or its text.")}}),
                      {{"passphrase", "correct horse battery"}, {"document", "{}"}});
}

} // namespace

Schemas backup_schemas() {
  return {{"BackUp", back_up()},
          {"BackedUp", described({{"type", "object"}}, "An encrypted document; to be kept as it is.")},
          {"Restore", restore()},
          {"Restored", described(object({{"keys", count()},
                                         {"user_keys", count()},
                                         {"models", count()},
                                         {"csrf_token", text(), false},
                                         {"expires_at", time(), false},
                                         {"password_from_environment", boolean(), false}}),
                                 "With a session's new token where all sessions have ended.")}};
}

} // namespace geminid::admin
