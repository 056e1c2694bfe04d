// One client request as the request log keeps it: GET /admin/api/logs (INTERFACE.md, "Admin API").
#pragma once

#include "shared/json_fields.hpp"

namespace geminid::dto {

struct LogTokens {
  std::int64_t prompt = 0;
  std::int64_t completion = 0; // with thinking
  std::int64_t thinking = 0;
  std::int64_t cached = 0;

  bool operator==(const LogTokens&) const = default;
};

/// One request to Google on the way.
struct LogAttempt {
  std::string key; // masked
  std::string key_id;
  std::int64_t status = 0; // 0: no answer
  std::int64_t ms = 0;
  std::string reason; // why it was not the last; empty when it was served
  LogTokens tokens = {};
  std::string kind = {};                 // of the failure, one word of few; empty when it was served
  std::optional<std::int64_t> cost = {}; // estimated, nano-dollars; nothing: the model had no price

  bool operator==(const LogAttempt&) const = default;
};

/// What was sent, redacted and cut to `log_body_bytes_max`.
struct LogBody {
  std::string text;
  std::int64_t bytes = 0; // as sent
  bool cut = false;

  bool operator==(const LogBody&) const = default;
};
inline constexpr std::size_t log_body_bytes_max = 16 * 1024;

struct LogBodies {
  LogBody request;
  LogBody answer;

  bool operator==(const LogBodies&) const = default;
};

struct LogRecord {
  /// Later records have greater ids, as texts too.
  std::string id;
  /// As the client got it in `x-request-id`.
  std::string request_id;
  /// When the request's head was there.
  Instant at{};
  std::string surface;
  std::string user; // its name; empty when nobody knew it
  std::string user_id;
  std::string model; // as the client wrote it
  std::string upstream_model;
  std::int64_t status = 0;
  bool stream = false;
  /// Until something of the answer was on its way to the client; nothing when the client left before.
  std::optional<std::int64_t> first_byte_ms;
  std::int64_t latency_ms = 0;
  LogTokens tokens;  // of all its answers
  std::string error; // redacted; empty when there was none
  std::string error_code;
  std::vector<LogAttempt> attempts;
  /// Only where the setting `logs.bodies` was on, and where they are asked for.
  std::optional<LogBodies> bodies = {};
  std::optional<std::int64_t> cost = {}; // as an attempt's

  bool operator==(const LogRecord&) const = default;
};

[[nodiscard]] Result<LogRecord> parse_log_record(const json& document);
/// JSON, written directly: each request leaves one. Its texts are UTF-8.
[[nodiscard]] std::string to_text(const LogRecord& record);

[[nodiscard]] Result<LogBodies> parse_log_bodies(const json& document);
[[nodiscard]] std::string to_text(const LogBodies& bodies);

/// A request that is counted as failed: not what the client got wrong (4xx but 429).
[[nodiscard]] bool is_failure(std::int64_t status);

} // namespace geminid::dto
