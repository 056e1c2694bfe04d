// What a run must hold, for scripts: "total.p99 > 50ms" fails a run whose p99 is longer. Pure.
#pragma once

#include "tools/load_test/report.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace geminid::load {

class Threshold {
public:
  /// METRIC > VALUE or METRIC < VALUE. Metrics: `p50`, `p90`, `p99`, `p99.9`, `max`, `mean`, of the total time unless
  /// `first_byte.`, `between_chunks.` or `late.` stands before it, with a value in us, ms or s; `errors`, a number or a
  /// percentage; `rate`, requests a second.
  static Result<Threshold> parse(std::string_view text);

  /// What to say when the report breaks it.
  [[nodiscard]] std::optional<std::string> broken_by(const Report& report) const;

private:
  enum class Unit { number, percent, nanoseconds };

  [[nodiscard]] std::optional<double> measure(const Report& report) const;

  std::string text_;
  std::string group_; // of a latency
  std::string metric_;
  Unit unit_ = Unit::number;
  bool above_ = true;
  double value_ = 0;
};

} // namespace geminid::load
