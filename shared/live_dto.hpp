// What GET /admin/api/events tells, and what it tells of: checks of many keys, hints.
#pragma once

#include "shared/key_dto.hpp"

namespace geminid::dto {

/// Event `pulse`, each second: what happened since the last one, and what is now.
struct Pulse {
  Instant at{};
  Instant since{};
  std::int64_t requests = 0;
  std::int64_t failures = 0;
  std::int64_t attempts = 0;
  std::int64_t prompt_tokens = 0;
  std::int64_t completion_tokens = 0;
  std::int64_t waiting = 0;                 // requests, for a key with room
  std::int64_t circuits = 0;                // that are not closed
  std::map<std::string, std::int64_t> keys; // by state

  bool operator==(const Pulse&) const = default;
};

[[nodiscard]] Result<Pulse> parse_pulse(const json& document);
[[nodiscard]] json to_json(const Pulse& pulse);

enum class CheckState { running, done, cancelled };
[[nodiscard]] EnumNames<CheckState> check_state_names();

/// Event `check`; GET /admin/api/keys/check/{job}.
struct CheckJob {
  std::string id;
  std::int64_t total = 0;
  std::int64_t done = 0; // those that were deleted meanwhile too
  std::int64_t valid = 0;
  std::int64_t invalid = 0;
  std::int64_t unreachable = 0; // Google said neither
  CheckState state = CheckState::running;
  Instant started_at{};
  std::optional<Instant> ended_at;

  bool operator==(const CheckJob&) const = default;
};

[[nodiscard]] Result<CheckJob> parse_check_job(const json& document);
[[nodiscard]] json to_json(const CheckJob& job);

/// Event `hint`; GET /admin/api/hints: keys that hit their limits in lockstep, as if they shared a project.
struct Hint {
  std::string kind; // "shared_project"
  std::string model;
  std::vector<std::string> keys; // ids, of those without a named project
  std::vector<std::string> projects;
  std::int64_t times = 0;
  Instant first_at{};
  Instant last_at{};

  bool operator==(const Hint&) const = default;
};

[[nodiscard]] Result<Hint> parse_hint(const json& document);
[[nodiscard]] json to_json(const Hint& hint);

} // namespace geminid::dto
