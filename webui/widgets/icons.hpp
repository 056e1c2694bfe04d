// The icons in use, by their code points in Material Design Icons. The fonts are cut down to what this file names.
#pragma once

namespace geminid::webui::icon {

inline constexpr const char* overview = "\uE871";
inline constexpr const char* key = "\uE0DA";
inline constexpr const char* people = "\uE7FB";
inline constexpr const char* route = "\uE8D4"; // swap_horiz
inline constexpr const char* model = "\uE53B"; // layers
inline constexpr const char* settings = "\uE8B8";
inline constexpr const char* log = "\uE8EF"; // view_list
inline constexpr const char* chat = "\uE0B7";
inline constexpr const char* system = "\uE30C"; // devices/computer
inline constexpr const char* bolt = "\uE3E7";
inline constexpr const char* add = "\uE145";
inline constexpr const char* copy = "\uE14D";
inline constexpr const char* search = "\uE8B6";
inline constexpr const char* close = "\uE5CD";
inline constexpr const char* check = "\uE5CA";
inline constexpr const char* remove = "\uE872";
inline constexpr const char* refresh = "\uE5D5";
inline constexpr const char* warning = "\uE002";
inline constexpr const char* error = "\uE000";
inline constexpr const char* info = "\uE88E";
inline constexpr const char* more = "\uE5D4";
inline constexpr const char* menu = "\uE5D2";
inline constexpr const char* up = "\uE5D8";
inline constexpr const char* down = "\uE5DB";
inline constexpr const char* expand = "\uE5CF";
inline constexpr const char* collapse = "\uE5CE";
inline constexpr const char* left = "\uE5CB";
inline constexpr const char* right = "\uE5CC";
inline constexpr const char* edit = "\uE3C9";
inline constexpr const char* pause = "\uE034";
inline constexpr const char* play = "\uE037";
inline constexpr const char* send = "\uE163";
inline constexpr const char* stop = "\uE047";
inline constexpr const char* clock = "\uE8B5";
inline constexpr const char* money = "\uE227";
inline constexpr const char* speed = "\uE9E4";
inline constexpr const char* token = "\uE24A"; // functions
inline constexpr const char* download = "\uE2C4";
inline constexpr const char* upload = "\uE2C6";
inline constexpr const char* dark_mode = "\uE3A9";  // brightness_3
inline constexpr const char* light_mode = "\uE430"; // wb_sunny
inline constexpr const char* language = "\uE894";
inline constexpr const char* log_out = "\uE879"; // exit_to_app
inline constexpr const char* undo = "\uE166";
inline constexpr const char* lock = "\uE897";
inline constexpr const char* filter = "\uE152";
inline constexpr const char* audit = "\uE889"; // history
inline constexpr const char* memory = "\uE322";
inline constexpr const char* storage = "\uE1DB";
inline constexpr const char* offline = "\uE2C1"; // cloud_off

} // namespace geminid::webui::icon
