#include "server/gateway/chat_stream_transform.hpp"

namespace geminid::gateway {
namespace {

translate::ApiError broken(std::string_view message) {
  return {502, "server_error", "upstream_error", std::string{message}};
}

} // namespace

ChatStreamTransform::ChatStreamTransform(Gateway& gateway, translate::ReplyIdentity identity, bool include_usage)
    : gateway_(gateway), stream_(std::move(identity), include_usage) {}

actors::StreamTransform::Status ChatStreamTransform::feed(std::string_view bytes, std::string& out) {
  const auto status = decoder_.feed(bytes, [&](std::string_view event) { return take(event, out); });
  if (status == upstream::SseDecoder::Status::too_large)
    error_ = broken("Google sent an event that is larger than the gateway accepts.");
  return error_ ? Status::failed : Status::more;
}

actors::StreamTransform::Status ChatStreamTransform::finish(std::string& out) {
  decoder_.finish([&](std::string_view event) { return take(event, out); });
  if (error_)
    return Status::failed;
  auto done = stream_.finish(out);
  if (done)
    return Status::more;
  error_ = std::move(done.error());
  return Status::failed;
}

bool ChatStreamTransform::take(std::string_view event, std::string& out) {
  auto done = stream_.event(event, gateway_.parser, out);
  if (done)
    return true;
  error_ = std::move(done.error());
  refusal_ = event;
  return false;
}

} // namespace geminid::gateway
