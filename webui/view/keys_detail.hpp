// Everything about one Gemini key, in words: what the drawer shows. Pure.
#pragma once

#include "shared/log_dto.hpp"
#include "webui/view/keys_rows.hpp"
#include "webui/view/system_view.hpp"

#include <array>
#include <string>
#include <vector>

namespace geminid::webui {

/// One window of a limit.
struct LimitView {
  const char* label = ""; // "RPM"
  std::string text;       // "3 of 15", "3, no limit known"
  std::string source;     // "set", "learned"; empty: there is no limit
  double share = 0;
  Tone tone = Tone::good;
};

struct KeyModelView {
  std::string model;
  std::string state;
  Tone tone = Tone::good;
  std::string note; // "the day's limit is used up · 3 h 4 min left"; empty: there is nothing to say
  std::array<LimitView, 3> limits;
};

struct KeyDetail {
  KeyRow row;
  std::string until; // when the state changes by itself, also in Pacific terms where the day's quota is meant
  std::vector<KeyModelView> models;
  std::vector<Fact> facts;
  std::string last_error;
};

[[nodiscard]] KeyDetail make_key_detail(const dto::Key& key, Instant now, const Locale& locale);

/// A request that the key took part in.
struct KeyRequestView {
  std::string at;
  std::string model;
  std::string status; // of the key's own attempt
  Tone tone = Tone::good;
  std::string took;
  std::string reason; // why the attempt was not the last; empty when it was served
};

[[nodiscard]] std::vector<KeyRequestView> make_key_requests(const std::vector<dto::LogRecord>& records,
                                                            std::string_view key_id, Instant now, const Locale& locale);
/// Of `GET /admin/api/logs`.
[[nodiscard]] Result<std::vector<dto::LogRecord>> parse_key_requests(const dto::json& document);

} // namespace geminid::webui
