// How Dear ImGui is compiled for the dashboard. It has no files, no shell, no font and no demonstration of its own
// there.
#pragma once

#define IMGUI_DISABLE_DEFAULT_FONT
#define IMGUI_DISABLE_DEFAULT_SHELL_FUNCTIONS
#define IMGUI_DISABLE_DEMO_WINDOWS
#define IMGUI_DISABLE_DEBUG_TOOLS
#define IMGUI_DISABLE_FILE_FUNCTIONS
#define IMGUI_DISABLE_OBSOLETE_FUNCTIONS

// A page with many charts has more than 65,536 vertices.
#define ImDrawIdx unsigned
// Rare Chinese characters and emoji lie beyond 16 bits.
#define IMGUI_USE_WCHAR32
// Its hooks tell the mirror and the tests what is on the screen.
#define IMGUI_ENABLE_TEST_ENGINE

#ifdef NDEBUG
// Mistakes in our use of it, in words for a log that nobody sees.
#define IM_ASSERT_USER_ERROR(condition, message) ((void)0)
#endif
