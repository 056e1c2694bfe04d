#include "webui/widgets/theme.hpp"

#include "webui/widgets/language.hpp"

#include <algorithm>
#include <utility>

namespace geminid::webui {
namespace {

constexpr Theme dark_theme{
    .dark = true,
    .background = rgb(0x0b0f19),
    .sidebar = rgb(0x0e1422),
    .card = rgb(0x131a2b),
    .raised = rgb(0x1a2338),
    .field = rgb(0x0d1322),
    .line = rgb(0x222c44),
    .text = rgb(0xe8ebf4),
    .muted = rgb(0x94a0ba),
    .accent = rgb(0x6d7cff),
    .accent_text = rgb(0xffffff),
    .good = rgb(0x34d399),
    .warn = rgb(0xfbbf24),
    .bad = rgb(0xfb7185),
    .info = rgb(0x38bdf8),
    .series = {rgb(0x6d7cff), rgb(0x38bdf8), rgb(0x34d399), rgb(0xfbbf24), rgb(0xfb7185), rgb(0xc084fc), rgb(0xf97316),
               rgb(0x2dd4bf)},
};

constexpr Theme light_theme{
    .dark = false,
    .background = rgb(0xf4f6fb),
    .sidebar = rgb(0xffffff),
    .card = rgb(0xffffff),
    .raised = rgb(0xffffff),
    .field = rgb(0xf7f8fc),
    .line = rgb(0xdfe4ef),
    .text = rgb(0x141b2d),
    .muted = rgb(0x5b6780),
    .accent = rgb(0x4f5bd5),
    .accent_text = rgb(0xffffff),
    .good = rgb(0x0a7d55),
    .warn = rgb(0xa15c00),
    .bad = rgb(0xc8324d),
    .info = rgb(0x0369a1),
    .series = {rgb(0x4f5bd5), rgb(0x0284c7), rgb(0x059669), rgb(0xd97706), rgb(0xe11d48), rgb(0x9333ea), rgb(0xc2410c),
               rgb(0x0d9488)},
};

const Theme* current = &dark_theme;

struct FontData {
  void* data = nullptr;
  std::size_t size = 0;
};
std::array<FontData, font_file_names.size()> font_data;
ImFont* regular = nullptr;
ImFont* bold = nullptr;
bool font_came = false;

ImFontConfig font_config(ImFont* merge_into) {
  ImFontConfig config;
  config.FontDataOwnedByAtlas = false;
  config.OversampleH = 1;
  config.MergeMode = merge_into != nullptr;
  config.DstFont = merge_into;
  return config;
}

bool there(FontFile file) {
  return font_data[static_cast<std::size_t>(file)].data != nullptr;
}

void add(FontFile file, float size, ImFontConfig config, ImFont*& font) {
  if (!there(file))
    return;
  const auto& data = font_data[static_cast<std::size_t>(file)];
  auto* const added = ImGui::GetIO().Fonts->AddFontFromMemoryTTF(data.data, static_cast<int>(data.size), size, &config);
  font = font == nullptr ? added : font;
}

// A character is taken from the first of the files that has it.
ImFont* make_font(FontFile latin, FontFile more, float more_size) {
  ImFont* font = nullptr;
  add(latin, text_size, font_config(nullptr), font);
  const auto merged = font_config(font);
  add(more, more_size, merged, font);
  for (const auto file : {FontFile::cjk_overview, FontFile::cjk_pages, FontFile::cjk})
    add(file, text_size, merged, font);
  auto icons = merged;
  icons.GlyphOffset = {0, 3}; // they sit high on their line
  add(FontFile::icons, 18, icons, font);
  return font;
}

void remake_fonts() {
  auto* const atlas = ImGui::GetIO().Fonts;
  const auto former = std::pair{regular, bold};
  regular = make_font(FontFile::regular, FontFile::accents, text_size);
  // Noto's line box is tall: at the same size its characters would be smaller than those of the regular font.
  bold = there(FontFile::bold) ? make_font(FontFile::bold, FontFile::cjk_ui_bold, text_size * 1.2F) : regular;
  ImGui::GetIO().FontDefault = regular;
  if (former.first != nullptr)
    atlas->RemoveFont(former.first);
  if (former.second != former.first)
    atlas->RemoveFont(former.second);
}

ImVec4 colour(ImU32 packed) {
  return ImGui::ColorConvertU32ToFloat4(packed);
}

void set_sizes(ImGuiStyle& style) {
  style.FontSizeBase = text_size; // ImGui would take that of the font it has before ours are loaded
  style.WindowPadding = {0, 0};
  style.FramePadding = {12, 8};
  style.ItemSpacing = {12, 10};
  style.ItemInnerSpacing = {8, 6};
  style.CellPadding = {10, 8};
  style.FrameRounding = 9;
  style.ChildRounding = 14;
  style.WindowRounding = 16;
  style.PopupRounding = 12;
  style.GrabRounding = 8;
  style.ScrollbarRounding = 8;
  style.ScrollbarSize = 10;
  style.WindowBorderSize = 0;
  style.ChildBorderSize = 1;
  style.FrameBorderSize = 1;
  style.PopupBorderSize = 1;
  style.TableAngledHeadersAngle = 0;
  style.HoverDelayNormal = 0.2F;
}

void set_colours(ImVec4* colours, const Theme& theme) {
  const auto set = [&](ImGuiCol which, ImU32 packed) { colours[which] = colour(packed); };
  const auto button = theme.dark ? rgb(0x1c263d) : rgb(0xeef1f8);
  const auto hovered = theme.dark ? rgb(0x26324f) : rgb(0xe3e8f4);
  const auto active = theme.dark ? rgb(0x2d3b5e) : rgb(0xd6ddee);
  set(ImGuiCol_Text, theme.text);
  set(ImGuiCol_TextDisabled, theme.muted);
  set(ImGuiCol_WindowBg, theme.background);
  set(ImGuiCol_ChildBg, theme.card);
  set(ImGuiCol_PopupBg, theme.raised);
  set(ImGuiCol_Border, theme.line);
  set(ImGuiCol_FrameBg, theme.field);
  set(ImGuiCol_FrameBgHovered, theme.dark ? rgb(0x121a2e) : rgb(0xeef1f8));
  set(ImGuiCol_FrameBgActive, theme.dark ? rgb(0x121a2e) : rgb(0xeef1f8));
  set(ImGuiCol_Button, button);
  set(ImGuiCol_ButtonHovered, hovered);
  set(ImGuiCol_ButtonActive, active);
  set(ImGuiCol_Header, faded(theme.accent, 0.16F));
  set(ImGuiCol_HeaderHovered, faded(theme.accent, 0.10F));
  set(ImGuiCol_HeaderActive, faded(theme.accent, 0.22F));
  set(ImGuiCol_ScrollbarBg, faded(theme.line, 0));
  set(ImGuiCol_ScrollbarGrab, theme.dark ? rgb(0x2a3550) : rgb(0xc9d1e3));
  set(ImGuiCol_ScrollbarGrabHovered, theme.dark ? rgb(0x394768) : rgb(0xb2bdd6));
  set(ImGuiCol_ScrollbarGrabActive, theme.dark ? rgb(0x465678) : rgb(0x9dabca));
  set(ImGuiCol_TableHeaderBg, theme.card);
  set(ImGuiCol_TableBorderLight, faded(theme.line, 0.7F));
  set(ImGuiCol_TableBorderStrong, theme.line);
  set(ImGuiCol_NavCursor, theme.accent);
  set(ImGuiCol_ModalWindowDimBg, theme.dark ? rgb(0x05070d, 0.65F) : rgb(0x1b2437, 0.35F));
  set(ImGuiCol_TextSelectedBg, faded(theme.accent, 0.4F));
  set(ImGuiCol_CheckMark, theme.accent);
  set(ImGuiCol_SliderGrab, theme.accent);
  set(ImGuiCol_SliderGrabActive, theme.accent);
  set(ImGuiCol_Separator, theme.line);
  set(ImGuiCol_InputTextCursor, theme.text);
}

} // namespace

ImU32 faded(ImU32 colour, float alpha) {
  return (colour & ~IM_COL32_A_MASK) | static_cast<ImU32>(alpha * 255) << IM_COL32_A_SHIFT;
}

const Theme& theme() {
  return *current;
}

void use_theme(bool dark) {
  current = dark ? &dark_theme : &light_theme;
  auto& style = ImGui::GetStyle();
  set_sizes(style);
  set_colours(style.Colors, *current);
}

std::vector<FontFile> first_fonts(bool overview) {
  std::vector needed{FontFile::regular, FontFile::icons};
  if (locale().language == Language::chinese) {
    needed.push_back(FontFile::cjk_overview);
    if (!overview)
      needed.push_back(FontFile::cjk_pages);
  }
  return needed;
}

void add_font(FontFile file, void* data, std::size_t size) {
  font_data[static_cast<std::size_t>(file)] = {data, size};
  font_came = true;
}

bool fonts_ready(std::span<const FontFile> needed) {
  if (!std::all_of(needed.begin(), needed.end(), there))
    return false;
  if (std::exchange(font_came, false))
    remake_fonts();
  return true;
}
ImFont* regular_font() {
  return regular;
}
ImFont* bold_font() {
  return bold;
}

bool narrow() {
  return ImGui::GetMainViewport()->Size.x < 760;
}

} // namespace geminid::webui
