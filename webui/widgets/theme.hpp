// Colours, fonts and sizes. The one place that knows them.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <imgui.h>
#include <span>
#include <vector>

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

enum class FontFile : std::uint8_t { regular, icons, cjk_overview, cjk_pages, bold, cjk_ui_bold, accents, cjk };
/// In the order in which they are wanted.
inline constexpr std::array<const char*, 8> font_file_names{
    "Inter-Regular.otf",  "icons.ttf",       "cjk-overview.ttf",  "cjk-pages.ttf",
    "Inter-SemiBold.otf", "cjk-ui-bold.otf", "Inter-accents.otf", "cjk.ttf"};
/// What the first frame needs in the viewer's language, when it is the overview or when it may be any page. Without the
/// rest, bold is drawn as regular, and the names that users entered may lack characters.
[[nodiscard]] std::vector<FontFile> first_fonts(bool overview);
/// A file has come; the data lives as long as the page.
void add_font(FontFile file, void* data, std::size_t size);
/// Makes the fonts of the files that have come; between frames. False as long as one of `needed` is missing.
[[nodiscard]] bool fonts_ready(std::span<const FontFile> needed);
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
