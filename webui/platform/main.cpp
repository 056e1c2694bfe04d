// The frame loop: the browser calls `frame_draw` when there is something to draw, and nothing runs between.
#include "webui/app/app.hpp"
#include "webui/platform/browser.hpp"
#include "webui/platform/browser_host.hpp"
#include "webui/platform/later_main.hpp"
#include "webui/platform/mirror.hpp"
#include "webui/widgets/frames.hpp"
#include "webui/widgets/notes.hpp"

#include <GLES3/gl3.h>
#include <emscripten/html5.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <emscripten.h>
#include <imgui_impl_opengl3.h>
#include <imgui_internal.h>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace {

using namespace geminid::webui;

struct Dashboard {
  BrowserHost host;
  App app{host};
};

Dashboard* dashboard = nullptr;
double last_frame = 0; // seconds
std::uint64_t last_picture = 0;
std::vector<FontFile> awaited_fonts; // by the first frame
bool drawn = false;
ImGuiMouseCursor last_cursor = ImGuiMouseCursor_COUNT;
char* clipboard_text = nullptr;

// FNV-1a over words; what is drawn twice need not be drawn again, which is most of a frame's cost without a GPU.
std::uint64_t hashed(std::uint64_t hash, const void* data, std::size_t size) {
  const auto* bytes = static_cast<const unsigned char*>(data);
  for (; size >= 4; size -= 4, bytes += 4) {
    std::uint32_t word = 0;
    std::copy_n(bytes, 4, reinterpret_cast<unsigned char*>(&word));
    hash = (hash ^ word) * 0x100000001b3ULL;
  }
  for (; size > 0; --size, ++bytes)
    hash = (hash ^ *bytes) * 0x100000001b3ULL;
  return hash;
}

std::uint64_t picture_of(const ImDrawData& data, int width, int height) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  const std::array size{width, height};
  hash = hashed(hash, size.data(), sizeof size);
  for (const auto* list : data.CmdLists) {
    hash = hashed(hash, list->VtxBuffer.Data, static_cast<std::size_t>(list->VtxBuffer.size_in_bytes()));
    hash = hashed(hash, list->IdxBuffer.Data, static_cast<std::size_t>(list->IdxBuffer.size_in_bytes()));
    for (const auto& command : list->CmdBuffer)
      hash = hashed(hash, &command.ClipRect, sizeof command.ClipRect);
  }
  return hash;
}

bool textures_changed(const ImDrawData& data) {
  if (data.Textures != nullptr)
    for (const auto* texture : *data.Textures)
      if (texture->Status != ImTextureStatus_OK)
        return true;
  return false;
}

void render(int width, int height) {
  auto* const data = ImGui::GetDrawData();
  const auto picture = picture_of(*data, width, height);
  if (picture == last_picture && !textures_changed(*data))
    return;
  last_picture = picture;
  const auto background = ImGui::ColorConvertU32ToFloat4(theme().background);
  glViewport(0, 0, width, height);
  glClearColor(background.x, background.y, background.z, 1);
  glClear(GL_COLOR_BUFFER_BIT);
  ImGui_ImplOpenGL3_RenderDrawData(data);
}

void show_cursor() {
  constexpr std::array<const char*, ImGuiMouseCursor_COUNT> names{
      "default",     "text",    "move", "ns-resize", "ew-resize",  "nesw-resize",
      "nwse-resize", "pointer", "wait", "progress",  "not-allowed"};
  const auto cursor = ImGui::GetMouseCursor();
  if (cursor == last_cursor)
    return;
  last_cursor = cursor;
  browser_cursor(cursor == ImGuiMouseCursor_None ? "none" : names[static_cast<std::size_t>(cursor)]);
}

// More than 0: so many more frames now; less: one in so many milliseconds; 0: when something happens.
int next_frames() {
  const auto& io = ImGui::GetIO();
  const auto& context = *GImGui;
  if (context.InputEventsQueue.Size > 0 || context.ActiveId != context.ActiveIdPreviousFrame ||
      context.NavActivateId != 0)
    return 2;
  for (int button = 0; button < 3; ++button)
    if (io.MouseDown[button])
      return 1;
  if (context.DimBgRatio > 0 && context.DimBgRatio < 1)
    return 1;
  const auto wanted = take_redraw();
  return wanted ? -static_cast<int>(std::clamp<std::int64_t>(wanted->count(), 1, 3'600'000)) : 0;
}

void set_up_imgui() {
  IMGUI_CHECKVERSION();
  ImGui::CreateContext();
  auto& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.LogFilename = nullptr;
  io.ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
  io.ConfigInputTextCursorBlink = false; // it costs a frame at each blink
  io.BackendFlags |= ImGuiBackendFlags_HasMouseCursors;
  io.BackendPlatformName = "geminid";
  auto& platform = ImGui::GetPlatformIO();
  platform.Platform_SetClipboardTextFn = [](ImGuiContext*, const char* text) { browser_copy(text); };
  platform.Platform_GetClipboardTextFn = [](ImGuiContext*) -> const char* {
    std::free(clipboard_text);
    return clipboard_text = browser_clipboard();
  };
  platform.Platform_SetImeDataFn = [](ImGuiContext*, ImGuiViewport*, ImGuiPlatformImeData* data) {
    browser_text_input(data->WantVisible ? 1 : 0, data->InputPos.x, data->InputPos.y, data->InputLineHeight);
  };
  platform.Platform_OpenInShellFn = nullptr;
  GImGui->TestEngineHookItems = true;
  ImGui_ImplOpenGL3_Init("#version 300 es");
}

