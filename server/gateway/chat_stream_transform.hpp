// One of Gemini's event streams into OpenAI's, as the stream actor runs it.
#pragma once

#include "actors/stream_actor.hpp"
#include "server/gateway/gateway.hpp"
#include "server/upstream/sse_decoder.hpp"

#include <optional>

namespace geminid::gateway {

class ChatStreamTransform final : public actors::StreamTransform {
public:
  /// `gateway` outlives the stream. `continues`: the answer is the rest of another one, which stands if this one fails.
  ChatStreamTransform(Gateway& gateway, std::shared_ptr<translate::ChatStream> chat, actors::Source source,
                      bool continues = false)
      : gateway_(gateway), chat_(std::move(chat)), source_(source), continues_(continues) {}

  Status feed(std::string_view bytes, std::string& out) override;
  Status finish(std::string& out) override;
  void conclude(std::string& out) override { chat_->finish(out, source_); }

  /// Of this answer alone.
  [[nodiscard]] translate::Usage usage() const { return chat_->usage(source_); }
  /// How the answer ended, once it has without an error.
  [[nodiscard]] const translate::AnswerEnd& end() const { return end_; }
  /// What ended the stream before its time, in the client's terms.
  [[nodiscard]] const std::optional<translate::ApiError>& error() const { return error_; }
  /// The event that did, in Google's; empty when upstream just stopped.
  [[nodiscard]] const std::string& refusal() const { return refusal_; }

private:
  bool take(std::string_view event, std::string& out);
  [[nodiscard]] Status broken() const { return continues_ ? Status::held : Status::failed; }

  Gateway& gateway_;
  std::shared_ptr<translate::ChatStream> chat_;
  actors::Source source_;
  bool continues_;
  upstream::SseDecoder decoder_;
  translate::AnswerEnd end_;
  std::optional<translate::ApiError> error_;
  std::string refusal_;
};

} // namespace geminid::gateway
