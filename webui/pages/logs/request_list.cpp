#include "webui/pages/logs/request_list.hpp"

#include "webui/core/format.hpp"
#include "webui/pages/logs/request_rows.hpp"
#include "webui/widgets/controls.hpp"
#include "webui/widgets/icons.hpp"
#include "webui/widgets/language.hpp"

#include <algorithm>

namespace geminid::webui::logs {
namespace {

using namespace std::chrono_literals;

constexpr Phrase search_hint{"Search in what is loaded", "在已加载的记录中搜索"};
constexpr Phrase search_label{"##Search requests", "##搜索请求"};
constexpr Phrase key_label{"##Key", "##密钥"};
constexpr Phrase user_label{"##User", "##用户"};
constexpr Phrase model_label{"##Model", "##模型"};
constexpr Phrase status_label{"##Status", "##状态码"};
constexpr Phrase all_keys{"All keys", "全部密钥"};
constexpr Phrase all_users{"All users", "全部用户"};
constexpr Phrase all_models{"All models", "全部模型"};
constexpr Phrase all_statuses{"All statuses", "全部状态"};
constexpr Phrase failures_only{"Failures only", "仅失败"};
constexpr Phrase pause{"Pause", "暂停"};
constexpr Phrase resume{"Resume", "继续"};
constexpr Phrase none{"No requests yet", "还没有请求"};
constexpr Phrase none_detail{"Each request of a client appears here as it ends.",
                             "客户端的每个请求结束后会显示在这里。"};
constexpr Phrase no_match{"No request matches", "没有匹配的请求"};
constexpr Phrase no_match_detail{"Nothing among the records that are kept fits what you look for.",
                                 "保留的记录中没有符合条件的请求。"};
constexpr Phrase clear{"Show all", "显示全部"};
constexpr Phrase older{"Load older", "加载更早的记录"};
constexpr Phrase the_end{"{} [request|requests]; there are no older ones.", "共 {} 个请求，没有更早的了。"};
constexpr Phrase full{"{} requests are loaded. Narrow the filter to look further back.",
                      "已加载 {} 个请求。请缩小筛选范围以查看更早的记录。"};

constexpr std::size_t page_size = 100;
constexpr Duration tail_every = 1s;
constexpr std::size_t names_max = 200;
/// Who has scrolled down reads: what is new waits.
constexpr float reading_from = 120;

Result<dto::ListPage<dto::LogRecord>> read_page(const ApiResult& result) {
  if (!result)
    return Error{result.error().message};
  return dto::parse_list(*result, "logs", dto::parse_log_record);
}

} // namespace

void RequestList::enter(std::string_view details) {
  auto filter = log_filter_from(detail(details, "key"), detail(details, "user"), detail(details, "model"),
                                detail(details, "status"));
  filter.failed = detail(details, "failed") == "true";
  use_filter(std::move(filter));
  newest_wanted_ = true;
  if (auto id = detail(details, "id"); !id.empty())
    drawer_.open(std::move(id));
}

void RequestList::changed(Change change) {
  const bool requests = change == Change::pulse && context_.live.latest()->requests > 0;
  if (change == Change::all || (requests && !paused_))
    newest_wanted_ = true;
}

void RequestList::use_filter(LogFilter filter) {
  if (filter == filter_)
    return;
  filter_ = std::move(filter);
  tail_.clear();
  ++asked_;
  newest_wanted_ = true;
  loading_newest_ = loading_older_ = loaded_ = false;
  if (!filter_.key.empty())
    keys_.try_emplace(filter_.key, filter_.key);
  if (!filter_.user.empty())
    users_.try_emplace(filter_.user, filter_.user);
  if (!filter_.model.empty())
    models_.try_emplace(filter_.model, filter_.model);
}

void RequestList::load_newest() {
  newest_wanted_ = false;
  loading_newest_ = true;
  newest_at_ = context_.host.now();
  const auto path = "/admin/api/logs" + log_query(filter_, page_size);
  context_.client.get(path, [this, asked = asked_](ApiResult result) {
    if (asked != asked_)
      return;
    loading_newest_ = false;
    auto page = read_page(result);
    error_ = page ? std::string{} : page.error().message;
    if (!page)
      return;
    loaded_ = true;
    tail_.take_newest(std::move(page->items), std::move(page->next));
  });
}

void RequestList::load_older() {
  loading_older_ = true;
  const auto path = "/admin/api/logs" + log_query(filter_, page_size, tail_.before());
  context_.client.get(path, [this, asked = asked_](ApiResult result) {
    if (asked != asked_)
      return;
    loading_older_ = false;
    auto page = read_page(result);
    error_ = page ? std::string{} : page.error().message;
    if (page)
      tail_.take_older(std::move(page->items), std::move(page->next));
  });
}

void RequestList::load() {
  if (!newest_wanted_ || loading_newest_)
    return;
  const bool reading = loaded_ && ImGui::GetScrollY() > reading_from;
  const auto next = newest_at_ + tail_every;
  const auto now = context_.host.now();
  if (reading || (paused_ && loaded_))
    return;
  if (loaded_ && now < next)
    context_.host.redraw_within(next - now);
  else
    load_newest();
}

void RequestList::remember_names() {
  const auto remember = [](auto& names, const std::string& id, const std::string& name) {
    if (!id.empty() && (names.size() < names_max || names.contains(id)))
      names[id] = name.empty() ? id : name;
  };
  for (const auto& record : tail_.records()) {
    remember(users_, record.user_id, record.user);
    remember(models_, record.model, record.model);
    for (const auto& attempt : record.attempts)
      remember(keys_, attempt.key_id, attempt.key);
  }
}

void RequestList::derive() {
  if (shown_revision_ == tail_.revision() && shown_search_ == search_ && shown_locale_ == locale())
    return;
  shown_revision_ = tail_.revision();
  shown_search_ = search_;
  shown_locale_ = locale();
  remember_names();
  rows_.clear();
  const auto words = lower_case(search_);
  for (const auto& record : tail_.records())
    if (log_matches(record, words))
      rows_.push_back(make_log_row(record, context_.host.now(), locale()));
}

void RequestList::draw() {
  load();
  derive();
  draw_filters();
  if (!error_.empty())
    notice(NoticeKind::error, error_);
  if (!loaded_ && loading_newest_)
    loading_line();
  else if (rows_.empty() && loaded_ && !tail_.has_more())
    draw_end();
  else
    draw_rows();
  if (const auto details = drawer_.draw(); !details.empty())
    context_.navigator.go(PageId::logs, details);
}

void RequestList::draw_choice(const Phrase& label, const Phrase& all, std::string& chosen,
                              const std::map<std::string, std::string>& names, float width) {
  std::vector<const char*> words{tr(all)};
  std::vector<const std::string*> values{nullptr};
  int index = 0;
  for (const auto& [id, name] : names) {
    if (id == chosen)
      index = static_cast<int>(words.size());
    words.push_back(name.c_str());
    values.push_back(&id);
  }
  if (!select(tr(label), index, words, width))
    return;
  const auto* const value = values[static_cast<std::size_t>(index)];
  chosen = value != nullptr ? *value : std::string{};
}

void RequestList::draw_filters() {
  auto wished = filter_;
  std::map<std::string, std::string> statuses;
  for (const auto status : log_statuses())
    statuses[std::to_string(status)] = status_text(status, locale().language);
  if (!wished.status.empty())
    statuses.try_emplace(wished.status, wished.status);

  const auto pause_label = std::string{paused_ ? icon::play : icon::pause} + " " + tr(paused_ ? resume : pause);
  const bool tall = narrow();
  const auto room = ImGui::GetContentRegionAvail().x;
  const auto spacing = ImGui::GetStyle().ItemSpacing.x;
  const auto buttons_width = button_width(pause_label) + spacing + button_width(tr(failures_only));
  const auto choice = tall ? (room - spacing) / 2 : std::min((room - buttons_width - spacing * 5) * 0.18F, 190.0F);
  const auto search = tall ? room : room - buttons_width - (choice + spacing) * 4 - spacing;
  text_field(tr(search_label), search_, {.hint = tr(search_hint), .width = search, .size_max = 200});
  if (!tall)
    ImGui::SameLine();
  draw_choice(status_label, all_statuses, wished.status, statuses, choice);
  ImGui::SameLine();
  draw_choice(model_label, all_models, wished.model, models_, choice);
  if (!tall)
    ImGui::SameLine();
  draw_choice(user_label, all_users, wished.user, users_, choice);
  ImGui::SameLine();
  draw_choice(key_label, all_keys, wished.key, keys_, choice);
  if (!tall)
    ImGui::SameLine();
  if (filter_pill(tr(failures_only), wished.failed))
    wished.failed = !wished.failed;
  ImGui::SameLine();
  if (button(pause_label)) {
    paused_ = !paused_;
    newest_wanted_ = newest_wanted_ || !paused_;
  }
  if (wished != filter_)
    context_.navigator.go(PageId::logs, log_details(wished));
}

void RequestList::draw_rows() {
  begin_card("requests");
  if (const auto pressed = draw_request_rows(rows_)) {
    const auto& records = tail_.records();
    const auto found =
        std::find_if(records.begin(), records.end(), [&](const auto& record) { return record.id == *pressed; });
    if (found != records.end())
      drawer_.open(*found);
  }
  end_card();
  // Near the end the next page is asked for; what is searched for only when somebody says so.
  const bool near_end = ImGui::GetScrollY() >= ImGui::GetScrollMaxY() - 400;
  if (tail_.has_more() && !loading_older_ && search_.empty() && near_end && error_.empty())
    load_older();
  draw_end();
}

void RequestList::draw_end() {
  if (loading_older_)
    return loading_line();
  const auto count = format_integer(static_cast<std::int64_t>(rows_.size()));
  if (rows_.empty() && loaded_ && !tail_.has_more()) {
    begin_card("none");
    const bool looked_for = !filter_.empty() || !search_.empty();
    const auto action = looked_for ? std::string{tr(clear)} : std::string{};
    if (empty_state(icon::log, tr(looked_for ? no_match : none), tr(looked_for ? no_match_detail : none_detail),
                    action)) {
      search_.clear();
      context_.navigator.go(PageId::logs, {});
    }
    return end_card();
  }
  if (tail_.has_more()) {
    if (button(tr(older)))
      load_older();
  } else if (tail_.full()) {
    text(filled(tr(full), {count}), muted(13));
  } else if (loaded_) {
    text(filled(tr(the_end), {count}), muted(13));
  }
}

} // namespace geminid::webui::logs
