#include "server/translate/data_url.hpp"

#include "server/translate/base64.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace geminid::translate {
namespace {

using Pair = std::pair<std::string_view, std::string_view>;

constexpr std::array spellings{
    Pair{"image/jpg", "image/jpeg"},    Pair{"image/pjpeg", "image/jpeg"},
    Pair{"image/x-png", "image/png"},   Pair{"audio/mp3", "audio/mpeg"},
    Pair{"audio/x-wav", "audio/wav"},   Pair{"audio/wave", "audio/wav"},
    Pair{"audio/m4a", "audio/mp4"},     Pair{"audio/x-m4a", "audio/mp4"},
    Pair{"audio/x-flac", "audio/flac"}, Pair{"application/x-pdf", "application/pdf"},
};

constexpr std::array audio_formats{
    Pair{"wav", "audio/wav"},   Pair{"mp3", "audio/mpeg"},  Pair{"mpeg", "audio/mpeg"},
    Pair{"flac", "audio/flac"}, Pair{"ogg", "audio/ogg"},   Pair{"opus", "audio/ogg"},
    Pair{"aac", "audio/aac"},   Pair{"aiff", "audio/aiff"}, Pair{"m4a", "audio/mp4"},
    Pair{"mp4", "audio/mp4"},   Pair{"webm", "audio/webm"}, Pair{"pcm16", "audio/L16;rate=24000"},
};

constexpr std::array extensions{
    Pair{"pdf", "application/pdf"},   Pair{"png", "image/png"},       Pair{"jpg", "image/jpeg"},
    Pair{"jpeg", "image/jpeg"},       Pair{"webp", "image/webp"},     Pair{"gif", "image/gif"},
    Pair{"heic", "image/heic"},       Pair{"txt", "text/plain"},      Pair{"md", "text/markdown"},
    Pair{"csv", "text/csv"},          Pair{"html", "text/html"},      Pair{"xml", "text/xml"},
    Pair{"json", "application/json"}, Pair{"wav", "audio/wav"},       Pair{"mp3", "audio/mpeg"},
    Pair{"flac", "audio/flac"},       Pair{"ogg", "audio/ogg"},       Pair{"m4a", "audio/mp4"},
    Pair{"mp4", "video/mp4"},         Pair{"mov", "video/quicktime"}, Pair{"webm", "video/webm"},
};

// How the first bytes look in base64.
constexpr std::array beginnings{
    Pair{"iVBORw0KGgo", "image/png"}, Pair{"/9j/", "image/jpeg"},  Pair{"_9j_", "image/jpeg"},
    Pair{"R0lGOD", "image/gif"},      Pair{"UklGR", "image/webp"}, Pair{"JVBERi", "application/pdf"},
};

template <std::size_t N>
std::string_view look_up(const std::array<Pair, N>& table, std::string_view name) {
  const auto row = std::find_if(table.begin(), table.end(), [&](const Pair& pair) { return pair.first == name; });
  return row == table.end() ? std::string_view{} : row->second;
}

std::string lower(std::string_view text) {
  std::string out{text};
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return out;
}

std::string_view sniffed(std::string_view base64) {
  for (const auto& [beginning, mime_type] : beginnings)
    if (base64.starts_with(beginning))
      return mime_type;
  return {};
}

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
    if (const auto type = sniffed(media.data); !type.empty())
      media.mime_type = type;
  return true;
}

} // namespace

bool is_data_url(std::string_view url) {
  return url.size() >= 5 && lower(url.substr(0, 5)) == "data:";
}

bool read_data_url(std::string_view url, InlineMedia& media) {
  const auto comma = url.find(',');
  if (!is_data_url(url) || comma == std::string_view::npos)
    return false;
  const auto head = lower(url.substr(5, comma - 5));
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

std::string normal_mime_type(std::string_view mime_type) {
  auto type = lower(mime_type.substr(0, mime_type.find(';')));
  if (type.find('/') == std::string::npos)
    return {};
  const auto better = look_up(spellings, type);
  return better.empty() ? type : std::string{better};
}

std::string_view audio_mime_type(std::string_view format) {
  return look_up(audio_formats, lower(format));
}

std::string_view file_mime_type(std::string_view filename) {
  const auto dot = filename.rfind('.');
  return dot == std::string_view::npos ? std::string_view{} : look_up(extensions, lower(filename.substr(dot + 1)));
}

} // namespace geminid::translate
