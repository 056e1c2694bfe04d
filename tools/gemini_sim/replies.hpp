// Answers a checked request, deterministically, so that a test can predict every byte of the content: an echo of the
// last user message unless its text steers otherwise (script.hpp).
#pragma once

#include "tools/gemini_sim/catalogue.hpp"
#include "tools/gemini_sim/tokens.hpp"

#include <nlohmann/json.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace geminid::sim {

struct CandidateReply {
  /// Thought summary; empty unless asked for.
  std::string thought;
  std::string text;
  /// Whole parts: `{"functionCall":…,"thoughtSignature"?:…}`.
  std::vector<nlohmann::json> calls;
  /// Sent with an empty text part at the end; empty: none.
  std::string signature;
  std::string finish = "STOP";
  std::string finish_message;
  /// What the client sends to have the rest; with finish CONTINUATION only.
  std::string continuation_token;

  [[nodiscard]] std::int64_t tokens() const;
};

struct Reply {
  std::vector<CandidateReply> candidates;
  /// Set: the prompt is blocked and there are no candidates.
  std::optional<std::string> block_reason;
  InputTokens prompt;
  std::int64_t cached_tokens = 0;
  std::int64_t thinking_tokens = 0;
  /// The request had a continuation token.
  bool continues = false;
  std::string model_version;
  std::string response_id;
  std::string service_tier = "standard";
  /// Asked for by the script.
  std::optional<std::size_t> chunks;
  std::optional<std::chrono::milliseconds> pace;
  bool call_and_stop_apart = false;
};

struct ReplyOptions {
  /// Makes response ids, call ids and signatures differ from one request to the next.
  std::uint64_t number = 1;
  /// The least size of a signature.
  std::size_t signature_bytes = 0;
  /// A stream may be longer than a whole answer.
  bool streams = false;
  /// That may have the rest of an answer.
  std::string_view key = {};
};

/// `request` has passed `check_generate_request`.
[[nodiscard]] Reply compose_reply(const nlohmann::json& request, const Model& model, const ReplyOptions& options);

/// What a model of this kind thinks under this generationConfig.
[[nodiscard]] std::int64_t thinking_tokens(const nlohmann::json& config, const Model& model);

} // namespace geminid::sim
