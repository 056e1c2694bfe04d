// What each refusal of Google's means for the client, the key and the model: section 7 of gemini-wire.md and
// INTERFACE.md, "Routing, as seen from outside", as a table. A new kind of refusal is a new row.
#pragma once

#include "shared/time.hpp"
#include "tools/gemini_sim/faults.hpp"

#include <optional>
#include <string>
#include <vector>

namespace geminid::test {

/// What an error answer says about trying again.
enum class Retry : std::uint8_t {
  unsaid,
  soon,  // retry-after and retry-after-ms within a minute, x-should-retry: true
  later, // retry-after over a minute, x-should-retry: false
  never, // x-should-retry: false alone
};

struct Told {
  int status = 0;
  std::string type;
  std::string code;
  Retry retry = Retry::unsaid;
};

/// What the refused key looks like afterwards, in the admin API.
struct Mark {
  std::string key_state = "healthy";
  std::string model_state = "healthy";
  /// From the refusal on; unless `until_midnight` in California.
  std::optional<Duration> lasts = {};
  bool until_midnight = false;
  /// Of the key when it is invalid, of the model otherwise.
  std::string reason = {};
  /// The refusal counts among the key's failures.
  bool blamed = false;
  /// Google's message is the key's last error.
  bool remembered = true;
};

struct RefusalRow {
  /// The parameter's name in the test's.
  std::string name;
  sim::Fault fault;
  /// When every key is refused so.
  Told told;
  /// Another key is tried.
  bool rotates = true;
  Mark mark = {};
  /// What the next request gets while the key is marked, without an attempt; absent: the key is tried again.
  std::optional<Told> meanwhile = {};
};

[[nodiscard]] const std::vector<RefusalRow>& refusal_rows();

} // namespace geminid::test
