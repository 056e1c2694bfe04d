#include "webui/pages/playground/playground_page.hpp"

#include "shared/user_key_list_dto.hpp"
#include "webui/core/format.hpp"
#include "webui/view/user_key_draft.hpp"
#include "webui/widgets/controls.hpp"
#include "webui/widgets/icons.hpp"
#include "webui/widgets/language.hpp"

#include <algorithm>

namespace geminid::webui {
namespace {

constexpr Phrase clear_label{"Clear", "清空"};
constexpr Phrase options_label{"Options", "选项"};
constexpr Phrase message_label{"Message", "消息"};
constexpr Phrase message_hint{"Write to the model. Enter sends, Shift+Enter breaks the line.",
                              "输入消息。Enter 发送，Shift+Enter 换行。"};
constexpr Phrase message_hint_short{"Write to the model", "输入消息"};
constexpr Phrase send_label{"Send", "发送"};
constexpr Phrase stop_label{"Stop", "停止"};
constexpr Phrase made_key{"A key named playground was made. It expires in a day.",
                          "已生成名为 playground 的密钥，一天后到期。"};
constexpr const char* key_name = "playground";
constexpr const char* user_keys_path = "/admin/api/user-keys";
constexpr Duration key_lives{std::chrono::hours{24}};
constexpr float options_width = 320;
constexpr float chat_height_min = 380;
constexpr float composer_height = 84;

} // namespace

void PlaygroundPage::enter(std::string_view details) {
  models_.make_stale();
  if (auto model = detail(details, "model"); !model.empty())
    options_.model = std::move(model);
  if (!narrow())
    composer_.focus();
}

void PlaygroundPage::changed(Change change) {
  if (change == Change::models || change == Change::all)
    models_.make_stale();
}

void PlaygroundPage::load() {
  if (models_.wanted())
    context().client.load(models_, "/admin/api/models", dto::parse_model_list);
  if (options_.model.empty() && !own_model_)
    if (const auto names = model_names(); !names.empty())
      options_.model = names.front();
}

void PlaygroundPage::list_models() {
  allowed_.clear();
  if (key_.empty())
    return;
  HttpRequest request;
  request.path = "/v1/models";
  request.bearer = key_;
  context().host.send(std::move(request), [this, key = key_](const HttpReply& reply) {
    if (!reply.ok() || key != key_)
      return;
    allowed_ = model_ids(reply.body);
  });
}

void PlaygroundPage::draw_actions() {
  const auto options = std::string{icon::settings} + " " + tr(options_label);
  const auto clear = std::string{icon::remove} + " " + tr(clear_label);
  align_right(button_width(clear) + (narrow() ? button_width(options) + 8 : 0));
  if (narrow() && button(options))
    options_open_ = true;
  if (narrow())
    ImGui::SameLine(0, 8);
  if (button(clear, ButtonKind::plain, !session_.messages().empty())) {
    session_.clear();
    composer_.focus();
  }
}

void PlaygroundPage::draw() {
  load();
  session_.look_up();
  const auto room = ImGui::GetContentRegionAvail();
  const auto height = std::max(room.y - 24, chat_height_min);
  if (narrow()) {
    draw_chat({room.x, height});
    if (begin_drawer("##options", tr(options_label), options_open_)) {
      draw_options();
      end_drawer();
    }
    return;
  }
  draw_chat({room.x - options_width - gap, height});
  ImGui::SameLine(0, gap);
  begin_card("##options", {options_width, height});
  heading(tr(options_label), 2);
  draw_options();
  end_card();
}

void PlaygroundPage::draw_chat(ImVec2 size) {
  begin_card("##chat", size);
  const auto below = composer_height + ImGui::GetStyle().ItemSpacing.y * 2;
  ImGui::BeginChild("messages", {0, std::max(ImGui::GetContentRegionAvail().y - below, 120.0F)});
  draw_messages();
  // What arrives is followed, unless the viewer looks at something above.
  if (drawn_revision_ != session_.revision()) {
    if (ImGui::GetScrollY() >= ImGui::GetScrollMaxY() - 60)
      ImGui::SetScrollHereY(1);
    drawn_revision_ = session_.revision();
  }
  ImGui::EndChild();
  draw_composer();
  end_card();
}

void PlaygroundPage::draw_composer() {
  const auto label = std::string{session_.running() ? icon::stop : icon::send} + " " +
                     tr(session_.running() ? stop_label : send_label);
  const auto width = button_width(label);
  const auto room = ImGui::GetContentRegionAvail().x;
  const auto top = ImGui::GetCursorPosY();
  const bool entered = composer_.draw(tr(message_label), tr(narrow() ? message_hint_short : message_hint), text_,
                                      room - width - 12, composer_height);
  ImGui::SameLine(0, 12);
  ImGui::SetCursorPosY(top + composer_height - ImGui::GetFrameHeight());
  if (session_.running()) {
    if (button(label, ButtonKind::danger))
      session_.stop();
  } else if (button(label, ButtonKind::primary, can_send()) || (entered && can_send())) {
    send();
  }
}

bool PlaygroundPage::can_send() const {
  return !session_.running() && !key_.empty() && !options_.model.empty() &&
         text_.find_first_not_of(" \n\t") != std::string::npos &&
         (options_.temperature.empty() || temperature_of(options_.temperature));
}

void PlaygroundPage::send() {
  session_.send(std::exchange(text_, {}), key_, options_, locale());
  if (!narrow())
    composer_.focus();
}

void PlaygroundPage::make_key() {
  making_key_ = true;
  UserKeyDraft draft;
  draft.name = key_name;
  const auto now = context().host.now();
  draft.expires = format_date_time(now + key_lives, locale());
  const auto document = create_document(draft, now, locale());
  if (!document)
    return;
  context().client.call("POST", user_keys_path, *document, [this](const ApiResult& result) {
    making_key_ = false;
    if (!result) {
      context().tell(result.error());
      return;
    }
    auto created = dto::parse_created_user_key(*result);
    if (!created)
      return;
    key_ = std::move(created->secret);
    list_models();
    context().tell(NoticeKind::good, tr(made_key));
  });
}

std::vector<std::string> PlaygroundPage::model_names() const {
  std::vector<std::string> names = allowed_;
  if (names.empty() && models_.get() != nullptr)
    for (const auto& model : *models_.get())
      if (model.config.enabled)
        names.push_back(model.id);
  return names;
}

} // namespace geminid::webui
