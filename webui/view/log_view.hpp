// The request log in words: rows of the list, one record as a whole, and what is looked for. Pure.
#pragma once

#include "shared/log_dto.hpp"
#include "webui/core/locale.hpp"
#include "webui/core/tone.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace geminid::webui {

/// What the server is asked for; empty: all.
struct LogFilter {
  std::string key;  // its id
  std::string user; // its id
  std::string model;
  std::string status;  // "429"
  bool failed = false; // without what clients got wrong

  [[nodiscard]] bool empty() const { return *this == LogFilter{}; }
  bool operator==(const LogFilter&) const = default;
};
/// From and to the details of the page's address.
[[nodiscard]] LogFilter log_filter_from(std::string_view key, std::string_view user, std::string_view model,
                                        std::string_view status);
/// "?limit=100&before=…&key=…"
[[nodiscard]] std::string log_query(const LogFilter& filter, std::size_t limit, std::string_view before = {});
/// "key=…&model=…", for the address.
[[nodiscard]] std::string log_details(const LogFilter& filter);

/// Statuses that the list can be asked for, in order.
[[nodiscard]] std::span<const int> log_statuses();

/// "200", "no answer" for 0.
[[nodiscard]] std::string status_text(std::int64_t status, Language language);
/// "Chat completions"; what is not known stays as it is.
[[nodiscard]] std::string surface_name(std::string_view surface, Language language);

struct LogRow {
  std::string id;
  std::string time; // "14:03:22"
  std::string date; // "11-27", empty for a record of the viewer's today
  std::string model;
  std::string user;
  std::string surface;
  std::string status;
  Tone tone = Tone::good;
  std::string tokens;     // "1,204 → 356"
  std::string latency;    // of the whole
  std::string first_byte; // empty: nothing was answered
  std::string attempts;   // "3", empty for one
  std::string error;      // empty: there was none
  std::string spoken;     // all of it, for those who hear it
};
[[nodiscard]] LogRow make_log_row(const dto::LogRecord& record, Instant now, const Locale& locale);

/// What is searched among the records that are loaded: ids, names, errors, without regard to case.
[[nodiscard]] bool log_matches(const dto::LogRecord& record, std::string_view lower_case_words);
[[nodiscard]] std::string lower_case(std::string_view text);

} // namespace geminid::webui
