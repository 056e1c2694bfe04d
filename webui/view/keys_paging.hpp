// Which of the Gemini keys are looked at: filter, order, and the page by cursors; and which of them are chosen. Pure.
#pragma once

#include "shared/key_answers_dto.hpp"
#include "webui/core/locale.hpp"

#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace geminid::webui {

enum class KeySort : std::uint8_t { created, name, state };

struct KeyFilter {
  std::optional<dto::KeyState> state;
  std::string text;
  KeySort sort = KeySort::created;

  bool operator==(const KeyFilter&) const = default;
};

/// "/admin/api/keys?…"
[[nodiscard]] std::string keys_path(const KeyFilter& filter, std::string_view cursor, std::size_t limit);
/// The state of that name on the wire.
[[nodiscard]] std::optional<dto::KeyState> key_state_named(std::string_view name);

/// Pages are known by the cursor that leads to them; those behind the present one are remembered, so that one can go
/// back.
class KeyPages {
public:
  static constexpr std::size_t page_size = 100;

  [[nodiscard]] const std::string& cursor() const { return cursors_.back(); }
  [[nodiscard]] std::size_t index() const { return cursors_.size() - 1; }
  [[nodiscard]] bool can_go_back() const { return index() > 0; }
  [[nodiscard]] bool can_go_on() const { return !next_.empty(); }
  void restart();
  void back();
  void go_on();
  /// The present page has come.
  void loaded(const dto::KeyPage& page) { next_ = page.next_cursor; }
  /// The key is going to be deleted: the server would not find its place, so the way ends before it.
  void forget(std::string_view id);

private:
  std::vector<std::string> cursors_{std::string{}};
  std::string next_;
};

/// "101–200 of 20,000"
[[nodiscard]] std::string range_text(const KeyPages& pages, std::size_t shown, std::int64_t total,
                                     const Locale& locale);

/// Keys that were ticked, by their ids; they stay so over pages and filters.
class KeySelection {
public:
  enum class Mark : std::uint8_t { none, some, all };

  [[nodiscard]] bool has(std::string_view id) const { return ids_.find(id) != ids_.end(); }
  [[nodiscard]] std::size_t size() const { return ids_.size(); }
  [[nodiscard]] bool empty() const { return ids_.empty(); }
  [[nodiscard]] const std::set<std::string, std::less<>>& ids() const { return ids_; }
  /// False: there are as many as one request takes.
  bool set(const std::string& id, bool chosen);
  void clear() { ids_.clear(); }
  /// How many of these are chosen.
  [[nodiscard]] Mark mark(std::span<const dto::Key> keys) const;

private:
  std::set<std::string, std::less<>> ids_;
};

} // namespace geminid::webui
