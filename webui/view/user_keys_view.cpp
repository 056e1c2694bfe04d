#include "webui/view/user_keys_view.hpp"

#include "webui/core/format.hpp"
#include "webui/core/order.hpp"
#include "webui/view/name_list.hpp"
#include "webui/view/thinking_choice.hpp"

#include <algorithm>
#include <array>

namespace geminid::webui {
namespace {

constexpr std::array<Phrase, 4> state_names{
    {{"Active", "有效"}, {"Expires soon", "即将到期"}, {"Expired", "已到期"}, {"Disabled", "已停用"}}};
constexpr Phrase unlimited{"No limits", "不设限额"};
constexpr Phrase concurrent{"At once", "并发"};
constexpr Phrase budget{"Token budget", "Token 总额"};
constexpr Phrase never{"Never expires", "永不过期"};
constexpr Phrase all_models{"All models", "全部模型"};
constexpr Phrase some_models{"{}: {}", "{} 个：{}"};
constexpr Phrase created_on{"Created {}", "创建于 {}"};
constexpr Phrase traffic_day{"{} [request|requests] · {} [token|tokens] in 24 h", "24 小时内 {} 次请求 · {} Token"};
constexpr Phrase no_traffic{"Not used in 24 h", "24 小时内未使用"};
constexpr Phrase thinks{"Thinking: {}", "思考：{}"};
constexpr Phrase summary_of{"{} [key|keys], {} active", "共 {} 个密钥，{} 个有效"};

UserKeyState state_of(const dto::UserKey& key, Instant now) {
  if (key.limits.expires_at && *key.limits.expires_at <= now)
    return UserKeyState::expired;
  if (!key.enabled)
    return UserKeyState::disabled;
  return key.limits.expires_at && *key.limits.expires_at - now <= expiry_near ? UserKeyState::expiring
                                                                              : UserKeyState::active;
}

std::vector<UsageBar> bars_of(const dto::UserKey& key, const Locale& locale) {
  const auto& limits = key.limits;
  const auto usage = key.usage.value_or(dto::UserKeyUsage{});
  const auto amount = [&](std::int64_t value) { return format_compact(static_cast<double>(value), locale.language); };
  std::vector<UsageBar> bars;
  const auto add = [&](const char* label, std::int64_t used, std::optional<std::int64_t> limit) {
    if (limit)
      bars.push_back({label, filled("{} / {}", {amount(used), amount(*limit)}),
                      static_cast<float>(used) / static_cast<float>(*limit)});
  };
  add("RPM", usage.rpm.used, limits.rpm);
  add("TPM", usage.tpm.used, limits.tpm);
  add("RPD", usage.rpd.used, limits.rpd);
  add(concurrent.in(locale), usage.concurrent, limits.max_concurrency);
  add(budget.in(locale), usage.token_budget.used, limits.token_budget);
  return bars;
}

std::string traffic_of(const dto::UserKey& key, const dto::Stats* stats, const Locale& locale) {
  if (stats == nullptr)
    return {};
  const auto found = std::find_if(stats->users.begin(), stats->users.end(),
                                  [&](const dto::StatsRow& row) { return row.id == key.id; });
  if (found == stats->users.end() || found->counters.requests == 0)
    return no_traffic.in(locale);
  const auto& counters = found->counters;
  const auto tokens = static_cast<double>(counters.prompt_tokens + counters.completion_tokens);
  return filled(traffic_day.in(locale), {format_integer(counters.requests), format_compact(tokens, locale.language)});
}

UserKeyRow row_of(const dto::UserKey& key, const dto::Stats* stats, Instant now, const Locale& locale) {
  UserKeyRow row;
  row.id = key.id;
  row.name = key.name;
  row.masked = key.masked;
  row.notes = key.notes;
  row.enabled = key.enabled;
  row.state = state_of(key, now);
  row.state_text = state_names[static_cast<std::size_t>(row.state)].in(locale);
  row.bars = bars_of(key, locale);
  if (row.bars.empty())
    row.no_limits = unlimited.in(locale);
  row.expiry = never.in(locale);
  if (const auto& expiry = key.limits.expires_at) {
    row.expiry = format_date_time(*expiry, locale);
    row.countdown = format_relative(*expiry, now, locale.language);
  }
  row.models = all_models.in(locale);
  if (const auto& models = key.limits.models)
    row.models = filled(some_models.in(locale), {std::to_string(models->size()), join_names(*models, ", ")});
  if (key.thinking)
    row.thinking = filled(thinks.in(locale), {thinking_text(key.thinking, locale.language)});
  row.created = filled(created_on.in(locale), {format_date_time(key.created_at, locale)});
  row.traffic = traffic_of(key, stats, locale);
  return row;
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool has(std::string_view text, std::string_view part) {
  return std::search(text.begin(), text.end(), part.begin(), part.end(),
                     [](char a, char b) { return lower(a) == lower(b); }) != text.end();
}

} // namespace

UserKeysView make_user_keys_view(std::span<const dto::UserKey> keys, const dto::Stats* stats,
                                 const std::set<std::string>& hidden, std::string_view filter, Instant now,
                                 const Locale& locale) {
  UserKeysView view;
  std::vector<const dto::UserKey*> shown;
  std::int64_t total = 0;
  std::int64_t active = 0;
  for (const auto& key : keys) {
    if (hidden.contains(key.id))
      continue;
    ++total;
    const auto state = state_of(key, now);
    active += state == UserKeyState::active || state == UserKeyState::expiring ? 1 : 0;
    if (has(key.name, filter) || has(key.masked, filter) || has(key.notes, filter))
      shown.push_back(&key);
  }
  sort_stably(shown, [](const auto* one, const auto* other) { return one->created_at > other->created_at; });
  for (const auto* key : shown)
    view.rows.push_back(row_of(*key, stats, now, locale));
  view.summary = filled(summary_of.in(locale), {format_integer(total), format_integer(active)});
  return view;
}

} // namespace geminid::webui
