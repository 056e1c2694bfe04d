// How often a key was tried in the last hour, for a small picture and in words. Pure.
#pragma once

#include "shared/key_dto.hpp"
#include "webui/core/locale.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace geminid::webui {

struct KeyActivity {
  std::vector<double> values;         // of each span, the oldest first
  std::vector<std::int64_t> times_ms; // where each span begins, UTC
  bool any = false;
  std::string summary; // "42 requests in the last hour, at most 7 within 2 minutes"
};

/// `told_at`: when the server told it.
[[nodiscard]] KeyActivity make_key_activity(const dto::Key& key, Instant told_at, const Locale& locale);

} // namespace geminid::webui
