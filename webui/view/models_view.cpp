#include "webui/view/models_view.hpp"

#include "webui/core/format.hpp"
#include "webui/core/order.hpp"
#include "webui/view/model_draft.hpp"
#include "webui/view/name_list.hpp"
#include "webui/view/thinking_choice.hpp"

#include <algorithm>

namespace geminid::webui {
namespace {

using Kind = dto::LimitSetting::Kind;

constexpr Phrase per_key{"{} per key", "每个密钥 {}"};
constexpr Phrase unlimited{"unlimited", "不限"};
constexpr Phrase learned{"as Google names it", "以 Google 告知为准"};
constexpr Phrase pool_known{"{} of {} used, {} left", "已用 {} / {}，剩余 {}"};
constexpr Phrase pool_multiplied{"{} × {} = {}: {} used, {} left", "{} × {} = {}：已用 {}，剩余 {}"};
constexpr Phrase pool_partly{"{} used, {} left at {} of {} [project|projects]",
                             "已用 {}，{} 可用（{}/{} 个项目已知限额）"};
constexpr Phrase pool_unknown{"{} used", "已用 {}"};
constexpr Phrase resets{"more {}", "{}恢复"};
constexpr Phrase resets_at_midnight{"more {}, at midnight Pacific", "{}恢复（太平洋时间零点）"};
constexpr Phrase fact{"{}: {}", "{}：{}"};
constexpr Phrase keys_same{"{} [key|keys]", "{} 个密钥"};
constexpr Phrase keys_in{"{} [key|keys] in {} [project|projects]", "{} 个密钥，{} 个项目"};
constexpr Phrase no_key{"No key may serve it now", "目前没有可用密钥"};
constexpr Phrase aliases{"Aliases", "别名"};
constexpr Phrase fallbacks{"Fallbacks", "后备模型"};
constexpr Phrase thinking{"Thinking", "思考"};
constexpr Phrase shares{"Counts with", "共享额度"};
constexpr Phrase unavailable{"Unavailable", "无法使用"};
constexpr Phrase some_projects{"{} of {} [project|projects]", "{} / {} 个项目"};
constexpr Phrase price{"Price", "价格"};
constexpr Phrase price_of_million{"${} in, ${} out per million tokens", "每百万 Token 输入 ${}，输出 ${}"};
constexpr Phrase summary_of{"{} [model|models], {} enabled", "共 {} 个模型，{} 个启用"};

std::string limit_text(const dto::LimitSetting& limit, const Locale& locale) {
  if (limit.kind == Kind::unlimited)
    return unlimited.in(locale);
  if (limit.kind == Kind::unset)
    return learned.in(locale);
  return filled(per_key.in(locale), {format_compact(static_cast<double>(limit.value), locale.language)});
}

struct Window {
  const char* name;
  const Phrase& reset;
};

ModelWindowView window_of(const Window& window, const dto::LimitSetting& limit, const dto::PoolWindow& pool,
                          Instant now, const Locale& locale) {
  ModelWindowView view{window.name, limit_text(limit, locale), {}, {}, std::nullopt};
  const auto amount = [&](std::int64_t value) { return format_compact(static_cast<double>(value), locale.language); };
  const auto projects = pool.limited + pool.unlimited + pool.unknown;
  const auto whole = pool.limit();
  if (whole && limit.kind == Kind::value && *whole == limit.value * pool.limited)
    view.pool = filled(pool_multiplied.in(locale), {format_integer(pool.limited), amount(limit.value), amount(*whole),
                                                    amount(pool.used), amount(pool.remaining)});
  else if (whole)
    view.pool = filled(pool_known.in(locale), {amount(pool.used), amount(*whole), amount(pool.remaining)});
  else if (pool.limited > 0)
    view.pool = filled(pool_partly.in(locale), {amount(pool.used), amount(pool.remaining), format_integer(pool.limited),
                                                format_integer(projects)});
  else
    view.pool = filled(pool_unknown.in(locale), {amount(pool.used)});
  if (pool.known_limit > 0)
    view.share = static_cast<float>(pool.used) / static_cast<float>(pool.known_limit);
  if (pool.resets_at && *pool.resets_at > now)
    view.reset = filled(window.reset.in(locale), {format_relative(*pool.resets_at, now, locale.language)});
  return view;
}

std::string keys_text(const dto::ModelTotals& totals, const Locale& locale) {
  if (totals.keys == 0)
    return no_key.in(locale);
  if (totals.projects == 0 || totals.projects == totals.keys)
    return filled(keys_same.in(locale), {format_integer(totals.keys)});
  return filled(keys_in.in(locale), {format_integer(totals.keys), format_integer(totals.projects)});
}

ModelCard card_of(const dto::ModelListing& model, const dto::ModelConfig& config, const dto::ModelPrice* of_million,
                  Instant now, const Locale& locale) {
  const auto& totals = model.totals;
  ModelCard card;
  card.id = model.id;
  card.enabled = config.enabled;
  card.configured = config != dto::ModelConfig{};
  card.keys = keys_text(totals, locale);
  card.windows = {window_of({"RPM", resets}, config.limits.rpm, totals.rpm, now, locale),
                  window_of({"TPM", resets}, config.limits.tpm, totals.tpm, now, locale),
                  window_of({"RPD", resets_at_midnight}, config.limits.rpd, totals.rpd, now, locale)};
  const auto add = [&](const Phrase& name, const std::string& value) {
    if (!value.empty())
      card.facts.push_back(filled(fact.in(locale), {name.in(locale), value}));
  };
  if (model.unavailable_total > 0)
    add(unavailable,
        filled(some_projects.in(locale), {format_integer(model.unavailable_total), format_integer(totals.projects)}));
  add(aliases, join_names(config.aliases, ", "));
  add(fallbacks, join_names(config.fallbacks, " \u2192 "));
  add(thinking, thinking_text(config.thinking, locale.language));
  add(shares, join_names(totals.counted_with, ", "));
  if (of_million != nullptr)
    add(price,
        filled(price_of_million.in(locale), {format_decimal(of_million->input), format_decimal(of_million->output)}));
  return card;
}

} // namespace

ModelsView make_models_view(std::span<const dto::ModelListing> models, const dto::Prices* prices,
                            const std::set<std::string>& resetting, std::string_view filter, Instant now,
                            const Locale& locale) {
  static const dto::ModelConfig by_default;
  ModelsView view;
  std::int64_t enabled = 0;
  for (const auto& model : models) {
    const auto& config = resetting.contains(model.id) ? by_default : model.config;
    enabled += config.enabled ? 1 : 0;
    const bool named = std::any_of(config.aliases.begin(), config.aliases.end(),
                                   [&](const std::string& alias) { return alias.find(filter) != std::string::npos; });
    if (!named && model.id.find(filter) == std::string::npos)
      continue;
    const auto found = prices == nullptr ? dto::Prices::const_iterator{} : prices->find(model.id);
    view.cards.push_back(
        card_of(model, config, prices != nullptr && found != prices->end() ? &found->second : nullptr, now, locale));
  }
  sort_stably(view.cards, [](const auto& one, const auto& other) { return one.id < other.id; });
  view.summary = filled(summary_of.in(locale),
                        {format_integer(static_cast<std::int64_t>(models.size())), format_integer(enabled)});
  return view;
}

} // namespace geminid::webui
