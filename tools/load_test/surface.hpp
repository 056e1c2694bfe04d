// The APIs that a load test speaks: how a request is written and what an answer says. A new one is a file and a line in
// the table of surfaces.
#pragma once

#include "server/upstream/client.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace geminid::load {

struct Turn {
  bool from_user = true;
  std::string text;
};

struct Prompt {
  std::string_view model;
  bool stream = false;
  std::optional<std::int64_t> max_tokens = {};
  std::span<const Turn> turns;
};

struct Tokens {
  std::int64_t prompt = 0;
  std::int64_t completion = 0; // with thinking

  bool operator==(const Tokens&) const = default;
};

/// What a whole answer says, or one event of a stream.
struct Said {
  std::string text;
  std::string id;     // the same in all events of an answer
  std::string finish; // why the model ended; empty: it did not say so
  std::optional<Tokens> tokens;
  std::string error; // of an error answer, its message
};

struct Surface {
  std::string_view name;
  /// The request's target, from the origin on.
  std::string (*target)(std::string_view model, bool stream);
  std::string (*body)(const Prompt& prompt);
  void (*authorize)(const std::string& key, upstream::Request& request);
  /// False: it is no answer of this API.
  bool (*read)(std::string_view json, bool event, Said& said);
  /// The data of a stream's last event; empty: a stream ends with the body, after an event that says why.
  std::string_view end_mark;
  /// How the model says that it ended by itself.
  std::string_view finished;
};

[[nodiscard]] std::span<const Surface* const> surfaces();
/// Null when there is none of that name.
[[nodiscard]] const Surface* surface_named(std::string_view name);

extern const Surface openai_chat;
extern const Surface gemini;

} // namespace geminid::load
