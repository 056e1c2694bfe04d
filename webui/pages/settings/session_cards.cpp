#include "webui/pages/settings/session_cards.hpp"

#include "webui/view/settings_view.hpp"
#include "webui/widgets/controls.hpp"
#include "webui/widgets/language.hpp"

namespace geminid::webui {
namespace {

constexpr Phrase password_title{"Password", "管理员密码"};
constexpr Phrase password_words{"At least 8 characters. All other sessions end.",
                                "至少 8 个字符；修改后其他登录全部失效。"};
constexpr Phrase from_environment{
    "The password is set by GEMINID_ADMIN_PASSWORD: change it there, then restart. A change here would be lost.",
    "密码由环境变量 GEMINID_ADMIN_PASSWORD 指定：请在那里修改并重启，在此修改不会保留。"};
constexpr Phrase old_label{"Present password", "当前密码"};
constexpr Phrase new_label{"New password", "新密码"};
constexpr Phrase repeated_label{"New password again", "再次输入新密码"};
constexpr Phrase change_label{"Change password", "修改密码"};
constexpr Phrase changed_text{"The password is changed; all other sessions have ended.",
                              "密码已修改，其他登录均已失效。"};
constexpr Phrase sessions_title{"Sessions", "登录会话"};
constexpr Phrase by_token{"This call has no session of its own.", "当前访问没有登录会话。"};
constexpr Phrase everywhere_label{"Log out everywhere…", "退出所有登录…"};
constexpr Phrase sure_words{"Every browser must log in again, this one too.",
                            "所有浏览器都需要重新登录，包括当前浏览器。"};
constexpr Phrase sure_label{"Log out everywhere now", "立即退出所有登录"};
constexpr Phrase cancel_label{"Stay logged in", "保持登录"};

} // namespace

void SessionCards::load() {
  if (session_.wanted())
    context_.client.load(session_, "/admin/api/session", dto::parse_session);
}

void SessionCards::draw_password(float width) {
  begin_card("##password", {width, 0});
  heading(tr(password_title), 2);
  const auto* const session = session_.get();
  if (session != nullptr && session->password_from_environment) {
    notice(NoticeKind::info, tr(from_environment));
    end_card();
    return;
  }
  paragraph(tr(password_words), muted(small_text_size));
  TextFieldOptions options;
  options.password = true;
  options.size_max = dto::password_size_max;
  bool edited = text_field(tr(old_label), old_, options);
  edited = text_field(tr(new_label), new_, options) || edited;
  edited = text_field(tr(repeated_label), repeated_, options) || edited;
  if (edited)
    error_.clear();
  const auto problem = password_problem(new_, repeated_, locale());
  if (!problem.empty() || !error_.empty())
    paragraph(error_.empty() ? problem : error_, {small_text_size, false, theme().bad});
  if (button(tr(change_label), ButtonKind::primary, !old_.empty() && is_new_password(new_, repeated_) && !changing_))
    change_password();
  end_card();
}

void SessionCards::change_password() {
  changing_ = true;
  context_.client.call("POST", "/admin/api/password", {{"old", old_}, {"new", new_}}, [this](const ApiResult& result) {
    changing_ = false;
    if (!result) {
      error_ = result.error().message;
      return;
    }
    for (auto* secret : {&old_, &new_, &repeated_})
      secret->clear();
    session_.make_stale();
    context_.tell(NoticeKind::good, tr(changed_text));
  });
}

void SessionCards::draw_sessions(float width) {
  begin_card("##sessions", {width, 0});
  heading(tr(sessions_title), 2);
  if (const auto* const session = session_.get())
    paragraph(session_text(*session, context_.host.now(), locale()), muted(14));
  else if (!session_.error().empty())
    paragraph(tr(by_token), muted(14));
  if (!asked_) {
    if (button(tr(everywhere_label), ButtonKind::danger))
      asked_ = true;
  } else {
    paragraph(tr(sure_words), {14, false, 0});
    if (button(tr(sure_label), ButtonKind::danger))
      log_out_everywhere();
    ImGui::SameLine(0, 8);
    if (button(tr(cancel_label)))
      asked_ = false;
  }
  end_card();
}

void SessionCards::log_out_everywhere() {
  asked_ = false;
  context_.client.call("POST", "/admin/api/logout-everywhere", nullptr, [this](const ApiResult& result) {
    if (result)
      context_.host.ask_for_login();
    else
      context_.tell(result.error());
  });
}

} // namespace geminid::webui
