// What each setting is called and does, in words: the same on every page. Pure.
#pragma once

#include "webui/core/locale.hpp"

#include <string>
#include <string_view>

namespace geminid::webui {

struct SettingText {
  std::string_view path; // "routing.max_attempts"
  Phrase label;
  Phrase sentence; // what it does, and its range
};

/// Of a path that has one; else one that is empty.
[[nodiscard]] const SettingText& setting_text(std::string_view path);

/// Of a value on the wire that has a name, such as "round_robin"; the value itself when it has none.
[[nodiscard]] std::string setting_value_text(std::string_view value, const Locale& locale);

} // namespace geminid::webui
