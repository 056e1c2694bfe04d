// A user key being written in a form, and the documents that come of it. Pure.
#pragma once

#include "shared/user_key_dto.hpp"
#include "webui/core/locale.hpp"
#include "webui/view/thinking_choice.hpp"

#include <string>
#include <vector>

namespace geminid::webui {

struct UserKeyDraft {
  std::string name;
  std::string notes;
  bool enabled = true;
  std::optional<std::int64_t> rpm, tpm, rpd, max_concurrency, token_budget;
  /// As `parse_date_text` reads it; empty: never.
  std::string expires;
  /// Empty: all.
  std::vector<std::string> models;
  ThinkingDraft thinking;

  bool operator==(const UserKeyDraft&) const = default;
};

[[nodiscard]] UserKeyDraft draft_of(const dto::UserKey& key, const Locale& locale);
/// The body of POST: only what is not the default. An error is in the viewer's language and names the field.
[[nodiscard]] Result<dto::json> create_document(const UserKeyDraft& draft, Instant now, const Locale& locale);
/// What of `key` is another now; what became empty is cleared. An expiry that reads the same stays to the second.
[[nodiscard]] Result<dto::UserKeyPatch> patch_of(const dto::UserKey& key, const UserKeyDraft& draft, Instant now,
                                                 const Locale& locale);

} // namespace geminid::webui
