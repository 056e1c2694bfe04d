#include "webui/view/audit_view.hpp"

#include "webui/core/format.hpp"
#include "webui/view/log_view.hpp"
#include "webui/view/status_tone.hpp"

#include <algorithm>
#include <array>

namespace geminid::webui {
namespace {

constexpr std::size_t line_max = 240;

// In the order of dto::AuditActor.
constexpr std::array actors{Phrase{"Nobody", "未登录"}, Phrase{"Token", "令牌"}, Phrase{"Admin", "管理员"},
                            Phrase{"geminid", "geminid"}};

struct Operation {
  std::string_view name;
  Phrase words;
};
constexpr std::array operations{Operation{"login", {"Logged in", "登录"}},
                                Operation{"logout", {"Logged out", "退出登录"}},
                                Operation{"logoutEverywhere", {"Ended all sessions", "结束所有会话"}},
                                Operation{"changePassword", {"Changed the password", "修改密码"}},
                                Operation{"addKeys", {"Added keys", "添加密钥"}},
                                Operation{"changeKeys", {"Changed many keys", "批量更改密钥"}},
                                Operation{"checkKeys", {"Checked keys", "检查密钥"}},
                                Operation{"checkKey", {"Checked a key", "检查密钥"}},
                                Operation{"cancelCheckJob", {"Cancelled a check", "取消检查"}},
                                Operation{"patchKey", {"Changed a key", "更改密钥"}},
                                Operation{"deleteKey", {"Deleted a key", "删除密钥"}},
                                Operation{"createUserKey", {"Created a user key", "创建用户密钥"}},
                                Operation{"patchUserKey", {"Changed a user key", "更改用户密钥"}},
                                Operation{"deleteUserKey", {"Deleted a user key", "删除用户密钥"}},
                                Operation{"putModel", {"Changed a model", "更改模型"}},
                                Operation{"deleteModel", {"Reset a model", "重置模型"}},
                                Operation{"patchSettings", {"Changed settings", "更改设置"}},
                                Operation{"backUp", {"Made a backup", "制作备份"}},
                                Operation{"restore", {"Restored a backup", "恢复备份"}}};

bool says_nothing(const dto::json& details) {
  return details.is_null() || (details.is_structured() && details.empty());
}

} // namespace

std::string operation_name(std::string_view operation, Language language) {
  const auto found =
      std::find_if(operations.begin(), operations.end(), [&](const auto& known) { return known.name == operation; });
  return found == operations.end() ? std::string{operation} : std::string{found->words.in(language)};
}

AuditRow make_audit_row(const dto::AuditEntry& entry, const Locale& locale) {
  AuditRow row;
  row.id = entry.id;
  row.when = format_date_time(entry.at, locale).substr(5, 5) + " " + format_time_of_day(entry.at, locale);
  row.who = actors[static_cast<std::size_t>(entry.actor)].in(locale);
  row.what = operation_name(entry.action, locale.language);
  row.target = entry.target;
  row.from = entry.address;
  row.status = status_text(entry.status, locale.language);
  row.tone = status_tone(entry.status);
  if (!says_nothing(entry.details)) {
    row.details = dto::to_text(entry.details);
    if (row.details.size() > line_max) {
      auto end = line_max;
      while (end > 0 && (static_cast<unsigned char>(row.details[end]) & 0xC0U) == 0x80U)
        --end; // not within a character
      row.details.resize(end);
      row.details += "…";
    }
  }
  row.spoken = row.when + " " + row.who + " " + row.what + " " + row.target + " " + row.status;
  return row;
}

std::string audit_details(const dto::AuditEntry& entry) {
  if (says_nothing(entry.details))
    return {};
  return entry.details.dump(2, ' ', false, dto::json::error_handler_t::replace);
}

} // namespace geminid::webui
