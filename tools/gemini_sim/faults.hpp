// Scripted faults: what shall go wrong, for which key and model, and how often. Changeable while the simulator runs.
#pragma once

#include "shared/result.hpp"
#include "tools/gemini_sim/named_errors.hpp"
#include "tools/gemini_sim/replies.hpp"
#include "tools/gemini_sim/reply_json.hpp"

#include <nlohmann/json.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace geminid::sim {

enum class FaultKind {
  /// An error answer: `body` is a name of `named_error`, or "custom" with `status`, `content` and `content_type`.
  status,
  /// No answer until the client goes or `Simulator::release_hung` is called; then the usual answer.
  hang,
  /// `ms` before the head.
  slow,
  /// TCP reset before any byte of an answer.
  reset,
  /// The bare 429 that says nothing of a quota: what all keys get when Google throttles an address.
  egress_throttle,

  // What a model refuses over and above the catalogue; only requests that it concerns are counted.
  /// `body` for requests that have `field`.
  refuse_field,
  /// "Corrupted thought signature." for all signatures but the sentinel, as if another project had issued them.
  foreign_signatures,

  // What the answer says.
  /// promptFeedback with `reason`.
  blocked_prompt,
  /// A candidate without parts, finished by STOP.
  empty_candidate,
  malformed_function_call,
  /// Signatures of at least `bytes`.
  huge_signature,
  /// STOP on each event of a stream.
  stop_everywhere,
  /// A first event without parts, finished by STOP.
  stop_first,
  /// A function call's STOP in an event of its own.
  call_and_stop_apart,
  /// No event has a finishReason; the body ends properly.
  no_finish,

  // How a stream ends, after `after` events. Whole answers: `reset` and `close` come mid-body, an error is the answer.
  reset_mid_stream,
  /// Closes without the end of the chunked body.
  close_mid_stream,
  /// The error `body` as bare, pretty-printed JSON.
  raw_error,
  /// The error `body` as an event.
  data_error,

  // How the bytes travel.
  /// Writes of `bytes`.
  split,
  /// Events end by `delimiter`, or (`array`) a stream is a JSON array though events were asked for.
  framing,
};

struct Fault {
  FaultKind kind = FaultKind::status;
  /// "*" matches all.
  std::string key = "*";
  std::string model = "*";
  /// How many requests it still spoils; absent: all.
  std::optional<std::uint64_t> count = 1;

  std::string body = "overloaded";
  /// Of a custom body, or instead of the named body's own.
  std::optional<int> status = {};
  std::string content = {};
  std::string content_type = "application/json; charset=UTF-8";
  /// The error is wrapped in a list of one. Of `framing`: the stream's form.
  bool array = false;
  std::chrono::milliseconds ms{0};
  std::size_t after = 1;
  std::size_t bytes = 1;
  std::string reason = "PROHIBITED_CONTENT";
  std::string delimiter = "\r\n\r\n";
  /// Dotted path in lowerCamel, "generationConfig.presencePenalty"; lists on the way are searched whole.
  std::string field = {};
};

/// The error that the fault answers with.
[[nodiscard]] ErrorAnswer fault_answer(const Fault& fault, const ErrorContext& context);

/// All that go wrong with one request: at most one of each kind.
class RequestFaults {
public:
  explicit RequestFaults(std::vector<Fault> faults = {}) : faults_(std::move(faults)) {}

  [[nodiscard]] const Fault* find(FaultKind kind) const;
  [[nodiscard]] bool has(FaultKind kind) const { return find(kind) != nullptr; }
  /// What refuses the request whatever it says.
  [[nodiscard]] const Fault* refusal() const;
  /// The first of those that end a stream early.
  [[nodiscard]] const Fault* broken_end() const;
  [[nodiscard]] std::size_t signature_bytes() const;
  void spoil(Reply& reply) const;
  void spoil(StreamShape& shape) const;

private:
  std::vector<Fault> faults_;
};

/// The `model` of faults that shall strike the list of models: "*" leaves it alone, for it is asked for behind a test's
/// back.
inline constexpr std::string_view models_fault_target = "models";

/// Absent members match all faults; texts are compared as the fault has them, "*" included.
struct FaultFilter {
  std::optional<FaultKind> kind = {};
  std::optional<std::string> key = {};
  std::optional<std::string> model = {};
};

class FaultBook {
public:
  /// Fails when there are too many.
  Result<Done> add(Fault fault);
  void remove(const FaultFilter& filter);
  [[nodiscard]] const std::vector<Fault>& pending() const { return faults_; }

  /// For each kind the first fault that matches, counted down.
  [[nodiscard]] RequestFaults take(std::string_view key, std::string_view model);
  /// The first fault that depends on what the request says and refuses it. `request` is in canonical form.
  [[nodiscard]] std::optional<Fault> take_refusal(std::string_view key, std::string_view model,
                                                  const nlohmann::json& request);

private:
  void forget_spent();

  std::vector<Fault> faults_;
};

} // namespace geminid::sim
