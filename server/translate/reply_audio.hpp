// The sound of an answer: Gemini sends bare samples, newer models WAV files (gemini-wire.md, 5.6); clients want one of
// both.
#pragma once

#include "server/translate/chat.hpp"
#include "shared/json_text.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace geminid::translate {

class ReplyAudio {
public:
  /// More of the sound, in base64.
  void add(std::string_view mime_type, std::string_view base64);

  [[nodiscard]] bool any() const { return !samples_.empty(); }
  /// All of it, in base64.
  [[nodiscard]] std::string base64(AudioFormat format) const;

private:
  std::string samples_;
  std::string header_; // of the WAV file that Gemini sent; empty: it sent none
  std::uint32_t rate_hz_ = 0;
};

/// The members of OpenAI's `audio` but for the data, into the object that is open. The sound is not kept, so it has
/// expired when it arrives. `index` is the choice's.
void write_audio_identity(JsonWriter& json, const ReplyIdentity& identity, std::int64_t index);

} // namespace geminid::translate
