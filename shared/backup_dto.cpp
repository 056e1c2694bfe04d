#include "shared/backup_dto.hpp"

namespace geminid::dto {
namespace {

constexpr TextRule new_passphrase_rule{.size_min = passphrase_size_min, .size_max = passphrase_size_max};
constexpr TextRule known_passphrase_rule{.size_min = 1, .size_max = passphrase_size_max};

} // namespace

Result<std::string> parse_backup_request(const json& document) {
  std::string passphrase;
  Fields fields{document};
  fields.required("passphrase").text("passphrase", passphrase, new_passphrase_rule);
  return fields.finish(std::move(passphrase));
}

Result<RestoreRequest> parse_restore_request(const json& document) {
  RestoreRequest request;
  Fields fields{document};
  fields.required("passphrase").text("passphrase", request.passphrase, known_passphrase_rule).required("document");
  if (const auto* backup = fields.member("document")) {
    if (backup->is_string())
      request.document = *backup->get_ptr<const std::string*>();
    else if (backup->is_object())
      request.document = to_text(*backup);
    else
      fields.fail("document", "must be the object that a backup answered, or its text");
  }
  return fields.finish(std::move(request));
}

} // namespace geminid::dto
