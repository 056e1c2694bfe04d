// Short messages at the bottom that go by themselves, and what can still be undone.
#pragma once

#include "shared/time.hpp"
#include "webui/widgets/surfaces.hpp"

#include <deque>
#include <functional>
#include <string>
#include <vector>

namespace geminid::webui {

class Toasts {
public:
  static constexpr Duration shown_for{6'000};
  static constexpr Duration undo_for{10'000};
  static constexpr std::size_t count_max = 5;

  void show(NoticeKind kind, std::string text, Instant now);
  /// Something that is shown as done: `commit` does it after ten seconds, unless it is undone before, when `undo` shows
  /// it as it was.
  void undoable(std::string text, Instant now, std::function<void()> commit, std::function<void()> undo);
  /// The page is about to be left: what can be undone is done now.
  void commit_all();
  void draw(Instant now);

private:
  struct Toast {
    NoticeKind kind;
    std::string text;
    Instant until;
    std::function<void()> commit = {};
    std::function<void()> undo = {};
    unsigned number = 0;
  };

  void add(Toast toast);
  void expire(Instant now);

  std::deque<Toast> toasts_;
  unsigned next_number_ = 1;
};

} // namespace geminid::webui
