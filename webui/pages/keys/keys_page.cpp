#include "webui/pages/keys/keys_page.hpp"

#include "webui/core/format.hpp"
#include "webui/pages/keys/key_bulk.hpp"
#include "webui/pages/keys/key_look.hpp"
#include "webui/view/key_states.hpp"
#include "webui/widgets/controls.hpp"
#include "webui/widgets/frames.hpp"
#include "webui/widgets/icons.hpp"
#include "webui/widgets/language.hpp"
#include "webui/widgets/notes.hpp"

#include <algorithm>
#include <array>

namespace geminid::webui {
namespace {

constexpr Duration search_after{250};
constexpr Duration counts_every{5'000};
constexpr float table_height_min = 320;

constexpr Phrase add_keys{"Add keys", "添加密钥"};
constexpr Phrase check_all{"Check all", "检查全部"};
constexpr Phrase search_label{"Search keys", "搜索密钥"};
constexpr Phrase search_hint{"Name, key, project or tag", "名称、密钥、项目或标签"};
constexpr Phrase any_state{"All", "全部"};
constexpr Phrase state_label{"State", "状态"};
constexpr Phrase sort_label{"Order", "排序"};
constexpr std::array sorts{Phrase{"Order: added", "按添加顺序"}, Phrase{"Order: name", "按名称排序"},
                           Phrase{"Order: state", "按状态排序"}};
constexpr Phrase previous_page{"Previous page", "上一页"};
constexpr Phrase next_page{"Next page", "下一页"};
constexpr Phrase no_keys{"No Gemini keys yet", "还没有 Gemini 密钥"};
constexpr Phrase no_keys_words{
    "Keys come from Google AI Studio: open aistudio.google.com, press “Get API key”, copy them and paste all of them "
    "here "
    "at once.",
    "密钥来自 Google AI Studio：打开 aistudio.google.com，点击“Get API key”，复制后可一次全部粘贴到这里。"};
constexpr Phrase paste_keys{"Paste keys", "粘贴密钥"};
constexpr Phrase no_match{"No key matches", "没有匹配的密钥"};
constexpr Phrase no_match_words{"Another search or another state may find it.", "请换一个关键词或状态再试。"};
constexpr Phrase show_all{"Show all keys", "显示全部密钥"};

std::int64_t count_of(const Live& live, dto::KeyState state) {
  const auto* const pulse = live.latest();
  if (pulse == nullptr)
    return 0;
  const auto found = pulse->keys.find(std::string{dto::enum_name(dto::key_state_names(), state)});
  return found == pulse->keys.end() ? 0 : found->second;
}

} // namespace

void KeysPage::enter(std::string_view details) {
  const auto state = detail(details, "state");
  const auto text = detail(details, "q");
  if (!state.empty() || !text.empty()) {
    search_ = text;
    typed_at_.reset();
    list_.look_at({key_state_named(state), text, list_.filter().sort});
  }
  list_.make_stale();
  hints_.make_stale();
  if (auto id = detail(details, "id"); !id.empty())
    drawer_.open(context(), list_, std::move(id));
  else
    drawer_.close();
  if (detail(details, "import") == "1")
    import_.open();
}

void KeysPage::changed(Change change) {
  if (change == Change::hints || change == Change::all)
    hints_.make_stale();
  const bool of_keys = change == Change::keys || change == Change::check || change == Change::all;
  // The counts in the rows move with the traffic, and are shown once more when it has ended.
  const auto* const pulse = context().live.latest();
  const auto now = context().host.now();
  counts_moved_ = counts_moved_ || (change == Change::pulse && pulse != nullptr && pulse->attempts > 0);
  const bool counts = counts_moved_ && (!refreshed_at_ || now - *refreshed_at_ >= counts_every);
  if (!of_keys && !counts)
    return;
  refreshed_at_ = now;
  counts_moved_ = false;
  list_.refresh_soon();
  drawer_.refresh_soon();
}

void KeysPage::draw_actions() {
  const TouchTargets touch;
  const auto add = std::string{icon::add} + " " + tr(add_keys);
  const auto check = std::string{icon::check} + " " + tr(check_all);
  const bool small = narrow();
  align_right(button_width(add) + 8 + (small ? ImGui::GetFrameHeight() : button_width(check)));
  const bool some = list_.page() != nullptr && list_.page()->total > 0;
  if (small ? icon_button(icon::check, tr(check_all), some) : button(check, ButtonKind::plain, some))
    list_.check({});
  ImGui::SameLine(0, 8);
  if (button(add, ButtonKind::primary))
    import_.open();
}

void KeysPage::draw() {
  const TouchTargets touch;
  list_.keep_fresh();
  draw_check_progress(context(), list_);
  hints_.draw(list_);
  if (!list_.error().empty())
    notice(NoticeKind::error, list_.error());
  if (list_.page() == nullptr) {
    if (list_.loading())
      loading_line();
  } else {
    const bool unfiltered = !list_.filter().state && list_.filter().text.empty();
    if (list_.page()->total > 0 || !unfiltered || !search_.empty())
      draw_filters();
    draw_bulk_bar(list_);
    if (list_.page()->keys.empty() && !list_.pages().can_go_back())
      draw_nothing();
    else
      draw_list();
  }
  if (drawer_.draw(context(), list_))
    context().host.set_location("keys");
  import_.draw(context(), list_);
}

void KeysPage::draw_states(KeyFilter& filter) {
  const auto pill_of = [&](const Phrase& phrase, std::int64_t count, std::optional<dto::KeyState> state) {
    auto shown = std::string{tr(phrase)};
    if (count > 0)
      shown += " " + format_integer(count);
    shown += "##" + std::string{phrase.english};
    ImGui::SameLine(0, 6);
    if (ImGui::GetContentRegionAvail().x < button_width(shown))
      ImGui::NewLine();
    if (filter_pill(shown, filter.state == state))
      filter.state = state;
    note_widget("checkbox", tr(phrase), format_integer(count));
  };
  pill_of(any_state, 0, std::nullopt);
  for (const auto& [state, name] : dto::key_state_names()) {
    const auto count = count_of(context().live, state);
    if (count > 0 || filter.state == state || state == dto::KeyState::healthy)
      pill_of(key_state_phrase(state), count, state);
  }
}

void KeysPage::draw_sort(KeyFilter& filter, float width) {
  std::array<const char*, sorts.size()> names{};
  for (std::size_t i = 0; i < sorts.size(); ++i)
    names[i] = tr(sorts[i]);
  auto chosen = static_cast<int>(filter.sort);
  if (select("##" + std::string{tr(sort_label)}, chosen, names, width))
    filter.sort = static_cast<KeySort>(chosen);
}

void KeysPage::draw_filters() {
  auto filter = list_.filter();
  const auto now = context().host.now();
  const bool small = narrow();
  if (text_field("##" + std::string{tr(search_label)}, search_,
                 {.hint = tr(search_hint), .width = small ? 0.0F : 250.0F, .size_max = 200}))
    typed_at_ = now;
  if (typed_at_ && now - *typed_at_ >= search_after) {
    typed_at_.reset();
    filter.text = search_;
  } else if (typed_at_) {
    redraw_within(search_after - (now - *typed_at_));
  }
  if (small) {
    const auto width = (ImGui::GetContentRegionAvail().x - 8) / 2;
    std::array<const char*, 7> states{tr(any_state)};
    int chosen = 0;
    for (std::size_t i = 0; i < dto::key_state_names().size(); ++i) {
      const auto state = dto::key_state_names()[i].first;
      states[i + 1] = tr(key_state_phrase(state));
      if (filter.state == state)
        chosen = static_cast<int>(i + 1);
    }
    if (select("##" + std::string{tr(state_label)}, chosen, states, width))
      filter.state = chosen == 0 ? std::nullopt
                                 : std::optional{dto::key_state_names()[static_cast<std::size_t>(chosen - 1)].first};
    ImGui::SameLine(0, 8);
    draw_sort(filter, width);
  } else {
    ImGui::SameLine(0, 8);
    draw_sort(filter, 160);
    draw_states(filter);
  }
  list_.look_at(std::move(filter));
}

void KeysPage::draw_list() {
  const bool small = narrow();
  if (!small) {
    const auto height = std::max(ImGui::GetContentRegionAvail().y - 24, table_height_min);
    begin_card("list", {0, height});
  }
  const auto pressed =
      table_.draw(context(), list_, small ? 0 : ImGui::GetContentRegionAvail().y - ImGui::GetFrameHeightWithSpacing());
  draw_pager();
  if (!small)
    end_card();
  if (pressed.empty())
    return;
  drawer_.open(context(), list_, pressed);
  context().host.set_location("keys?id=" + percent_encoded(pressed));
}

void KeysPage::draw_pager() {
  const auto& page = *list_.page();
  const auto side = ImGui::GetFrameHeight();
  ImGui::AlignTextToFramePadding();
  text(range_text(list_.pages(), page.keys.size(), page.total, locale()), muted(14));
  align_right(side * 2 + 4);
  if (icon_button(icon::left, tr(previous_page), list_.pages().can_go_back() && !list_.loading()))
    list_.back();
  ImGui::SameLine(0, 4);
  if (icon_button(icon::right, tr(next_page), list_.pages().can_go_on() && !list_.loading()))
    list_.go_on();
}

void KeysPage::draw_nothing() {
  begin_card("nothing");
  const auto& filter = list_.filter();
  if (!filter.state && filter.text.empty()) {
    if (empty_state(icon::key, tr(no_keys), tr(no_keys_words), tr(paste_keys)))
      import_.open();
  } else if (empty_state(icon::search, tr(no_match), tr(no_match_words), tr(show_all))) {
    search_.clear();
    list_.look_at({{}, {}, filter.sort});
  }
  end_card();
}

} // namespace geminid::webui
