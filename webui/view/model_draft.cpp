#include "webui/view/model_draft.hpp"

#include "shared/config_rules.hpp"
#include "webui/core/format.hpp"
#include "webui/view/name_list.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace geminid::webui {
namespace {

using Kind = dto::LimitSetting::Kind;

constexpr Phrase bad_model{"The model's name must be 1 to 128 printable ASCII characters without spaces",
                           "模型名须为 1 到 128 个可打印的 ASCII 字符，且不含空格"};
constexpr Phrase bad_name{"{} is no model name", "{} 不是合法的模型名"};
constexpr Phrase no_value{"Write the number of {}", "请填写 {} 的数值"};
constexpr Phrase too_many{"At most {} names", "最多 {} 个名称"};
constexpr Phrase bad_price{"A price is a number of US dollars, such as 0.30", "价格须为美元数值，例如 0.30"};
constexpr Phrase half_price{"Both the input's and the output's price are needed", "须同时填写输入和输出的价格"};
constexpr std::array window_names{"RPM", "TPM", "RPD"};

LimitDraft draft_of(const dto::LimitSetting& limit) {
  LimitDraft draft{static_cast<int>(limit.kind)};
  if (limit.kind == Kind::value)
    draft.value = limit.value;
  return draft;
}

std::optional<double> price_in(const std::string& text) {
  char* end = nullptr;
  const auto price = std::strtod(text.c_str(), &end);
  const bool whole = end != text.c_str() && end == text.c_str() + text.size();
  return whole && price >= 0 && price <= static_cast<double>(dto::price_max) ? std::optional{price} : std::nullopt;
}

Result<std::vector<std::string>> names_in(const std::string& text, const char* field, std::size_t count_max,
                                          const Locale& locale) {
  auto names = split_names(text);
  if (names.size() > count_max)
    return Error{filled(too_many.in(locale), {std::to_string(count_max)}), field};
  const auto bad = std::find_if_not(names.begin(), names.end(), dto::is_model_name);
  if (bad != names.end())
    return Error{filled(bad_name.in(locale), {*bad}), field};
  return names;
}

} // namespace

ModelDraft model_draft(std::string id, const dto::ModelConfig& config, const dto::ModelPrice* price) {
  ModelDraft draft;
  draft.id = std::move(id);
  draft.enabled = config.enabled;
  draft.limits = {draft_of(config.limits.rpm), draft_of(config.limits.tpm), draft_of(config.limits.rpd)};
  draft.aliases = join_names(config.aliases, "\n");
  draft.fallbacks = join_names(config.fallbacks, "\n");
  draft.thinking = thinking_draft(config.thinking);
  if (price != nullptr) {
    draft.input_price = format_decimal(price->input);
    draft.output_price = format_decimal(price->output);
    if (price->cached_input)
      draft.cached_price = format_decimal(*price->cached_input);
  }
  return draft;
}

Result<dto::ModelConfig> model_config_of(const ModelDraft& draft, const Locale& locale) {
  if (!dto::is_model_name(draft.id))
    return Error{bad_model.in(locale), "model"};
  dto::ModelConfig config;
  config.enabled = draft.enabled;
  const std::array limits{&config.limits.rpm, &config.limits.tpm, &config.limits.rpd};
  for (std::size_t i = 0; i < limits.size(); ++i) {
    const auto& limit = draft.limits[i];
    limits[i]->kind = static_cast<Kind>(limit.choice);
    if (limits[i]->kind != Kind::value)
      continue;
    if (!limit.value)
      return Error{filled(no_value.in(locale), {window_names[i]}), window_names[i]};
    limits[i]->value = *limit.value;
  }
  auto aliases = names_in(draft.aliases, "aliases", dto::aliases_max, locale);
  if (!aliases)
    return aliases.error();
  config.aliases = std::move(*aliases);
  auto fallbacks = names_in(draft.fallbacks, "fallbacks", dto::fallbacks_max, locale);
  if (!fallbacks)
    return fallbacks.error();
  config.fallbacks = std::move(*fallbacks);
  config.thinking = thinking_of(draft.thinking);
  return config;
}

Result<std::optional<dto::ModelPrice>> price_of(const ModelDraft& draft, const Locale& locale) {
  if (draft.input_price.empty() && draft.output_price.empty() && draft.cached_price.empty())
    return std::optional<dto::ModelPrice>{};
  if (draft.input_price.empty() || draft.output_price.empty())
    return Error{half_price.in(locale), "prices"};
  const auto input = price_in(draft.input_price);
  const auto output = price_in(draft.output_price);
  const auto cached = draft.cached_price.empty() ? std::nullopt : price_in(draft.cached_price);
  if (!input || !output || (!cached && !draft.cached_price.empty()))
    return Error{bad_price.in(locale), "prices"};
  return std::optional{dto::ModelPrice{*input, *output, cached}};
}

} // namespace geminid::webui
