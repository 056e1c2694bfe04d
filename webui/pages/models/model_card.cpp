// How one model is drawn among the others.
#include "webui/core/format.hpp"
#include "webui/pages/models/models_page.hpp"
#include "webui/widgets/controls.hpp"
#include "webui/widgets/icons.hpp"
#include "webui/widgets/language.hpp"

#include <algorithm>

namespace geminid::webui {
namespace {

constexpr Phrase enable_label{"Enable {}", "启用 {}"};
constexpr Phrase edit_label{"Configure {}", "配置 {}"};
constexpr Phrase by_default{"Default configuration", "默认配置"};
constexpr std::size_t facts_max = 6;
constexpr float line_height = 19;

void draw_window(const ModelWindowView& window, float width) {
  const auto top = ImGui::GetCursorPos();
  const auto limit = text_extent(window.limit, muted(small_text_size));
  text(window.name, {small_text_size, true, 0});
  ImGui::SetCursorPos({top.x + std::max(width - limit.x, 44.0F), top.y});
  text_cut(window.limit, std::min(limit.x + 1, width - 44), muted(small_text_size));
  ImGui::SetCursorPos({top.x, top.y + 21});
  const auto share = window.share.value_or(0);
  progress_bar(window.name + " " + window.pool, share,
               share >= 1      ? theme().bad
               : share >= 0.8F ? theme().warn
                               : theme().accent,
               5);
  ImGui::SetCursorPos({top.x, top.y + 30});
  const auto words = window.reset.empty() ? window.pool : window.pool + " · " + window.reset;
  text_cut(words, width, muted(12));
  ImGui::SetCursorPos({top.x, top.y + 54});
}

} // namespace

float ModelsPage::card_height(const ModelsView& view) {
  std::size_t facts = 1;
  for (const auto& card : view.cards)
    facts = std::max(facts, std::min(card.facts.size(), facts_max));
  return 254 + line_height * static_cast<float>(facts);
}

bool ModelsPage::draw_card(const ModelCard& card, ImVec2 size) {
  ImGui::PushID(card.id.c_str());
  begin_card("##model", size);
  const auto room = ImGui::GetContentRegionAvail().x;
  const auto at = ImGui::GetCursorPos();
  const auto actions = 38 + 8 + ImGui::GetFrameHeight();
  ImGui::SetCursorPos({at.x, at.y + 2});
  text_cut(card.id, room - actions - 10, {title_size, true, card.enabled ? 0 : theme().muted});
  ImGui::SetCursorPos({at.x + room - actions, at.y - 4});
  bool enabled = card.enabled;
  if (toggle("##" + filled(tr(enable_label), {card.id}), enabled))
    set_enabled(card.id, enabled);
  ImGui::SameLine(0, 8);
  const bool edits = icon_button(icon::edit, filled(tr(edit_label), {card.id}));
  ImGui::SetCursorPos({at.x, at.y + 30});
  text_cut(card.keys, room, muted(small_text_size));
  ImGui::SetCursorPos({at.x, at.y + 60});
  for (const auto& window : card.windows)
    draw_window(window, room);
  auto y = at.y + 60 + 54 * 3 + 2;
  const auto line = [&](const std::string& words) {
    ImGui::SetCursorPos({at.x, y});
    text_cut(words, room, muted(12));
    y += line_height;
  };
  if (!card.configured && card.facts.empty())
    line(tr(by_default));
  for (std::size_t i = 0; i < std::min(card.facts.size(), facts_max); ++i)
    line(card.facts[i]);
  end_card();
  ImGui::PopID();
  return edits;
}

} // namespace geminid::webui
