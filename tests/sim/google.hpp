// A model of the Gemini API as geminid meets it: who may do what, exact logs of what each project sent, and an answer
// for every request. It knows nothing of geminid, and works out windows and days by itself.
#pragma once

#include "actors/policy/refusal.hpp"
#include "shared/time.hpp"
#include "tests/sim/random.hpp"

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>

namespace geminid::sim {

/// The number of the day in Los Angeles. From a table, not from the rule: an independent opinion.
[[nodiscard]] std::int64_t day_in_los_angeles(Instant instant);
[[nodiscard]] Instant next_midnight_in_los_angeles(Instant instant);

/// What Google allows one project of one model; absent: anything.
struct TrueLimits {
  std::optional<std::int64_t> rpm, tpm, rpd;
};

/// How one request ends.
struct Verdict {
  enum class Kind : std::uint8_t { served, refused, broken };
  Kind kind = Kind::served;
  policy::UpstreamError error; // when refused
  /// What a reader should make of `error`.
  policy::Refusal meaning = policy::Refusal::server_error;
  policy::LearnedLimits named;
};

class Google {
public:
  enum class Tier : std::uint8_t { has, not_in_tier, closed, missing };
  enum class KeyFate : std::uint8_t { works, invalid, suspect };

  /// A project may be named before anything is known of it; it then allows everything.
  void set_limits(const std::string& project, const std::string& model, TrueLimits limits);
  [[nodiscard]] const TrueLimits& limits(const std::string& project, const std::string& model);
  void set_tier(const std::string& project, const std::string& model, Tier tier);
  void set_key(const std::string& secret, const std::string& project);
  void set_fate(const std::string& secret, KeyFate fate) { keys_.at(secret).fate = fate; }
  [[nodiscard]] KeyFate fate(const std::string& secret) const { return keys_.at(secret).fate; }
  void spend_limited_until(const std::string& project, Instant until, bool for_good);
  /// Troubles that befall any request: overload, broken wires, 429s without a word, and what a client does wrong.
  void set_trouble(double share) { trouble_ = share; }

  [[nodiscard]] Verdict answer(const std::string& secret, const std::string& model, std::int64_t tokens, Instant now,
                               Random& random);

private:
  struct Sent {
    Instant at;
    std::int64_t tokens;
  };
  struct Use {
    TrueLimits limits;
    Tier tier = Tier::has;
    std::deque<Sent> minute;
    std::int64_t minute_tokens = 0;
    std::int64_t day = 0;
    std::int64_t today = 0;
  };
  struct Project {
    std::map<std::string, Use> models;
    Instant spent_until{};
    bool credit_empty = false;
  };
  struct Key {
    std::string project;
    KeyFate fate = KeyFate::works;
  };

  [[nodiscard]] std::optional<Verdict> over_limit(Use& use, std::int64_t tokens, Instant now, Random& random);

  std::map<std::string, Project> projects_;
  std::map<std::string, Key> keys_;
  double trouble_ = 0;
};

} // namespace geminid::sim
