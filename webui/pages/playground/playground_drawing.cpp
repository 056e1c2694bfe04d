// The conversation and the options of the playground.
#include "webui/core/format.hpp"
#include "webui/pages/playground/playground_page.hpp"
#include "webui/pages/thinking_fields.hpp"
#include "webui/widgets/controls.hpp"
#include "webui/widgets/icons.hpp"
#include "webui/widgets/language.hpp"
#include "webui/widgets/notes.hpp"

#include <algorithm>
#include <cfloat>

namespace geminid::webui {
namespace {

constexpr Phrase empty_title{"Ask a model through the gateway", "通过网关向模型提问"};
constexpr Phrase empty_explained{
    "It is a request like any client's: counted, logged, served by the key that the routing chooses.",
    "与客户端请求完全相同：计入限额、写入日志，并由路由选择的密钥处理。"};
constexpr Phrase you{"You", "我"};
constexpr Phrase model_word{"Model", "模型"};
constexpr Phrase thinking_word{"Thinking", "思考过程"};
constexpr Phrase waiting_word{"Waiting for the first token…", "等待首个 Token…"};
constexpr Phrase stopped_word{"Stopped", "已停止"};
constexpr Phrase served{"served by {}", "由 {} 处理"};
constexpr Phrase cut_off{"The answer was cut off at the length limit", "回答因长度限制而截断"};
constexpr Phrase copy_label{"Copy answer {}", "复制第 {} 条回答"};
constexpr Phrase again_label{"Ask again", "重新回答"};
constexpr Phrase copied{"Copied", "已复制"};

constexpr Phrase needs_key{"A user key is needed, as for any client: paste one in the options, or make one.",
                           "与任何客户端一样需要用户密钥：请在选项中粘贴，或生成一个。"};
constexpr Phrase key_label{"User key", "用户密钥"};
constexpr Phrase key_kept{"Kept in this page's memory alone.", "只保存在本页面的内存中。"};
constexpr Phrase make_label{"Make a key for the playground", "为试验场生成密钥"};
constexpr Phrase models_label{"Model", "模型"};
constexpr Phrase own_model_label{"Model's name", "模型名"};
constexpr Phrase another{"Another, by name…", "其他（填写名称）…"};
constexpr Phrase thinking_label{"Thinking", "思考"};
constexpr Phrase thinking_inherited{"As the gateway is set", "跟随网关设置"};
constexpr Phrase show_thoughts{"Show the thoughts", "显示思考过程"};
constexpr Phrase system_label{"System prompt", "系统提示词"};
constexpr Phrase temperature_label{"Temperature, 0 to 2", "温度（0 到 2）"};
constexpr Phrase temperature_hint{"the model's own", "模型默认"};
constexpr Phrase temperature_bad{"A number from 0 to 2", "须为 0 到 2 之间的数"};

struct Bubble {
  std::string_view text;
  TextStyle style;
  ImU32 fill;
  bool at_right;
};

// As wide as its text, at most as wide as there is room.
void draw_bubble(const Bubble& bubble) {
  constexpr ImVec2 padding{14, 10};
  const auto room = ImGui::GetContentRegionAvail().x;
  const auto wrap = std::max(room * (bubble.at_right ? 0.82F : 1.0F) - padding.x * 2, 60.0F);
  auto* const font = bubble.style.bold ? bold_font() : regular_font();
  const auto* const begin = bubble.text.data();
  const auto* const end = begin + bubble.text.size();
  const auto words = font->CalcTextSizeA(bubble.style.size, FLT_MAX, wrap, begin, end);
  const ImVec2 size{words.x + padding.x * 2, words.y + padding.y * 2};
  if (bubble.at_right)
    ImGui::SetCursorPosX(ImGui::GetCursorPosX() + room - size.x);
  const auto from = ImGui::GetCursorScreenPos();
  auto* const list = ImGui::GetWindowDrawList();
  list->AddRectFilled(from, {from.x + size.x, from.y + size.y}, bubble.fill, 12);
  ImGui::Dummy(size);
  note_text("text", bubble.text);
  if (ImGui::IsItemVisible())
    list->AddText(font, bubble.style.size, {from.x + padding.x, from.y + padding.y},
                  bubble.style.colour != 0 ? bubble.style.colour : theme().text, begin, end, wrap);
}

void role(std::string_view name, bool at_right) {
  const TextStyle style{12, true, theme().muted};
  if (at_right)
    ImGui::SetCursorPosX(ImGui::GetCursorPosX() + ImGui::GetContentRegionAvail().x - text_extent(name, style).x - 4);
  text(name, style);
}

void draw_answer(const ChatMessage& answer) {
  role(answer.model.empty() ? tr(model_word) : answer.model, false);
  if (!answer.reasoning.empty()) {
    text(tr(thinking_word), muted(12));
    draw_bubble({answer.reasoning, muted(small_text_size), faded(theme().line, 0.35F), false});
  }
  if (answer.state == AnswerState::waiting)
    text(tr(waiting_word), muted(14));
  if (!answer.text.empty())
    draw_bubble({answer.text, {}, theme().field, false});
  if (!answer.error.empty())
    notice(NoticeKind::error, answer.error);
  if (answer.state == AnswerState::stopped)
    pill(tr(stopped_word), theme().warn);
  if (answer.finish == "length")
    notice(NoticeKind::warning, tr(cut_off));
  auto figures = figures_of(answer, locale());
  if (!answer.served_by.empty())
    figures += (figures.empty() ? "" : " · ") + filled(tr(served), {answer.served_by});
  if (!figures.empty())
    paragraph(figures, muted(12));
}

} // namespace

void PlaygroundPage::draw_messages() {
  const auto& messages = session_.messages();
  if (messages.empty())
    empty_state(icon::chat, tr(empty_title), tr(empty_explained));
  bool again = false;
  for (std::size_t i = 0; i < messages.size(); ++i) {
    const auto& message = messages[i];
    ImGui::PushID(static_cast<int>(i));
    if (message.from_user) {
      role(tr(you), true);
      draw_bubble({message.text, {}, faded(theme().accent, 0.20F), true});
    } else {
      draw_answer(message);
      const bool last = i + 1 == messages.size() && !session_.running();
      if (!message.text.empty() && icon_button(icon::copy, filled(tr(copy_label), {std::to_string(i / 2 + 1)}))) {
        context().host.copy(message.text);
        context().tell(NoticeKind::good, tr(copied));
      }
      if (last) {
        if (!message.text.empty())
          ImGui::SameLine(0, 2);
        again = icon_button(icon::refresh, tr(again_label));
      }
    }
    ImGui::PopID();
    space(4);
  }
  if (key_.empty()) {
    notice(NoticeKind::info, tr(needs_key));
    if (narrow() && button(tr(make_label), ButtonKind::primary, !making_key_))
      make_key();
  }
  if (again)
    session_.again(key_, options_, locale());
}

void PlaygroundPage::draw_options() {
  draw_key();
  space();
  draw_model();
  thinking_fields(tr(thinking_label), options_.thinking, thinking_inherited);
  if (static_cast<ThinkingChoice>(options_.thinking.choice) == ThinkingChoice::inherited)
    toggle(tr(show_thoughts), options_.thinking.include_thoughts);
  space();
  text_field(tr(system_label), options_.system, {.lines = 4, .size_max = 64U << 10U});
  text_field(tr(temperature_label), options_.temperature, {.hint = tr(temperature_hint), .size_max = 10});
  if (!options_.temperature.empty() && !temperature_of(options_.temperature))
    text(tr(temperature_bad), {small_text_size, false, theme().warn});
}

void PlaygroundPage::draw_key() {
  text_field(tr(key_label), key_, {.hint = "sk-…", .password = true, .size_max = 200});
  if (field_committed())
    list_models();
  text(tr(key_kept), muted(12));
  if (key_.empty() && button(tr(make_label), ButtonKind::primary, !making_key_))
    make_key();
}

void PlaygroundPage::draw_model() {
  const auto names = model_names();
  std::vector<const char*> choices;
  choices.reserve(names.size() + 1);
  for (const auto& name : names)
    choices.push_back(name.c_str());
  choices.push_back(tr(another));
  const auto found = std::find(names.begin(), names.end(), options_.model);
  own_model_ = own_model_ || (found == names.end() && !options_.model.empty());
  auto chosen = static_cast<int>(own_model_ ? names.size() : static_cast<std::size_t>(found - names.begin()));
  if (select(tr(models_label), chosen, choices)) {
    own_model_ = chosen == static_cast<int>(names.size());
    options_.model = own_model_ ? std::string{} : names[static_cast<std::size_t>(chosen)];
  }
  if (own_model_)
    text_field(tr(own_model_label), options_.model, {.hint = "gemini-2.5-flash", .size_max = 128});
}

} // namespace geminid::webui
