// Prints a reply as Google does: whole, or as the events of a stream (gemini-wire.md, sections 5 and 5.1).
#pragma once

#include "tools/gemini_sim/replies.hpp"

#include <nlohmann/json.hpp>

#include <vector>

namespace geminid::sim {

/// How a stream is cut, with the oddities that scripted faults ask for.
struct StreamShape {
  /// Into how many events the text is split.
  std::size_t chunks = 3;
  /// A function call and its STOP in two events, also where the model does not do so by itself.
  bool call_and_stop_apart = false;
  bool stop_everywhere = false;
  /// An empty candidate with STOP comes before everything.
  bool stop_first = false;
  bool without_finish = false;
};

[[nodiscard]] nlohmann::json render_whole(const Reply& reply);
/// At least one event. Usage is cumulative.
[[nodiscard]] std::vector<nlohmann::json> render_events(const Reply& reply, const StreamShape& shape);

} // namespace geminid::sim
