// Inputs of about so many bytes, each with many of one thing: of what a client or Google may send without end.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace geminid::bench {

struct GrowingInput {
  std::string name; // of what there is more and more
  std::string (*make)(std::size_t bytes);
};

/// Chat completion requests; to models that take a JSON Schema, and to older ones that do not.
[[nodiscard]] std::vector<GrowingInput> growing_requests();
/// Gemini's answers, each one JSON document: sent whole, or as one event of a stream.
[[nodiscard]] std::vector<GrowingInput> growing_answers();
/// Event streams.
[[nodiscard]] std::vector<GrowingInput> growing_streams();
/// Texts for a log line, in which secrets may stand.
[[nodiscard]] std::vector<GrowingInput> growing_texts();

} // namespace geminid::bench
