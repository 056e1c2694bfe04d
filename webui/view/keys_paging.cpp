#include "webui/view/keys_paging.hpp"

#include "shared/key_requests_dto.hpp"
#include "webui/api/client.hpp"
#include "webui/core/format.hpp"

#include <algorithm>
#include <array>

namespace geminid::webui {
namespace {

constexpr Phrase range{"{}–{} of {}", "第 {}–{} 个，共 {} 个"};
constexpr std::array<std::string_view, 3> sort_names{"created", "name", "state"};

} // namespace

std::string keys_path(const KeyFilter& filter, std::string_view cursor, std::size_t limit) {
  Query query;
  query.add("limit", std::to_string(limit)).add("cursor", cursor);
  if (filter.state)
    query.add("state", dto::enum_name(dto::key_state_names(), *filter.state));
  query.add("q", filter.text).add("sort", sort_names[static_cast<std::size_t>(filter.sort)]);
  return "/admin/api/keys" + query.text();
}

std::optional<dto::KeyState> key_state_named(std::string_view name) {
  for (const auto& [state, known] : dto::key_state_names())
    if (known == name)
      return state;
  return std::nullopt;
}

void KeyPages::restart() {
  cursors_.assign(1, {});
  next_.clear();
}

void KeyPages::back() {
  if (!can_go_back())
    return;
  next_ = std::move(cursors_.back());
  cursors_.pop_back();
}

void KeyPages::go_on() {
  if (!can_go_on())
    return;
  cursors_.push_back(std::move(next_));
  next_.clear();
}

void KeyPages::forget(std::string_view id) {
  const auto found = std::find(cursors_.begin() + 1, cursors_.end(), id);
  if (found != cursors_.end()) {
    cursors_.erase(found, cursors_.end());
    next_.clear();
  } else if (next_ == id) {
    next_.clear();
  }
}

std::string range_text(const KeyPages& pages, std::size_t shown, std::int64_t total, const Locale& locale) {
  const auto before = static_cast<std::int64_t>(pages.index() * KeyPages::page_size);
  return filled(range.in(locale), {format_integer(shown > 0 ? before + 1 : 0),
                                   format_integer(before + static_cast<std::int64_t>(shown)), format_integer(total)});
}

bool KeySelection::set(const std::string& id, bool chosen) {
  if (!chosen) {
    ids_.erase(id);
    return true;
  }
  if (ids_.size() >= dto::keys_per_request_max && !has(id))
    return false;
  ids_.insert(id);
  return true;
}

KeySelection::Mark KeySelection::mark(std::span<const dto::Key> keys) const {
  const auto chosen = std::count_if(keys.begin(), keys.end(), [&](const auto& key) { return has(key.id); });
  if (chosen == 0)
    return Mark::none;
  return static_cast<std::size_t>(chosen) == keys.size() ? Mark::all : Mark::some;
}

} // namespace geminid::webui
