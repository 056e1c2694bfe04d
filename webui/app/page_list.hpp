// The pages, in the order of the navigation.
#pragma once

#include "webui/pages/page.hpp"
#include "webui/widgets/icons.hpp"

#include <array>
#include <optional>
#include <string_view>

namespace geminid::webui {

struct PageEntry {
  PageId id;
  std::string_view path; // behind the "#" of the address
  const char* icon;
  Phrase title;
  Phrase short_title; // where there is little room
};

inline constexpr std::array<PageEntry, 9> page_list{{
    {PageId::overview, "overview", icon::overview, {"Overview", "总览"}, {"Overview", "总览"}},
    {PageId::keys, "keys", icon::key, {"Gemini keys", "Gemini 密钥"}, {"Keys", "密钥"}},
    {PageId::user_keys, "user-keys", icon::people, {"User keys", "用户密钥"}, {"Users", "用户"}},
    {PageId::routing, "routing", icon::route, {"Routing", "路由"}, {"Routing", "路由"}},
    {PageId::models, "models", icon::model, {"Models", "模型"}, {"Models", "模型"}},
    {PageId::logs, "logs", icon::log, {"Logs", "日志"}, {"Logs", "日志"}},
    {PageId::playground, "playground", icon::chat, {"Playground", "试验场"}, {"Try", "试用"}},
    {PageId::settings, "settings", icon::settings, {"Settings", "设置"}, {"Settings", "设置"}},
    {PageId::system, "system", icon::system, {"System", "系统"}, {"System", "系统"}},
}};
/// So many stand in the bar of a phone; the others are behind "More".
inline constexpr std::size_t pages_in_bar = 4;

[[nodiscard]] const PageEntry& entry_of(PageId id);
[[nodiscard]] std::optional<PageId> page_at(std::string_view path);

} // namespace geminid::webui
