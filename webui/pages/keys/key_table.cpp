#include "webui/pages/keys/key_table.hpp"

#include "webui/core/format.hpp"
#include "webui/pages/keys/key_cells.hpp"
#include "webui/pages/keys/key_look.hpp"
#include "webui/view/keys_words.hpp"
#include "webui/widgets/controls.hpp"
#include "webui/widgets/frames.hpp"
#include "webui/widgets/language.hpp"
#include "webui/widgets/notes.hpp"

#include <algorithm>
#include <array>

namespace geminid::webui {
namespace {

constexpr float header_height = 38;
constexpr float card_height = 152;
constexpr float card_spark_height = 24;

constexpr Phrase select_page{"Select this page", "选择本页"};
constexpr Phrase select_key{"Select {}", "选择 {}"};
constexpr Phrase open_key{"Open {}", "打开 {}"};
constexpr Phrase weight_of{"Weight of {}", "{} 的权重"};
constexpr Phrase bad_weight{"A weight is a number over 0, at most 1,000", "权重须为大于 0、不超过 1,000 的数"};
constexpr Phrase no_limit{"No limit known", "限额未知"};
constexpr Phrase own_project{"Its own", "独立项目"};

struct Column {
  Phrase title;
  float width; // 0: what is left
};
constexpr std::array columns_shown{
    Column{{"", ""}, 26},
    Column{{"Key", "密钥"}, 0},
    Column{{"State", "状态"}, 138},
    Column{{"Weight", "权重"}, 74},
    Column{{"Project", "项目"}, 104},
    Column{{"Used of its limits", "限额用量"}, 124},
    Column{{"Last hour", "最近 1 小时"}, 84},
    Column{{"Requests", "请求数"}, 108},
    Column{{"Last used", "最近使用"}, 92},
};
constexpr std::size_t activity_column = 6;
/// Below, the names of keys need its room.
constexpr float activity_from = 900;

// The pointer is over the row that begins at the cursor, and not over the header.
bool row_hovered() {
  const auto mouse = ImGui::GetIO().MousePos.y;
  const auto top = ImGui::GetCursorScreenPos().y;
  return mouse >= top && mouse < top + key_row_height && mouse >= ImGui::GetWindowPos().y + header_height &&
         ImGui::IsWindowHovered();
}

} // namespace

void KeyTable::draw_tick(KeyList& list, const dto::Key& key) {
  const bool chosen = list.selection().has(key.id);
  if (webui::draw_tick(filled(tr(select_key), {key_title(key)}),
                       chosen ? KeySelection::Mark::all : KeySelection::Mark::none))
    list.selection().set(key.id, !chosen);
}

void KeyTable::draw_weight(const PageContext& context, KeyList& list, const dto::Key& key, const KeyRow& row) {
  to_middle_of_row(ImGui::GetFrameHeight());
  auto typed = edited_id_ == key.id ? edited_weight_ : row.weight;
  if (text_field("##" + filled(tr(weight_of), {row.title}), typed, {.width = 62, .size_max = 12})) {
    edited_id_ = key.id;
    edited_weight_ = typed;
  }
  if (!field_committed() || edited_id_ != key.id)
    return;
  edited_id_.clear();
  dto::KeyPatch patch;
  patch.weight = parse_weight(typed);
  if (!patch.weight)
    context.tell(NoticeKind::error, tr(bad_weight));
  else if (*patch.weight != key.weight)
    list.change(key.id, patch, [context](const std::optional<ApiError>& error) {
      if (error)
        context.tell(*error);
    });
}

void KeyTable::draw_row(const PageContext& context, KeyList& list, const dto::Key& key) {
  const auto row = make_key_row(key, context.host.now(), locale());
  ImGui::PushID(key.id.c_str());
  ImGui::TableNextRow(ImGuiTableRowFlags_None, key_row_height);
  ImGui::TableNextColumn();
  const bool chosen = list.selection().has(key.id);
  const bool hovered = row_hovered();
  if (chosen || hovered)
    ImGui::TableSetBgColor(ImGuiTableBgTarget_RowBg1, faded(theme().accent, chosen ? 0.13F : 0.06F));
  to_middle_of_row(20);
  draw_tick(list, key);
  ImGui::TableNextColumn();
  const auto corner = ImGui::GetCursorPos();
  if (ImGui::InvisibleButton("open", {std::max(cell_room(), 1.0F), key_row_height}, ImGuiButtonFlags_EnableNav))
    pressed_ = key.id;
  note_widget("button", filled(tr(open_key), {row.title}), row.state);
  ImGui::SetCursorPos(corner);
  draw_lines_cell(row.title, row.subtitle, {14, true, 0});
  ImGui::TableNextColumn();
  draw_state_cell(row);
  ImGui::TableNextColumn();
  draw_weight(context, list, key, row);
  ImGui::TableNextColumn();
  draw_lines_cell(row.project.empty() ? tr(own_project) : row.project, row.priority,
                  row.project.empty() ? muted(14) : TextStyle{14, false, 0});
  ImGui::TableNextColumn();
  draw_use_cell(row);
  ImGui::TableNextColumn();
  if (roomy_) {
    draw_activity_cell(key, context.host.now());
    ImGui::TableNextColumn();
  }
  draw_lines_cell(row.requests, row.failures, {14, true, 0});
  ImGui::TableNextColumn();
  draw_lines_cell(row.last_used, {}, muted(small_text_size));
  // The rest of the row opens it too.
  if (hovered && !ImGui::IsAnyItemHovered()) {
    ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
    if (ImGui::IsMouseReleased(ImGuiMouseButton_Left) && !ImGui::IsAnyItemActive() && ImGui::IsWindowHovered())
      pressed_ = key.id;
  }
  ImGui::PopID();
}

void KeyTable::draw_card(const PageContext& context, KeyList& list, const dto::Key& key) {
  const auto row = make_key_row(key, context.host.now(), locale());
  ImGui::PushID(key.id.c_str());
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(8, 4));
  begin_card("card", {0, card_height});
  const auto corner = ImGui::GetCursorPos();
  // Beside the tick, not below it: a finger does not hover before it presses.
  ImGui::SetCursorPos({corner.x + tick_width, corner.y});
  if (ImGui::InvisibleButton("open", ImGui::GetContentRegionAvail(), ImGuiButtonFlags_EnableNav))
    pressed_ = key.id;
  note_widget("button", filled(tr(open_key), {row.title}), row.state);
  ImGui::SetCursorPos({corner.x - 8, corner.y - 12});
  draw_tick(list, key);
  ImGui::SetCursorPos({corner.x + tick_width - 4, corner.y});
  text_cut(row.title, cell_room() - pill_width(row.state) - 8, bold(15));
  align_right(pill_width(row.state));
  ImGui::SetCursorPosY(corner.y - 2);
  pill(row.state, colour_of(row.tone));
  ImGui::SetCursorPos({corner.x, corner.y + 36});
  auto told = row.subtitle;
  for (const auto& part : {row.reason, row.countdown})
    if (!part.empty())
      told += (told.empty() ? "" : " · ") + part;
  text_cut(told.empty() ? row.priority : told, cell_room(), muted(small_text_size));
  ImGui::SetCursorPos({corner.x, corner.y + 60});
  const std::string used = row.use ? row.use_text : tr(no_limit);
  const TextStyle used_style{small_text_size, false, row.use ? colour_of(row.use_tone) : theme().muted};
  const auto used_width = text_extent(used, used_style).x;
  text_cut(row.summary, cell_room() - used_width - 10, {small_text_size, false, 0});
  align_right(used_width);
  text(used, used_style);
  ImGui::SetCursorPos({corner.x, corner.y + 84});
  progress_bar(row.use ? row.use_hint : used, static_cast<float>(row.use.value_or(0)), colour_of(row.use_tone), 6);
  ImGui::SetCursorPos({corner.x, corner.y + 98});
  draw_activity(key, context.host.now(), card_spark_height);
  if (!row.countdown.empty())
    redraw_within(Duration{1'000});
  end_card();
  ImGui::PopStyleVar();
  ImGui::PopID();
}

void KeyTable::draw_header(KeyList& list) {
  ImGui::TableNextRow(ImGuiTableRowFlags_Headers, header_height);
  ImGui::TableNextColumn();
  to_middle_of_row(20, header_height);
  const auto& keys = list.page()->keys;
  const auto mark = list.selection().mark(keys);
  if (webui::draw_tick(tr(select_page), mark))
    for (const auto& key : keys)
      list.selection().set(key.id, mark != KeySelection::Mark::all);
  for (std::size_t i = 1; i < columns_shown.size(); ++i) {
    if (i == activity_column && !roomy_)
      continue;
    ImGui::TableNextColumn();
    to_middle_of_row(18, header_height);
    text_cut(tr(columns_shown[i].title), cell_room(), muted(small_text_size));
  }
}

std::string KeyTable::draw(const PageContext& context, KeyList& list, float height) {
  pressed_.clear();
  if (!ImGui::IsAnyItemActive())
    edited_id_.clear(); // its field was left, or scrolled away
  const auto& keys = list.page()->keys;
  ImGuiListClipper clipper;
  if (narrow()) {
    clipper.Begin(static_cast<int>(keys.size()), card_height + ImGui::GetStyle().ItemSpacing.y);
    while (clipper.Step())
      for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i)
        draw_card(context, list, keys[static_cast<std::size_t>(i)]);
    return std::move(pressed_);
  }
  ImGui::PushStyleVar(ImGuiStyleVar_CellPadding, ImVec2(7, 0));
  const ImGuiTableFlags flags =
      ImGuiTableFlags_ScrollY | ImGuiTableFlags_BordersInnerH | ImGuiTableFlags_NoSavedSettings;
  roomy_ = cell_room() >= activity_from;
  const auto count = static_cast<int>(columns_shown.size()) - (roomy_ ? 0 : 1);
  if (ImGui::BeginTable(roomy_ ? "keys" : "fewer-columns", count, flags, {0, height})) {
    for (const auto& column : columns_shown)
      if (roomy_ || &column != &columns_shown[activity_column])
        ImGui::TableSetupColumn(
            column.title.english,
            column.width > 0 ? ImGuiTableColumnFlags_WidthFixed : ImGuiTableColumnFlags_WidthStretch, column.width);
    ImGui::TableSetupScrollFreeze(0, 1);
    draw_header(list);
    clipper.Begin(static_cast<int>(keys.size()), key_row_height);
    while (clipper.Step())
      for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i)
        draw_row(context, list, keys[static_cast<std::size_t>(i)]);
    ImGui::EndTable();
  }
  ImGui::PopStyleVar();
  return std::move(pressed_);
}

} // namespace geminid::webui
