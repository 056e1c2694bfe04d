#include "webui/view/spread_view.hpp"

#include "webui/core/format.hpp"
#include "webui/core/order.hpp"

#include <algorithm>
#include <set>

namespace geminid::webui {
namespace {

constexpr Phrase all_served{"All {} requests within {} are served by {} of {} [key|keys].",
                            "{} 个请求（{}内）全部成功，使用 {} / {} 个密钥。"};
constexpr Phrase some_refused{"{} of {} [request|requests] refused within {}, the first after {}.",
                              "{} / {} 个请求（{}内）被拒绝，最早在 {} 后。"};
constexpr Phrase waits{" {} [waits|wait] for room, {} at most.", " {} 个需要等待，最长 {}。"};
constexpr Phrase others{"{} other [key|keys]", "其他 {} 个密钥"};
constexpr Phrase full_after{"full after {}", "{} 后用满"};
constexpr Phrase full_now{"full from the start", "一开始就已用满"};
constexpr Phrase protected_after{"protected after {}", "{} 后受保护"};
constexpr Phrase protected_now{"protected from the start", "一开始就受保护"};

policy::Limit limit_of(const dto::LimitUse& use) {
  const auto source = use.source == dto::LimitSource::learned ? policy::LimitSource::learned : policy::LimitSource::set;
  return use.limit ? policy::Limit{use.limit, source} : policy::Limit{};
}

policy::LimitSetting setting_of(const dto::LimitSetting& setting) {
  switch (setting.kind) {
  case dto::LimitSetting::Kind::value:
    return {policy::LimitSetting::Kind::value, setting.value};
  case dto::LimitSetting::Kind::unlimited:
    return {policy::LimitSetting::Kind::unlimited, 0};
  case dto::LimitSetting::Kind::unset:
    break;
  }
  return {};
}

policy::LimitSettings settings_of(const dto::LimitSet& limits) {
  return {setting_of(limits.rpm), setting_of(limits.tpm), setting_of(limits.rpd)};
}

policy::LimitSettings limits_of(const std::vector<dto::ModelListing>& models, const std::string& model) {
  const auto of = [&](std::string_view name) {
    return std::find_if(models.begin(), models.end(), [&](const auto& listing) { return listing.id == name; });
  };
  auto found = of(model);
  if (found == models.end())
    found = of("*");
  if (found == models.end())
    return {};
  return settings_of(found->config.limits);
}

bool is_block(dto::KeyState state) {
  return state == dto::KeyState::cooling_down || state == dto::KeyState::exhausted;
}

SimulatedKey simulated(const dto::Key& key, const std::string& model, const policy::LimitSettings& of_model) {
  SimulatedKey result;
  result.project = key.project;
  result.usable = key.enabled && key.state != dto::KeyState::invalid && key.state != dto::KeyState::disabled;
  result.priority = static_cast<std::int32_t>(key.priority);
  result.weight = key.weight;
  const auto own = key.limits.find(model);
  result.limits =
      policy::effective(own == key.limits.end() ? policy::LimitSettings{} : settings_of(own->second), of_model, {});
  const auto found = key.models.find(model);
  const bool known = found != key.models.end();
  if (known) {
    const auto& use = found->second;
    result.limits = {limit_of(use.rpm), limit_of(use.tpm), limit_of(use.rpd)};
    result.requests_of_minute = use.rpm.used;
    result.tokens_of_minute = use.tpm.used;
    result.requests_of_day = use.rpd.used;
    if (is_block(use.state) && use.until)
      result.blocked_until = *use.until;
  }
  // Cooling down as a whole; what keeps it from single models is told with these.
  const bool by_models =
      std::any_of(key.models.begin(), key.models.end(), [](const auto& entry) { return is_block(entry.second.state); });
  if (key.state == dto::KeyState::cooling_down && !by_models && key.next_change_at)
    result.cooling_until = *key.next_change_at;
  return result;
}

std::string after(const Duration& span, const Phrase& at_once, const Phrase& later, const Locale& locale) {
  if (span < Duration{1})
    return at_once.in(locale);
  return filled(later.in(locale), {format_span(span, locale.language)});
}

std::string detail_of(const KeySpread& key, std::int64_t served, const Locale& locale) {
  const auto ratio = served > 0 ? static_cast<double>(key.served) / static_cast<double>(served) : 0;
  auto text = format_percent(ratio);
  if (key.full_after)
    text += " · " + after(*key.full_after, full_now, full_after, locale);
  else if (key.protected_after)
    text += " · " + after(*key.protected_after, protected_now, protected_after, locale);
  return text;
}

std::string summary_of(const Spread& spread, const Locale& locale) {
  const auto span = format_span(spread.span, locale.language);
  std::string text;
  if (spread.refused > 0) {
    text = filled(some_refused.in(locale), {format_integer(spread.refused), format_integer(spread.requests), span,
                                            format_span(spread.refused_after.value_or(Duration{}), locale.language)});
  } else {
    const auto used =
        std::count_if(spread.keys.begin(), spread.keys.end(), [](const auto& key) { return key.served > 0; });
    text = filled(all_served.in(locale), {format_integer(spread.requests), span, format_integer(used),
                                          format_integer(static_cast<std::int64_t>(spread.keys.size()))});
  }
  if (spread.waited > 0)
    text += filled(waits.in(locale), {format_integer(spread.waited), format_milliseconds(spread.longest_wait.count())});
  return text;
}

} // namespace

std::vector<std::string> simulated_models(const std::vector<dto::Key>& keys,
                                          const std::vector<dto::ModelListing>& models) {
  std::set<std::string> names;
  for (const auto& key : keys)
    for (const auto& [model, use] : key.models)
      names.insert(model);
  for (const auto& listing : models)
    if (listing.id.find('*') == std::string::npos)
      names.insert(listing.id);
  return {names.begin(), names.end()};
}

std::vector<SimulatedKey> simulated_keys(const std::vector<dto::Key>& keys,
                                         const std::vector<dto::ModelListing>& models, const std::string& model) {
  const auto of_model = limits_of(models, model);
  std::vector<SimulatedKey> result;
  result.reserve(keys.size());
  for (const auto& key : keys)
    result.push_back(simulated(key, model, of_model));
  return result;
}

SpreadScenario scenario_of(const dto::RoutingSettings& routing, std::int64_t requests_per_minute,
                           std::int64_t tokens_per_request) {
  SpreadScenario scenario;
  scenario.strategy =
      routing.strategy == dto::Strategy::round_robin ? policy::Strategy::round_robin : policy::Strategy::least_used;
  scenario.warning_percent = static_cast<double>(routing.usage_warning_percent);
  scenario.protection_percent = static_cast<double>(routing.usage_protection_percent);
  scenario.wait_max = Duration{routing.max_wait_ms};
  scenario.requests_per_minute = requests_per_minute;
  scenario.tokens_per_request = tokens_per_request;
  return scenario;
}

SpreadView make_spread_view(const std::vector<dto::Key>& keys, const Spread& now, const Spread& then,
                            std::size_t rows_max, const Locale& locale) {
  SpreadView view;
  view.now_summary = summary_of(now, locale);
  view.then_summary = summary_of(then, locale);
  view.now_refuses = now.refused > 0;
  view.then_refuses = then.refused > 0;
  const auto order = order_of(std::min(now.keys.size(), then.keys.size()), [&](std::size_t a, std::size_t b) {
    return std::max(now.keys[a].served, then.keys[a].served) > std::max(now.keys[b].served, then.keys[b].served);
  });
  const auto shown = order.size() > rows_max ? rows_max - 1 : order.size();
  for (std::size_t i = 0; i < shown; ++i) {
    const auto at = order[i];
    view.rows.push_back({keys[at].name.empty() ? keys[at].masked : keys[at].name,
                         static_cast<double>(now.keys[at].served), static_cast<double>(then.keys[at].served),
                         detail_of(now.keys[at], now.served, locale), detail_of(then.keys[at], then.served, locale)});
  }
  if (shown == order.size())
    return view;
  KeySpread rest_now;
  KeySpread rest_then;
  for (auto i = shown; i < order.size(); ++i) {
    rest_now.served += now.keys[order[i]].served;
    rest_then.served += then.keys[order[i]].served;
  }
  view.rows.push_back({filled(others.in(locale), {format_integer(static_cast<std::int64_t>(order.size() - shown))}),
                       static_cast<double>(rest_now.served), static_cast<double>(rest_then.served),
                       detail_of(rest_now, now.served, locale), detail_of(rest_then, then.served, locale)});
  return view;
}

} // namespace geminid::webui
