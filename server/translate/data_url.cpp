#include "server/translate/data_url.hpp"

#include "server/translate/base64.hpp"
#include "server/translate/media_type.hpp"

namespace geminid::translate {
namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9')
    return c - '0';
  if (c >= 'a' && c <= 'f')
    return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

std::string percent_decoded(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escape =
        text[i] == '%' && i + 2 < text.size() && hex_digit(text[i + 1]) >= 0 && hex_digit(text[i + 2]) >= 0;
    if (escape) {
      out += static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2]));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

bool take_base64(std::string_view text, InlineMedia& media) {
  media.data = text;
  if (!is_base64(text)) {
    media.decoded = percent_decoded(text);
    std::erase_if(media.decoded, [](char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; });
    media.data = media.decoded;
  }
  if (media.data.empty() || !is_base64(media.data))
    return false;
  if (media.mime_type.empty() || media.mime_type == "application/octet-stream")
    if (const auto type = sniffed_mime_type(media.data); !type.empty())
      media.mime_type = type;
  return true;
}

} // namespace

bool is_data_url(std::string_view url) {
  return lower_case(url.substr(0, 5)) == "data:";
}

bool read_data_url(std::string_view url, InlineMedia& media) {
  const auto comma = url.find(',');
  if (!is_data_url(url) || comma == std::string_view::npos)
    return false;
  const auto head = lower_case(url.substr(5, comma - 5));
  const auto data = url.substr(comma + 1);
  media.mime_type = normal_mime_type(head);
  const bool text = media.mime_type.starts_with("text/") || media.mime_type == "application/json";
  if (head.ends_with(";base64") || head == "base64" || !text)
    return take_base64(data, media);
  media.decoded = base64_encoded(percent_decoded(data));
  media.data = media.decoded;
  return !media.data.empty();
}

bool read_base64(std::string_view base64, std::string_view mime_type, InlineMedia& media) {
  media.mime_type = mime_type;
  return take_base64(base64, media);
}

} // namespace geminid::translate
