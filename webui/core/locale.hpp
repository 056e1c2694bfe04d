// In which language and zone the viewer reads. Every phrase of the dashboard holds both languages where it is defined,
// so that none can be missing.
#pragma once

#include <chrono>
#include <cstdint>

namespace geminid::webui {

enum class Language : std::uint8_t { english, chinese };

struct Locale {
  Language language = Language::english;
  /// Of the viewer's clock from UTC, at present.
  std::chrono::minutes utc_offset{0};

  bool operator==(const Locale&) const = default;
};

/// Texts of static storage.
struct Phrase {
  const char* english;
  const char* chinese;

  [[nodiscard]] constexpr const char* in(Language language) const {
    return language == Language::chinese ? chinese : english;
  }
  [[nodiscard]] constexpr const char* in(const Locale& locale) const { return in(locale.language); }
};

} // namespace geminid::webui
