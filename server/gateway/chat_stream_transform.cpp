#include "server/gateway/chat_stream_transform.hpp"

namespace geminid::gateway {
namespace {

translate::ApiError too_large() {
  return {502, "server_error", "upstream_error", "Google sent an event that is larger than the gateway accepts."};
}

} // namespace

actors::StreamTransform::Status ChatStreamTransform::feed(std::string_view bytes, std::string& out) {
  const auto status = decoder_.feed(bytes, [&](std::string_view event) { return take(event, out); });
  if (status == upstream::SseDecoder::Status::too_large)
    error_ = too_large();
  return error_ ? broken() : Status::more;
}

actors::StreamTransform::Status ChatStreamTransform::finish(std::string& out) {
  decoder_.finish([&](std::string_view event) { return take(event, out); });
  if (error_)
    return broken();
  auto end = chat_->end_answer(source_);
  if (!end) {
    error_ = std::move(end.error());
    return broken();
  }
  end_ = std::move(*end);
  if (end_.kind != translate::AnswerEnd::Kind::whole)
    return Status::held;
  chat_->finish(out, source_);
  return Status::more;
}

bool ChatStreamTransform::take(std::string_view event, std::string& out) {
  auto done = chat_->event(event, gateway_.parser, out, source_);
  if (done)
    return true;
  error_ = std::move(done.error());
  refusal_ = event;
  return false;
}

} // namespace geminid::gateway
