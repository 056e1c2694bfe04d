// What the import dialog asks and says. Pure.
#pragma once

#include "shared/key_answers_dto.hpp"
#include "shared/key_requests_dto.hpp"
#include "webui/core/locale.hpp"
#include "webui/core/tone.hpp"

#include <string>
#include <vector>

namespace geminid::webui {

/// As it is being typed.
struct KeyImportDraft {
  std::string text; // anything pasted; secrets
  std::string weight = "1";
  std::string name;
  std::string project;
  std::optional<std::int64_t> priority = 0;

  bool operator==(const KeyImportDraft&) const = default;
};

/// Nothing while the draft can't be sent: there is no text, or the weight is no weight.
[[nodiscard]] std::optional<dto::AddKeysRequest> import_request(const KeyImportDraft& draft, bool dry_run);

struct ImportLine {
  std::string line; // "Line 12"
  std::string text;
  Tone tone = Tone::neutral;
};

struct ImportView {
  std::size_t added = 0;
  std::string headline; // "12 keys will be added"
  Tone tone = Tone::good;
  std::string summary; // "read as CSV · 3 doubled · 1 refused"
  std::vector<ImportLine> lines;
  std::string more; // "and 40 further lines"; empty when all are listed
};
inline constexpr std::size_t import_lines_max = 100;

/// `done`: it was added; else it was a dry run.
[[nodiscard]] ImportView make_import_view(const dto::AddedKeys& answer, bool done, const Locale& locale);
/// "1,000 lines": what is said of the pasted text where the text itself must not be shown.
[[nodiscard]] std::string line_count_text(std::string_view text, const Locale& locale);

} // namespace geminid::webui