void load_fonts(bool first) {
  for (std::size_t slot = 0; slot < font_file_names.size(); ++slot) {
    const auto file = static_cast<FontFile>(slot);
    const bool awaited = std::find(awaited_fonts.begin(), awaited_fonts.end(), file) != awaited_fonts.end();
    if (awaited == first)
      browser_font(static_cast<int>(slot), font_file_names[slot]);
  }
}

bool set_up_canvas() {
  EmscriptenWebGLContextAttributes attributes;
  emscripten_webgl_init_context_attributes(&attributes);
  attributes.majorVersion = 2;
  attributes.antialias = EM_FALSE;
  attributes.alpha = EM_FALSE;
  attributes.depth = EM_FALSE;
  attributes.stencil = EM_FALSE;
  attributes.preserveDrawingBuffer = EM_TRUE; // a picture that stays needs no drawing
  const auto context = emscripten_webgl_create_context("#canvas", &attributes);
  return context > 0 && emscripten_webgl_make_context_current(context) == EMSCRIPTEN_RESULT_SUCCESS;
}

} // namespace

extern "C" {

EMSCRIPTEN_KEEPALIVE int frame_draw(double now, int width, int height, int pixel_width, int pixel_height) {
  if (!fonts_ready(awaited_fonts))
    return 0; // there is no other font: ImGui's own is left out
  auto& io = ImGui::GetIO();
  io.DisplaySize = {static_cast<float>(width), static_cast<float>(height)};
  if (width > 0 && height > 0)
    io.DisplayFramebufferScale = {static_cast<float>(pixel_width) / static_cast<float>(width),
                                  static_cast<float>(pixel_height) / static_cast<float>(height)};
  io.DeltaTime = last_frame > 0 && now > last_frame ? static_cast<float>(now - last_frame) : 1 / 60.0F;
  last_frame = now;
  ImGui_ImplOpenGL3_NewFrame();
  begin_notes();
  ImGui::NewFrame();
  dashboard->app.draw();
  ImGui::Render();
  mirror_frame();
  render(pixel_width, pixel_height);
  show_cursor();
  if (!std::exchange(drawn, true)) {
    browser_drawn();
    load_fonts(false);
  }
  dashboard->app.fetch_later_part();
  return next_frames();
}

/// The bytes become the callee's.
EMSCRIPTEN_KEEPALIVE void browser_reply(int call, int status, char* body, int size) {
  dashboard->host.replied(call, status, {body, static_cast<std::size_t>(size)});
  std::free(body);
}

EMSCRIPTEN_KEEPALIVE void browser_part(int call, int status, const char* text, int size, const char* request_id,
                                       int more) {
  dashboard->host.part(call, {status, {text, static_cast<std::size_t>(size)}, request_id, more != 0});
}

/// The bytes become the callee's, for good.
EMSCRIPTEN_KEEPALIVE void browser_font_loaded(int slot, void* data, int size) {
  add_font(static_cast<FontFile>(slot), data, static_cast<std::size_t>(size));
}

EMSCRIPTEN_KEEPALIVE int browser_event(const char* type, const char* data) {
  return dashboard->app.live_event(type, data) ? 1 : 0;
}
EMSCRIPTEN_KEEPALIVE void browser_events_connected(int connected) {
  dashboard->app.live_connected(connected != 0);
}
EMSCRIPTEN_KEEPALIVE void browser_logged_in() {
  dashboard->app.logged_in();
}
EMSCRIPTEN_KEEPALIVE void browser_located() {
  dashboard->app.located(taken(browser_location()));
}
EMSCRIPTEN_KEEPALIVE void browser_leaving() {
  dashboard->app.leaving();
}
EMSCRIPTEN_KEEPALIVE void browser_later_part_failed() {
  dashboard->app.later_part_failed();
}

} // extern "C"

namespace geminid::webui {

void use_later_part(MakePage make) {
  dashboard->app.later_part_arrived(make);
}

} // namespace geminid::webui

int main() {
  if (!set_up_canvas()) {
    EM_ASM({ document.body.textContent = 'This browser has no WebGL 2, which the dashboard needs.'; });
    return 1;
  }
  set_up_imgui();
  dashboard = std::make_unique<Dashboard>().release(); // as long as the page
  dashboard->app.zone_changed(std::chrono::minutes{browser_utc_offset_minutes()});
  dashboard->app.located(taken(browser_location()));
  if (!dashboard->app.on_overview())
    dashboard->app.fetch_later_part();
  awaited_fonts = first_fonts(dashboard->app.on_overview());
  load_fonts(true);
  browser_events("/admin/api/events");
  browser_start();
  emscripten_exit_with_live_runtime();
  return 0;
}
