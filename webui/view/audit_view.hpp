// The audit log in words. Pure.
#pragma once

#include "shared/audit_dto.hpp"
#include "webui/core/locale.hpp"
#include "webui/core/tone.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace geminid::webui {

struct AuditRow {
  std::string id;
  std::string when;
  std::string who;
  std::string what;
  std::string target; // empty: none
  std::string from;   // the address
  std::string status;
  Tone tone = Tone::good;
  std::string details; // on one line, cut; empty where there is nothing
  std::string spoken;
};
[[nodiscard]] AuditRow make_audit_row(const dto::AuditEntry& entry, const Locale& locale);
/// An operation of the API in words; what is not known stays as it is.
[[nodiscard]] std::string operation_name(std::string_view operation, Language language);
/// What was asked for, over several lines; empty where there is nothing.
[[nodiscard]] std::string audit_details(const dto::AuditEntry& entry);

} // namespace geminid::webui
