// Settings that are being edited: what the server has, what the viewer wants, and what to send for that. Pure.
#pragma once

#include "shared/settings_dto.hpp"
#include "webui/core/locale.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace geminid::webui {

enum class SettingsSection : std::uint8_t {
  routing,
  thinking,
  prompt_injection,
  keep_alive,
  health_checks,
  logs,
  prices
};
inline constexpr std::array settings_sections{
    SettingsSection::routing,    SettingsSection::thinking,      SettingsSection::prompt_injection,
    SettingsSection::keep_alive, SettingsSection::health_checks, SettingsSection::logs,
    SettingsSection::prices};

/// Its member of the settings document.
[[nodiscard]] std::string_view wire_name(SettingsSection section);

class SettingsDraft {
public:
  /// As the viewer wants them.
  dto::Settings wanted;

  /// What the server has now. Sections with changes keep them; the others follow.
  void take(const dto::Settings& current);
  /// The server has taken the section; what it holds now is in `current`.
  void saved(SettingsSection section, const dto::Settings& current);
  void discard(SettingsSection section);

  [[nodiscard]] const dto::Settings& current() const { return current_; }
  [[nodiscard]] bool changed(SettingsSection section) const;
  [[nodiscard]] bool changed() const;
  /// For PATCH /admin/api/settings: only what changed of the section.
  [[nodiscard]] dto::json patch(SettingsSection section) const;
  /// Takes the same changes back.
  [[nodiscard]] dto::json reverse_patch(SettingsSection section) const;

private:
  dto::Settings current_;
};

/// The members of `after` that differ from `before`; null for those that are gone.
[[nodiscard]] dto::json patch_of(const dto::json& before, const dto::json& after);

/// One setting that was changed, for a person.
struct SettingChange {
  std::string label;
  std::string before;
  std::string after;

  bool operator==(const SettingChange&) const = default;
};
[[nodiscard]] std::vector<SettingChange> changes_of(const SettingsDraft& draft, SettingsSection section,
                                                    const Locale& locale);

/// Nothing when the text is no whole number within the range.
[[nodiscard]] std::optional<std::int64_t> whole_number(std::string_view text, dto::IntegerRange range);
/// Nothing when the text is no price: US dollars per million tokens, as "0.30" or "1,25".
[[nodiscard]] std::optional<double> price_number(std::string_view text);

} // namespace geminid::webui
