// Judges one answer as it comes: is it whole, and (with `--verify`) does it say what it must, in order? Pure.
#pragma once

#include "tools/load_test/surface.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace geminid::load {

struct AnswerRules {
  const Surface* surface = nullptr;
  /// Every event is read and held against the rules; else only what tells an answer's end and tokens is.
  bool verify = false;
  /// With `verify`: the text; empty: any text that is not empty.
  std::string_view expected = {};
};

class Answer {
public:
  /// What the rules refer to outlives it.
  explicit Answer(const AnswerRules& rules) : rules_(rules) {}

  /// The whole body of an answer that is no stream.
  void whole(std::string_view body);
  /// The data of a stream's next event.
  void event(std::string_view data);
  /// The stream's body has ended as its framing says.
  void end();

  /// Empty: nothing is wrong (so far). In few words, of which there are few; `detail` says more of this one.
  [[nodiscard]] const std::string& error() const { return error_; }
  [[nodiscard]] const std::string& detail() const { return detail_; }
  /// Without the end mark.
  [[nodiscard]] std::uint64_t events() const { return events_; }
  /// The end mark was there.
  [[nodiscard]] bool over() const { return over_; }
  /// None: the answer did not tell.
  [[nodiscard]] const std::optional<Tokens>& tokens() const { return tokens_; }

private:
  void fail(std::string error, std::string detail = {});
  void take(std::string_view json, bool event);
  void take_text(std::string_view text);
  void check_whole();

  AnswerRules rules_;
  std::string error_;
  std::string detail_;
  std::optional<Tokens> tokens_;
  std::uint64_t events_ = 0;
  bool over_ = false;
  std::string last_; // event, where not all are read
  std::string id_;
  std::string finish_;
  std::size_t text_bytes_ = 0;
};

/// Whether an error of an `Answer` says that the answer was not what it must be, and not that it told of an error.
[[nodiscard]] bool is_wrong_answer(std::string_view error);

/// The message of an error answer's body, in one line that holds no secret; the body's beginning where it has none.
[[nodiscard]] std::string message_of_error(const Surface& surface, std::string_view body);

} // namespace geminid::load
