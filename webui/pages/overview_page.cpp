#include "webui/pages/overview_page.hpp"

#include "webui/widgets/icons.hpp"
#include "webui/widgets/language.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace geminid::webui {
namespace {

using namespace std::chrono_literals;

constexpr Phrase no_keys{"No Gemini keys yet", "还没有 Gemini 密钥"};
constexpr Phrase no_keys_detail{"Paste your keys, one or fifty at once; requests are then spread over them.",
                                "粘贴一个或多个密钥，请求会自动分配到它们上。"};
constexpr Phrase add_keys{"Add keys", "添加密钥"};
constexpr std::array window_names{Phrase{"last hour", "最近 1 小时"}, Phrase{"last hour", "最近 1 小时"},
                                  Phrase{"last 24 hours", "最近 24 小时"}, Phrase{"last 7 days", "最近 7 天"},
                                  Phrase{"last 30 days", "最近 30 天"}};

constexpr std::size_t failures_max = 6;
constexpr std::size_t models_max = 8;
constexpr float row_height = 308;
/// Below, the models' limits have no room beside each other.
constexpr float two_columns_from = 960;

// How often what moves with the traffic is asked for while there is traffic, and while there is none.
constexpr Duration hour_every = 10s;
constexpr Duration window_every = 60s;
constexpr Duration models_every = 4s;
constexpr Duration logs_every = 2s;
constexpr Duration keys_every = 15s;
constexpr Duration idle_every = 60s;

template <class T>
void refresh(Resource<T>& resource, Instant now, Duration every) {
  const auto loaded = resource.loaded_at();
  if (loaded && now - *loaded >= every)
    resource.make_stale();
}

void sides(float& first, float& second, float share) {
  const auto room = overview::full_width() - gap;
  first = std::floor(room * share);
  second = room - first;
}

void put_beside(bool beside) {
  if (beside)
    ImGui::SameLine(0, gap);
  else
    next_row();
}

} // namespace

void OverviewPage::enter(std::string_view) {
  for (auto* stats : {&hour_, &window_})
    stats->make_stale();
  models_.make_stale();
  keys_.make_stale();
  logs_.make_stale();
  circuits_.make_stale();
  hints_.make_stale();
  system_.make_stale();
}

void OverviewPage::changed(Change change) {
  switch (change) {
  case Change::pulse:
    return pulsed();
  case Change::all:
    return enter({});
  case Change::keys:
    return refresh(keys_, context().host.now(), keys_every);
  case Change::models:
    return models_.make_stale();
  case Change::circuits:
    return circuits_.make_stale();
  case Change::hints:
    return hints_.make_stale();
  default:
    return;
  }
}

void OverviewPage::pulsed() {
  const auto now = context().host.now();
  const auto& pulse = *context().live.latest();
  const bool busy = pulse.requests > 0;
  refresh(hour_, now, busy ? hour_every : idle_every);
  refresh(window_, now, window_every);
  refresh(models_, now, busy || live_.last_minute > 0 ? models_every : idle_every);
  refresh(system_, now, idle_every);
  if (pulse.failures > 0)
    refresh(logs_, now, logs_every);
  if (pulse.keys != states_)
    refresh(keys_, now, keys_every);
}

void OverviewPage::load() {
  auto& client = context().client;
  if (hour_.wanted())
    client.load(hour_, "/admin/api/stats?window=1h", dto::parse_stats);
  if (choice_.window > 1 && window_.wanted())
    client.load(window_,
                "/admin/api/stats?window=" +
                    std::string{dto::enum_name(dto::stats_window_names(), choice_.stats_window())},
                dto::parse_stats);
  if (models_.wanted())
    client.load(models_, "/admin/api/models", dto::parse_model_list);
  if (keys_.wanted())
    client.load(keys_, "/admin/api/keys?limit=1000",
                [](const dto::json& document) { return dto::parse_list(document, "keys", dto::parse_key); });
  if (logs_.wanted())
    client.load(logs_, "/admin/api/logs?failed=true&limit=" + std::to_string(failures_max),
                [](const dto::json& document) { return dto::parse_list(document, "logs", dto::parse_log_record); });
  if (circuits_.wanted())
    client.load(circuits_, "/admin/api/circuits",
                [](const dto::json& document) { return dto::parse_list(document, "circuits", dto::parse_circuit); });
  if (hints_.wanted())
    client.load(hints_, "/admin/api/hints",
                [](const dto::json& document) { return dto::parse_list(document, "hints", dto::parse_hint); });
  if (system_.wanted())
    client.load(system_, "/admin/api/system", dto::parse_system_status);
}

const dto::Stats* OverviewPage::window_stats() const {
  const auto* const stats = choice_.window > 1 ? window_.get() : hour_.get();
  return stats != nullptr && stats->window == choice_.stats_window() ? stats : nullptr;
}

