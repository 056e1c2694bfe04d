// What the answers of one source cost that make one part of a chat completion, one after another.
#pragma once

#include "server/translate/usage.hpp"

namespace geminid::translate {

class SourceUsage {
public:
  /// Of the present answer, so far.
  void set(const Usage& usage) { present_ = usage; }
  /// Another answer begins, in place of the present one or behind it.
  void next(bool continues) {
    spent_ = both(spent_, present_);
    before_ = continues ? reported() : Usage{};
    continues_ = continues;
    present_ = {};
  }

  [[nodiscard]] const Usage& present() const { return present_; }
  /// Of what the client is given.
  [[nodiscard]] Usage reported() const { return continues_ ? joined(before_, present_) : present_; }
  /// Of all answers.
  [[nodiscard]] Usage spent() const { return both(spent_, present_); }

private:
  Usage before_; // of what the present answer continues
  Usage spent_;  // of all answers before
  Usage present_;
  bool continues_ = false;
};

} // namespace geminid::translate
