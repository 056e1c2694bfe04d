// A moment as somebody types it. Pure.
#pragma once

#include "shared/time.hpp"
#include "webui/core/locale.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace geminid::webui {

/// "2026-11-27 14:03" in the viewer's zone, or "2026-11-27", which means the end of that day. "/" and "." may stand for
/// "-", and the full-width colon for ":". Nothing on anything else, also on a day that no month has.
[[nodiscard]] std::optional<Instant> parse_date_text(std::string_view text, const Locale& locale);

/// So many days from now as somebody would write it: at the next full hour.
[[nodiscard]] std::string date_text_in(int days, Instant now, const Locale& locale);

} // namespace geminid::webui