bool OverviewPage::without_keys() const {
  return keys_.get() != nullptr && keys_.get()->items.empty();
}

void OverviewPage::derive() {
  const auto now = context().host.now();
  const auto* const pulse = context().live.latest();
  const Derived next{hour_.revision(),
                     window_.revision() + static_cast<unsigned>(choice_.window),
                     keys_.revision(),
                     logs_.revision(),
                     pulse != nullptr ? pulse->at : Instant{},
                     locale(),
                     true};
  const bool all = !derived_.made || next.locale != derived_.locale;
  const bool traffic = all || next.hour != derived_.hour || next.window != derived_.window;
  if (traffic || next.pulse != derived_.pulse)
    live_ = live_rates(context().live.pulses(), hour_.get());
  if (traffic) {
    series_.reset();
    if (const auto* const stats = window_stats())
      series_ = make_traffic_series(*stats, locale());
  }
  if ((all || next.keys != derived_.keys) && keys_.get() != nullptr)
    known_ = known_keys(keys_.get()->items);
  const bool states = pulse != nullptr && pulse->keys != states_;
  if (states)
    states_ = pulse->keys;
  if (traffic || states || next.keys != derived_.keys) {
    const auto* const stats = window_stats();
    pool_ = overview::make_pool_picture(count_states(states_),
                                        stats != nullptr ? make_key_use(stats->keys, known_, locale().language)
                                                         : std::vector<KeyUse>{});
  }
  if ((all || next.logs != derived_.logs) && logs_.get() != nullptr) {
    failure_rows_.clear();
    for (const auto& record : logs_.get()->items)
      failure_rows_.push_back(make_log_row(record, now, locale()));
  }
  derived_ = next;
}

void OverviewPage::draw() {
  load();
  derive();
  for (const auto* error : {&hour_.error(), &keys_.error()})
    if (!error->empty()) {
      notice(NoticeKind::error, *error);
      break;
    }
  if (without_keys()) {
    begin_card("empty");
    if (empty_state(icon::key, tr(no_keys), tr(no_keys_detail), std::string{icon::add} + " " + tr(add_keys)))
      context().navigator.go(PageId::keys, "import=1");
    end_card();
    return;
  }
  draw_cards();
}

void OverviewPage::draw_cards() {
  overview::draw_kpis(make_traffic_kpis(live_, hour_.get(), locale()));
  next_row();
  draw_upper();
  next_row();
  draw_lower();
  next_row();
  if (const auto record = overview::draw_failures(overview::full_width(), failure_rows_))
    context().navigator.go(PageId::logs,
                           record->empty() ? std::string{"failed=true"} : "id=" + percent_encoded(*record));
}

void OverviewPage::draw_upper() {
  float traffic = 0;
  float attention = 0;
  const bool beside = ImGui::GetContentRegionAvail().x >= two_columns_from;
  if (beside)
    sides(traffic, attention, 0.65F);
  if (overview::draw_traffic({traffic, beside ? row_height : 0}, live_, series_ ? &*series_ : nullptr, choice_))
    window_.make_stale();
  put_beside(beside);

  AttentionInput input;
  input.pulse = context().live.latest();
  input.warnings = &context().live.warnings();
  input.circuits = circuits_.get() != nullptr ? &circuits_.get()->items : nullptr;
  input.hints = hints_.get() != nullptr ? &hints_.get()->items : nullptr;
  input.system = system_.get();
  input.keys = &known_;
  const auto list = make_attention(input, context().host.now(), locale());
  if (const auto pressed = overview::draw_attention({attention, beside ? row_height : 0}, list)) {
    constexpr std::array places{PageId::keys, PageId::models, PageId::settings, PageId::system};
    const auto& cause = list[*pressed].cause;
    context().navigator.go(places[static_cast<std::size_t>(cause.place)], cause.details);
  }
}

void OverviewPage::draw_lower() {
  static const std::vector<dto::ModelListing> nothing;
  const auto quotas = make_model_quotas(models_.get() != nullptr ? *models_.get() : nothing, context().host.now(),
                                        locale(), models_max);
  float pool = 0;
  float models = 0;
  const bool beside = ImGui::GetContentRegionAvail().x >= two_columns_from;
  const auto height = beside ? std::max(overview::pool_height(), overview::models_height(quotas.models.size())) : 0;
  if (beside)
    sides(models, pool, 0.65F);
  const auto draw_models = [&] {
    if (const auto model = overview::draw_models({models, height}, quotas))
      context().navigator.go(PageId::models, model->empty() ? std::string{} : "id=" + percent_encoded(*model));
  };
  const auto draw_pool = [&] {
    const auto* const name = tr(window_names[static_cast<std::size_t>(choice_.window)]);
    if (const auto details = overview::draw_pool({pool, height}, pool_, name))
      context().navigator.go(PageId::keys, *details);
  };
  draw_models();
  put_beside(beside);
  draw_pool();
}

} // namespace geminid::webui
