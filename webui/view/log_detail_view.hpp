// One request as a whole: its attempts over time, its numbers, its bodies. Pure.
#pragma once

#include "shared/log_dto.hpp"
#include "webui/core/locale.hpp"
#include "webui/core/tone.hpp"

#include <string>
#include <vector>

namespace geminid::webui {

/// An attempt on a time line of the whole request.
struct AttemptBar {
  double begin = 0; // 0 to 1 of the request's time
  double length = 0;
  Tone tone = Tone::good;
  std::string key; // masked
  std::string key_id;
  std::string status;
  std::string took;
  std::string why;    // in the viewer's language; empty when it was served
  std::string reason; // as it was said; empty where there is nothing more than `why`
};

struct LogFact {
  std::string label;
  std::string value;
};

struct LogBodyView {
  std::string title; // "Request, 4.2 KiB"
  std::string text;
};

struct LogDetail {
  std::string status;
  Tone tone = Tone::good;
  std::string when;
  std::string error; // empty: none
  std::string request_id;
  std::vector<LogFact> facts;
  std::vector<AttemptBar> attempts;
  std::string total; // the time line's length
  std::vector<LogBodyView> bodies;
  /// Whose records and settings it leads to.
  std::string user_id, user, model;
};

[[nodiscard]] LogDetail make_log_detail(const dto::LogRecord& record, const Locale& locale);

} // namespace geminid::webui
