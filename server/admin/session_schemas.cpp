#include "server/admin/schema.hpp"
#include "server/admin/schemas.hpp"
#include "shared/session_dto.hpp"

namespace geminid::admin {
namespace {

using namespace schema;

constexpr dto::TextRule known_password_rule{.size_min = 1, .size_max = dto::password_size_max};
constexpr dto::TextRule new_password_rule{.size_min = dto::password_size_min, .size_max = dto::password_size_max};

json session() {
  return object({{"csrf_token", described(text(), "For the header X-CSRF-Token of every call but GET.")},
                 {"expires_at", described(time(), "When it ends whatever happens; unused it ends before.")},
                 {"password_from_environment", boolean()}});
}

json error() {
  return object({{"error", object({{"code", text()},
                                   {"message", described(text(), "For a person.")},
                                   {"field", described(text(), "The dotted name of what was wrong."), false}})}});
}

} // namespace

Schemas session_schemas() {
  return {{"Error", error()},
          {"Session", session()},
          {"Login", with_example(object({{"password", text(known_password_rule)}}), {{"password", "the password"}})},
          {"PasswordChange", with_example(object({{"old", text(known_password_rule)},
                                                  {"new", described(text(new_password_rule), "At least 8 bytes.")}}),
                                          {{"old", "the password"}, {"new", "another password"}})}};
}

} // namespace geminid::admin
