#include "shared/session_dto.hpp"

#include "shared/weak_secrets.hpp"

namespace geminid::dto {
namespace {

constexpr TextRule token_rule{.size_min = 1, .size_max = 256};
constexpr TextRule known_password_rule{.size_min = 1, .size_max = password_size_max, .multiline = true};
constexpr TextRule new_password_rule{.size_min = password_size_min, .size_max = password_size_max};

} // namespace

Result<std::string> parse_login(const json& document) {
  std::string password;
  Fields fields{document};
  fields.required("password").text("password", password, known_password_rule);
  return fields.finish(std::move(password));
}

Result<PasswordChange> parse_password_change(const json& document) {
  PasswordChange change;
  Fields fields{document};
  fields.required("old").text("old", change.old_password, known_password_rule);
  fields.required("new").text("new", change.new_password, new_password_rule);
  if (fields.ok() && is_known_weak(change.new_password))
    fields.fail("new", "must not be a password that everybody knows");
  return fields.finish(std::move(change));
}

Result<Session> parse_session(const json& document) {
  Session session;
  Fields fields{document};
  fields.required("csrf_token")
      .text("csrf_token", session.csrf_token, token_rule)
      .required("expires_at")
      .instant("expires_at", session.expires_at)
      .boolean("password_from_environment", session.password_from_environment);
  return fields.finish(std::move(session));
}

json to_json(const Session& session) {
  return {{"csrf_token", session.csrf_token},
          {"expires_at", to_rfc3339(session.expires_at)},
          {"password_from_environment", session.password_from_environment}};
}

} // namespace geminid::dto
