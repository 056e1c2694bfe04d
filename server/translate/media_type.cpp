#include "server/translate/media_type.hpp"

#include "server/translate/base64.hpp"
#include "server/translate/media_url.hpp"

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
    Pair{"iVBORw0KGgo", "image/png"}, Pair{"/9j/", "image/jpeg"},        Pair{"_9j_", "image/jpeg"},
    Pair{"R0lGOD", "image/gif"},      Pair{"JVBERi", "application/pdf"}, Pair{"SUQz", "audio/mpeg"},
    Pair{"T2dnUw", "audio/ogg"},      Pair{"ZkxhQ", "audio/flac"},
};

template <std::size_t N>
std::string_view look_up(const std::array<Pair, N>& table, std::string_view name) {
  const auto row = std::find_if(table.begin(), table.end(), [&](const Pair& pair) { return pair.first == name; });
  return row == table.end() ? std::string_view{} : row->second;
}

// Of a RIFF file: what follows its length, which is not at the border of a base64 group.
constexpr std::string_view riff = "UklGR";
constexpr std::size_t riff_kind_at = 11;
constexpr std::array riff_kinds{Pair{"XRUJQ", "image/webp"}, Pair{"XQVZF", "audio/wav"}};

constexpr std::array<std::string_view, 5> image_types{"image/png", "image/jpeg", "image/webp", "image/heic",
                                                      "image/heif"};
constexpr std::array<std::string_view, 4> document_types{"application/pdf", "application/json",
                                                         "application/x-javascript", "application/x-python"};

// Types that hosts give to what they know nothing of.
bool says_nothing(std::string_view mime_type) {
  return mime_type.empty() || mime_type == "application/octet-stream" || mime_type == "binary/octet-stream";
}

template <std::size_t N>
bool contains(const std::array<std::string_view, N>& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

} // namespace

std::string lower_case(std::string_view text) {
  std::string out{text};
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return out;
}

std::string_view sniffed_mime_type(std::string_view base64) {
  if (base64.starts_with(riff) && base64.size() > riff_kind_at)
    return look_up(riff_kinds, base64.substr(riff_kind_at, riff_kinds.front().first.size()));
  for (const auto& [beginning, mime_type] : beginnings)
    if (base64.starts_with(beginning))
      return mime_type;
  return {};
}

bool gemini_takes(std::string_view mime_type) {
  mime_type = mime_type.substr(0, mime_type.find(';'));
  if (mime_type.starts_with("image/"))
    return contains(image_types, mime_type);
  return mime_type.starts_with("audio/") || mime_type.starts_with("video/") || mime_type.starts_with("text/") ||
         contains(document_types, mime_type);
}

std::string fetched_mime_type(std::string_view content_type, std::string_view bytes, std::string_view url) {
  auto said = normal_mime_type(content_type);
  if (!says_nothing(said))
    return said;
  constexpr std::size_t looked_at = 24;
  const auto sniffed = sniffed_mime_type(base64_encoded(bytes.substr(0, looked_at)));
  return std::string{sniffed.empty() ? mime_type_of_url(url) : sniffed};
}

std::string unwanted_content_type(std::string_view content_type) {
  const auto type = normal_mime_type(content_type);
  if (type == "text/html" || type == "application/xhtml+xml")
    return "leads to a web page, not to an image or a file";
  if (says_nothing(type) || gemini_takes(type))
    return {};
  return "leads to '" + type + "', which Gemini does not take: it takes " + std::string{taken_types};
}

std::string normal_mime_type(std::string_view mime_type) {
  auto type = lower_case(mime_type.substr(0, mime_type.find(';')));
  if (type.find('/') == std::string::npos)
    return {};
  const auto better = look_up(spellings, type);
  return better.empty() ? type : std::string{better};
}

std::string_view audio_mime_type(std::string_view format) {
  return look_up(audio_formats, lower_case(format));
}

std::string_view file_mime_type(std::string_view filename) {
  const auto dot = filename.rfind('.');
  return dot == std::string_view::npos ? std::string_view{} : look_up(extensions, lower_case(filename.substr(dot + 1)));
}

} // namespace geminid::translate
