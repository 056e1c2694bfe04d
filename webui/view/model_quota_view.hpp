// What the pool has of each model, "N keys × limit": used, left, and when something of it is free again. Pure.
#pragma once

#include "shared/model_list_dto.hpp"
#include "webui/core/locale.hpp"
#include "webui/core/tone.hpp"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace geminid::webui {

/// One limit of the whole pool.
struct QuotaGauge {
  std::string label;              // "This minute"
  std::string left;               // "38 left of 40"; "12 used" where no limit is known
  std::string note;               // "limit unknown", "4 of 12 known"; empty where there is nothing to say
  std::string reset;              // "free in 12 s"; empty where nothing is to come back
  std::optional<double> fraction; // used, of what is known; nothing: no limit is known
  Tone tone = Tone::accent;
};

struct ModelQuota {
  std::string id;
  std::string pool;                 // "4 keys × 10 RPM, 250 RPD"
  std::array<QuotaGauge, 3> gauges; // requests this minute, tokens this minute, requests today
};

struct ModelQuotas {
  std::vector<ModelQuota> models; // the most used today first
  std::size_t left_out = 0;       // those beyond `count_max`
  std::string day_reset;          // "The day resets at midnight Pacific, in 5 h 12 min"
};

[[nodiscard]] ModelQuotas make_model_quotas(const std::vector<dto::ModelListing>& models, Instant now,
                                            const Locale& locale, std::size_t count_max);

/// "5 h 12 min": to the minute where it is longer than that, so that it is not another text each second.
[[nodiscard]] std::string countdown(Instant until, Instant now, Language language);

} // namespace geminid::webui
