#include "webui/view/user_key_draft.hpp"

#include "webui/core/format.hpp"
#include "webui/view/date_text.hpp"

#include <algorithm>

namespace geminid::webui {
namespace {

constexpr Phrase no_name{"A name is needed", "请填写名称"};
constexpr Phrase bad_date{"Write the expiry as 2026-12-31 18:00", "到期时间的格式为 2026-12-31 18:00"};
constexpr Phrase past_date{"The expiry is in the past", "到期时间已经过去"};

Result<std::optional<Instant>> expiry_of(const UserKeyDraft& draft, Instant now, const Locale& locale) {
  if (draft.expires.find_first_not_of(' ') == std::string::npos)
    return std::optional<Instant>{};
  const auto instant = parse_date_text(draft.expires, locale);
  if (!instant)
    return Error{bad_date.in(locale), "expires_at"};
  if (*instant <= now)
    return Error{past_date.in(locale), "expires_at"};
  return instant;
}

std::string trimmed(const std::string& text) {
  const auto first = text.find_first_not_of(" \t\n");
  return first == std::string::npos ? std::string{} : text.substr(first, text.find_last_not_of(" \t\n") - first + 1);
}

std::optional<std::vector<std::string>> allowed(const std::vector<std::string>& models) {
  return models.empty() ? std::nullopt : std::optional{models};
}

template <class T>
dto::Change<T> changed(const std::optional<T>& before, const std::optional<T>& now) {
  return before == now ? dto::Change<T>{} : dto::Change<T>{now};
}

} // namespace

UserKeyDraft draft_of(const dto::UserKey& key, const Locale& locale) {
  UserKeyDraft draft;
  draft.name = key.name;
  draft.notes = key.notes;
  draft.enabled = key.enabled;
  draft.rpm = key.limits.rpm;
  draft.tpm = key.limits.tpm;
  draft.rpd = key.limits.rpd;
  draft.max_concurrency = key.limits.max_concurrency;
  draft.token_budget = key.limits.token_budget;
  if (key.limits.expires_at)
    draft.expires = format_date_time(*key.limits.expires_at, locale);
  draft.models = key.limits.models.value_or(std::vector<std::string>{});
  draft.thinking = thinking_draft(key.thinking);
  return draft;
}

Result<dto::json> create_document(const UserKeyDraft& draft, Instant now, const Locale& locale) {
  dto::CreateUserKey request;
  request.name = trimmed(draft.name);
  if (request.name.empty())
    return Error{no_name.in(locale), "name"};
  const auto expiry = expiry_of(draft, now, locale);
  if (!expiry)
    return expiry.error();
  request.limits = {draft.rpm,         draft.tpm, draft.rpd, *expiry, allowed(draft.models), draft.max_concurrency,
                    draft.token_budget};
  request.thinking = thinking_of(draft.thinking);
  request.enabled = draft.enabled;
  request.notes = draft.notes;
  auto document = dto::to_json(request);
  for (auto member = document.begin(); member != document.end();) {
    const bool is_default = member->is_null() || *member == dto::json("") || *member == dto::json(true);
    member = is_default ? document.erase(member) : std::next(member);
  }
  return document;
}

Result<dto::UserKeyPatch> patch_of(const dto::UserKey& key, const UserKeyDraft& draft, Instant now,
                                   const Locale& locale) {
  dto::UserKeyPatch patch;
  const auto name = trimmed(draft.name);
  if (name.empty())
    return Error{no_name.in(locale), "name"};
  if (name != key.name)
    patch.name = name;
  if (draft.enabled != key.enabled)
    patch.enabled = draft.enabled;
  if (draft.notes != key.notes)
    patch.notes = draft.notes;
  patch.rpm = changed(key.limits.rpm, draft.rpm);
  patch.tpm = changed(key.limits.tpm, draft.tpm);
  patch.rpd = changed(key.limits.rpd, draft.rpd);
  patch.max_concurrency = changed(key.limits.max_concurrency, draft.max_concurrency);
  patch.token_budget = changed(key.limits.token_budget, draft.token_budget);
  patch.models = changed(key.limits.models, allowed(draft.models));
  patch.thinking = changed(key.thinking, thinking_of(draft.thinking));
  if (draft.expires != draft_of(key, locale).expires) {
    const auto expiry = expiry_of(draft, now, locale);
    if (!expiry)
      return expiry.error();
    patch.expires_at = changed(key.limits.expires_at, *expiry);
  }
  return patch;
}

} // namespace geminid::webui
