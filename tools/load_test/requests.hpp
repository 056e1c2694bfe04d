// Makes the requests of a scenario: which one comes as the n-th, its bytes, and the answer that the simulator owes. The
// n-th request is the same in every run with the same seed, however many threads there are. Pure.
#pragma once

#include "tools/load_test/scenario.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace geminid::load {

/// A text with the request's number in some places.
class NumberedText {
public:
  /// Stands in the text where the number goes: as many digits.
  static constexpr std::string_view hole = "@@@@@@@@@@@@";

  explicit NumberedText(std::string text);
  [[nodiscard]] std::string with(std::uint64_t number) const;
  [[nodiscard]] std::size_t size() const { return text_.size(); }

private:
  std::string text_;
  std::vector<std::size_t> holes_;
};

/// Immutable: all threads read it.
class Requests {
public:
  struct One {
    std::size_t kind = 0; // index into the scenario's
    std::string body;
    std::string expected; // text of the answer; empty unless it is known
  };

  /// Fails when the bodies would take too much memory.
  [[nodiscard]] static Result<Requests> prepare(const Scenario& scenario);
  [[nodiscard]] std::size_t kind_of(std::uint64_t number) const;
  [[nodiscard]] One make(std::uint64_t number, bool with_expected) const;

private:
  struct Variant {
    NumberedText body;
    NumberedText expected;
  };
  struct Kind {
    double weights_until = 0; // of this and those before it
    std::vector<Variant> variants;
  };

  std::uint64_t seed_ = 0;
  std::vector<Kind> kinds_;
};

/// "w00000 w00001 …", so that a piece that is lost, doubled or moved is seen; exactly so many bytes.
[[nodiscard]] std::string counted_words(std::size_t bytes);

} // namespace geminid::load
