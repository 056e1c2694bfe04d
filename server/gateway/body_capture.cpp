#include "server/gateway/body_capture.hpp"

#include "shared/key_text.hpp"
#include "shared/redact.hpp"
#include "shared/utf8.hpp"

namespace geminid::gateway {
namespace {

/// A key that begins before the cut is seen whole, or it would not be known as one.
constexpr std::size_t captured_max = dto::log_body_bytes_max + 2 * key_size_max;

} // namespace

void BodyCapture::add(std::string_view piece) {
  bytes_ += static_cast<std::int64_t>(piece.size());
  text_ += piece.substr(0, captured_max - text_.size());
}

dto::LogBody BodyCapture::body() const {
  dto::LogBody body;
  body.bytes = bytes_;
  body.text = redact_secrets(valid_utf8(text_));
  body.cut = bytes_ > static_cast<std::int64_t>(text_.size()) || body.text.size() > dto::log_body_bytes_max;
  if (body.text.size() > dto::log_body_bytes_max) {
    body.text.resize(dto::log_body_bytes_max);
    body.text = valid_utf8(std::move(body.text));
  }
  return body;
}

} // namespace geminid::gateway
