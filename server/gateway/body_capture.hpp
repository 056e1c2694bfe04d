// The beginning of a body as the request log keeps it.
#pragma once

#include "shared/log_dto.hpp"

#include <string>
#include <string_view>

namespace geminid::gateway {

class BodyCapture {
public:
  /// The next piece. What is beyond the limit is counted only.
  void add(std::string_view piece);
  /// Redacted, valid UTF-8 and cut to `log_body_bytes_max`, at the end of a character.
  [[nodiscard]] dto::LogBody body() const;

private:
  std::string text_;
  std::int64_t bytes_ = 0;
};

} // namespace geminid::gateway
