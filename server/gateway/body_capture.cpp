#include "server/gateway/body_capture.hpp"

#include "shared/key_text.hpp"
#include "shared/redact.hpp"
#include "shared/utf8.hpp"

#include <algorithm>

namespace geminid::gateway {
namespace {

/// A key that begins before the cut is seen whole, or it would not be known as one.
constexpr std::size_t captured_max = dto::log_body_bytes_max + 2 * key_size_max;

std::string clean(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const auto size = utf8_size(text);
    if (size == 0)
      out += '?';
    else
      out += text.substr(0, size);
    text.remove_prefix(std::max<std::size_t>(size, 1));
  }
  return out;
}

} // namespace

void BodyCapture::add(std::string_view piece) {
  bytes_ += static_cast<std::int64_t>(piece.size());
  text_ += piece.substr(0, captured_max - text_.size());
}

dto::LogBody BodyCapture::body() const {
  dto::LogBody body;
  body.bytes = bytes_;
  body.text = redact_secrets(clean(text_));
  body.cut = bytes_ > static_cast<std::int64_t>(text_.size()) || body.text.size() > dto::log_body_bytes_max;
  if (body.text.size() > dto::log_body_bytes_max) {
    body.text.resize(dto::log_body_bytes_max);
    body.text = clean(body.text);
  }
  return body;
}

} // namespace geminid::gateway
