// One Gemini key as a row of the table or a card. Pure.
#pragma once

#include "webui/view/key_states.hpp"

#include <optional>
#include <string>

namespace geminid::webui {

/// The limit that is used up most.
struct GreatestUse {
  double share = 0; // may be over 1
  std::string model;
  const char* window = ""; // "RPM", "TPM", "RPD"
  std::int64_t used = 0;
  std::int64_t limit = 0;
};
/// Nothing where no limit is known.
[[nodiscard]] std::optional<GreatestUse> greatest_use(const dto::Key& key);

/// How full something is, as a colour: over 80 % is a warning.
[[nodiscard]] Tone use_tone(double share);

struct KeyRow {
  std::string title;    // its name; masked where it has none
  std::string subtitle; // masked where it has a name
  std::string state;
  Tone tone = Tone::good;
  std::string reason;    // empty: there is none
  std::string countdown; // "1 min 5 s left"; empty: nothing changes by itself
  std::string weight;
  std::string project; // empty: a project of its own
  std::string priority;
  std::optional<double> use;
  Tone use_tone = Tone::good;
  std::string use_text; // "62% RPD"
  std::string use_hint; // "gemini-2.5-pro: 62 of 100 RPD"
  std::string requests;
  std::string failures; // with their share; empty: none
  std::string last_used;
  std::string summary; // "6 requests · 2 failed (33.3%) · 14 s ago"
};

[[nodiscard]] KeyRow make_key_row(const dto::Key& key, Instant now, const Locale& locale);

/// "1 min 5 s left", at the moment `until`; empty when that is past.
[[nodiscard]] std::string countdown_to(std::optional<Instant> until, Instant now, const Locale& locale);

/// What a key is called in a sentence.
[[nodiscard]] const std::string& key_title(const dto::Key& key);

} // namespace geminid::webui
