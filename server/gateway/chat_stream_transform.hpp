// Gemini's event stream into OpenAI's, as the stream actor runs it.
#pragma once

#include "actors/stream_actor.hpp"
#include "server/gateway/gateway.hpp"
#include "server/upstream/sse_decoder.hpp"

#include <optional>

namespace geminid::gateway {

class ChatStreamTransform final : public actors::StreamTransform {
public:
  /// `gateway` outlives the stream.
  ChatStreamTransform(Gateway& gateway, translate::ReplyIdentity identity, bool include_usage);

  Status feed(std::string_view bytes, std::string& out) override;
  Status finish(std::string& out) override;

  [[nodiscard]] const translate::Usage& usage() const { return stream_.usage(); }
  /// What ended the stream before its time, in the client's terms.
  [[nodiscard]] const std::optional<translate::ApiError>& error() const { return error_; }
  /// The event that did, in Google's; empty when upstream just stopped.
  [[nodiscard]] const std::string& refusal() const { return refusal_; }

private:
  bool take(std::string_view event, std::string& out);

  Gateway& gateway_;
  upstream::SseDecoder decoder_;
  translate::ChatStream stream_;
  std::optional<translate::ApiError> error_;
  std::string refusal_;
};

} // namespace geminid::gateway
