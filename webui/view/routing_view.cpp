#include "webui/view/routing_view.hpp"

#include "webui/core/format.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <map>

namespace geminid::webui {
namespace {

constexpr Phrase first_title{"Priority {} · first", "优先级 {} · 最先使用"};
constexpr Phrase next_title{"Priority {} · then", "优先级 {} · 其次"};
constexpr Phrase key_count{"{} [key|keys], {} in service", "{} 个密钥，{} 个可用"};
constexpr Phrase one_weight{"weight {} each", "权重均为 {}"};
constexpr Phrase weights{"weight {} to {}", "权重 {} 到 {}"};
constexpr Phrase left_out{"Of {} keys, the first {} are counted here.", "共 {} 个密钥，此处统计前 {} 个。"};
constexpr Phrase then{", then ", "，其次 "};

constexpr Phrase model_circuit{"{} is throttled for every key", "{} 对所有密钥限流"};
constexpr Phrase location_circuit{"Google does not serve this location", "Google 不支持当前所在地区"};
constexpr Phrase project_circuit{"The spending of project {} is used up", "项目 {} 的消费额度已用完"};
constexpr Phrase open_until{"Tried again {}; it keeps {} [key|keys] from serving.", "{}重试，影响 {} 个密钥。"};
constexpr Phrase half_open{"A single request is trying it now; it keeps {} [key|keys] from serving.",
                           "正在用单个请求试探，影响 {} 个密钥。"};

std::string weight_text(double weight) {
  std::array<char, 32> text{};
  const int size = std::snprintf(text.data(), text.size(), "%.6g", weight);
  return {text.data(), static_cast<std::size_t>(size)};
}

bool serves(const dto::Key& key) {
  return key.enabled && key.state != dto::KeyState::invalid && key.state != dto::KeyState::disabled &&
         key.state != dto::KeyState::exhausted && key.state != dto::KeyState::cooling_down;
}

struct Group {
  std::int64_t keys = 0;
  std::int64_t serving = 0;
  double low = 0;
  double high = 0;
  double weight = 0; // of those that serve
};

std::vector<PriorityRow> priority_rows(const std::vector<dto::Key>& keys, const Locale& locale) {
  std::map<std::int64_t, Group> groups;
  double all = 0;
  for (const auto& key : keys) {
    auto& group = groups[key.priority];
    group.low = group.keys == 0 ? key.weight : std::min(group.low, key.weight);
    group.high = std::max(group.high, key.weight);
    ++group.keys;
    if (!serves(key))
      continue;
    ++group.serving;
    group.weight += key.weight;
    all += key.weight;
  }
  std::vector<PriorityRow> rows;
  for (const auto& [priority, group] : groups) {
    const auto& title = rows.empty() ? first_title : next_title;
    const auto weight = group.low == group.high
                            ? filled(one_weight.in(locale), {weight_text(group.low)})
                            : filled(weights.in(locale), {weight_text(group.low), weight_text(group.high)});
    rows.push_back({filled(title.in(locale), {std::to_string(priority)}),
                    filled(key_count.in(locale), {format_integer(group.keys), format_integer(group.serving)}), weight,
                    all > 0 ? group.weight / all : 0});
  }
  return rows;
}

std::vector<FallbackRow> fallback_rows(const std::vector<dto::ModelListing>& models, const Locale& locale) {
  std::vector<FallbackRow> rows;
  for (const auto& model : models) {
    std::string chain;
    for (const auto& fallback : model.config.fallbacks)
      chain += (chain.empty() ? "" : then.in(locale)) + fallback;
    if (!chain.empty())
      rows.push_back({model.id, chain});
  }
  return rows;
}

CircuitRow circuit_row(const dto::Circuit& circuit, Instant now, const Locale& locale) {
  CircuitRow row;
  switch (circuit.scope) {
  case dto::CircuitScope::model:
    row.title = filled(model_circuit.in(locale), {circuit.subject});
    break;
  case dto::CircuitScope::location:
    row.title = location_circuit.in(locale);
    break;
  case dto::CircuitScope::project:
    row.title = filled(project_circuit.in(locale), {circuit.subject});
    break;
  }
  const auto keys = format_integer(circuit.keys);
  row.detail = circuit.state == dto::CircuitState::half_open
                   ? filled(half_open.in(locale), {keys})
                   : filled(open_until.in(locale), {format_relative(circuit.until, now, locale.language), keys});
  return row;
}

} // namespace

RoutingView make_routing_view(const std::vector<dto::Key>& keys, std::int64_t keys_total,
                              const std::vector<dto::ModelListing>& models, const std::vector<dto::Circuit>& circuits,
                              Instant now, const Locale& locale) {
  RoutingView view;
  view.priorities = priority_rows(keys, locale);
  const auto count = static_cast<std::int64_t>(keys.size());
  if (keys_total > count)
    view.keys_left_out = filled(left_out.in(locale), {format_integer(keys_total), format_integer(count)});
  view.fallbacks = fallback_rows(models, locale);
  for (const auto& circuit : circuits)
    view.circuits.push_back(circuit_row(circuit, now, locale));
  return view;
}

} // namespace geminid::webui
