#include "webui/pages/overview/cards.hpp"
#include "webui/widgets/icons.hpp"
#include "webui/widgets/language.hpp"
#include "webui/widgets/rows.hpp"
#include "webui/widgets/surfaces.hpp"

namespace geminid::webui::overview {
namespace {

constexpr Phrase title{"Needs attention", "需要关注"};
constexpr Phrase well{"All is well", "一切正常"};
constexpr Phrase well_detail{"No key, model or limit asks for anything.", "密钥、模型和限额都没有异常。"};

const char* mark_of(Tone tone) {
  return tone == Tone::bad ? icon::error : tone == Tone::warn ? icon::warning : icon::info;
}

bool draw_row(const Attention& item, std::size_t index) {
  const auto height = item.detail.empty() ? 36.0F : 52.0F;
  const auto row = press_row("##attention" + std::to_string(index), item.text + ". " + item.detail, height, "link");
  const auto colour = colour_of(item.tone);
  auto* const list = ImGui::GetWindowDrawList();
  const ImVec2 mark{row.from.x + 6, row.middle() - 15};
  list->AddRectFilled(mark, {mark.x + 30, mark.y + 30}, faded(colour, 0.13F), 9);
  list->AddText(regular_font(), 17, {mark.x + 6.5F, mark.y + 5}, colour, mark_of(item.tone));
  const auto left = mark.x + 42;
  const auto room = row.to.x - left - 28;
  draw_cut({left, item.detail.empty() ? row.middle() - 9 : row.from.y + 8}, room, item.text, {14, true, 0});
  draw_cut({left, row.from.y + 28}, room, item.detail, muted(13));
  list->AddText(regular_font(), 18, {row.to.x - 24, row.middle() - 9}, row.hovered ? theme().text : theme().muted,
                icon::right);
  return row.pressed;
}

} // namespace

std::optional<std::size_t> draw_attention(ImVec2 size, const std::vector<Attention>& list) {
  std::optional<std::size_t> pressed;
  begin_card("attention", size);
  heading(tr(title), 2);
  if (list.empty()) {
    space(size.y > 0 ? 20 : 0);
    empty_state(icon::check, tr(well), tr(well_detail));
    end_card();
    return pressed;
  }
  // What does not fit is scrolled to; a card that grows has room for all.
  const bool scrolled = size.y > 0;
  if (scrolled) {
    ImGui::PushStyleColor(ImGuiCol_ChildBg, theme().card);
    ImGui::BeginChild("list", {0, 0});
    ImGui::PopStyleColor();
  }
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, 2));
  for (std::size_t i = 0; i < list.size(); ++i)
    if (draw_row(list[i], i))
      pressed = i;
  ImGui::PopStyleVar();
  if (scrolled)
    ImGui::EndChild();
  end_card();
  return pressed;
}

} // namespace geminid::webui::overview
