// A model's configuration being written in a form. A limit is one of three things: not set, so that geminid keeps what
// Google names in a refusal; unlimited; a number. Pure.
#pragma once

#include "shared/model_dto.hpp"
#include "shared/price_dto.hpp"
#include "webui/core/locale.hpp"
#include "webui/view/thinking_choice.hpp"

#include <array>
#include <string>

namespace geminid::webui {

inline constexpr std::array<Phrase, 3> limit_choices{
    {{"Learned", "自动学习"}, {"Unlimited", "不限"}, {"Number", "指定数值"}}};

struct LimitDraft {
  int choice = 0; // of `limit_choices`, in the order of LimitSetting::Kind
  std::optional<std::int64_t> value = {};

  bool operator==(const LimitDraft&) const = default;
};

struct ModelDraft {
  std::string id;
  bool enabled = true;
  std::array<LimitDraft, 3> limits; // rpm, tpm, rpd
  std::string aliases, fallbacks;   // as `split_names` reads them
  ThinkingDraft thinking;
  /// Dollars per million tokens, as typed; all empty: no price.
  std::string input_price, output_price, cached_price;

  bool operator==(const ModelDraft&) const = default;
};

/// `price` may be null.
[[nodiscard]] ModelDraft model_draft(std::string id, const dto::ModelConfig& config, const dto::ModelPrice* price);
/// The whole configuration. An error is in the viewer's language and names the field.
[[nodiscard]] Result<dto::ModelConfig> model_config_of(const ModelDraft& draft, const Locale& locale);
/// Nothing: no price.
[[nodiscard]] Result<std::optional<dto::ModelPrice>> price_of(const ModelDraft& draft, const Locale& locale);

} // namespace geminid::webui
