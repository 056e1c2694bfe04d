// Colours, fonts and sizes. The one place that knows them.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <imgui.h>

namespace geminid::webui {

/// From 0xRRGGBB.
[[nodiscard]] constexpr ImU32 rgb(std::uint32_t hex, float alpha = 1) {
  return IM_COL32(hex >> 16U & 255U, hex >> 8U & 255U, hex & 255U, static_cast<int>(alpha * 255));
}
/// The colour with another opacity.
[[nodiscard]] ImU32 faded(ImU32 colour, float alpha);

struct Theme {
  bool dark;
  ImU32 background, sidebar, card, raised, field, line, text, muted, accent, accent_text, good, warn, bad, info;
  /// Of series that mean nothing in particular.
  std::array<ImU32, 8> series;
};

[[nodiscard]] const Theme& theme();
/// Also ImGui's style.
void use_theme(bool dark);

enum class FontFile : std::uint8_t { regular, bold, cjk_ui, cjk_ui_bold, icons, cjk };
inline constexpr std::array<const char*, 6> font_file_names{"Inter-Regular.otf", "Inter-SemiBold.otf", "cjk-ui.ttf",
                                                            "cjk-ui-bold.otf",   "icons.ttf",          "cjk.ttf"};
/// A file has come; the data lives as long as the page. Latin letters and icons, and in Chinese the characters
/// of the interface, are enough to begin with; bold ones and those of names that users enter join when they are there.
void add_font(FontFile file, void* data, std::size_t size);
[[nodiscard]] bool fonts_ready();
[[nodiscard]] ImFont* regular_font();
[[nodiscard]] ImFont* bold_font();

/// The window is a phone's: one column, navigation at the bottom.
[[nodiscard]] bool narrow();

inline constexpr float text_size = 15;
inline constexpr float small_text_size = 13;
inline constexpr float title_size = 16;
inline constexpr float heading_size = 24;
inline constexpr float gap = 16; // between cards

} // namespace geminid::webui
