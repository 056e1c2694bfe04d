// How much a project may use of a model, and who said so.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace geminid::policy {

/// One limit as somebody set it. `unset` leaves it to the next in line; `unlimited` ends the line.
struct LimitSetting {
  enum class Kind : std::uint8_t { unset, unlimited, value };
  Kind kind = Kind::unset;
  std::int64_t value = 0;

  bool operator==(const LimitSetting&) const = default;
};

struct LimitSettings {
  LimitSetting rpm, tpm, rpd;

  bool operator==(const LimitSettings&) const = default;
};

/// Named by Google in a refusal (`quotaValue`).
struct LearnedLimits {
  std::optional<std::int64_t> rpm, tpm, rpd;

  bool operator==(const LearnedLimits&) const = default;
};

enum class LimitSource : std::uint8_t { none, learned, set };

[[nodiscard]] constexpr std::string_view to_string(LimitSource source) {
  switch (source) {
  case LimitSource::learned:
    return "learned";
  case LimitSource::set:
    return "set";
  case LimitSource::none:
    break;
  }
  return "none";
}

/// `value` absent: unlimited.
struct Limit {
  std::optional<std::int64_t> value;
  LimitSource source = LimitSource::none;

  bool operator==(const Limit&) const = default;
};

struct Limits {
  Limit rpm, tpm, rpd;

  bool operator==(const Limits&) const = default;
};

[[nodiscard]] constexpr Limit effective(LimitSetting of_key, LimitSetting of_model,
                                        std::optional<std::int64_t> learned) {
  for (const auto& setting : {of_key, of_model}) {
    if (setting.kind == LimitSetting::Kind::value)
      return {setting.value, LimitSource::set};
    if (setting.kind == LimitSetting::Kind::unlimited)
      return {std::nullopt, LimitSource::set};
  }
  return learned ? Limit{learned, LimitSource::learned} : Limit{};
}

/// What an admin set for the key wins over the model's, and both over what Google named.
[[nodiscard]] constexpr Limits effective(const LimitSettings& of_key, const LimitSettings& of_model,
                                         const LearnedLimits& learned) {
  return {effective(of_key.rpm, of_model.rpm, learned.rpm), effective(of_key.tpm, of_model.tpm, learned.tpm),
          effective(of_key.rpd, of_model.rpd, learned.rpd)};
}

} // namespace geminid::policy
