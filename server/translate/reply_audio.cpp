#include "server/translate/reply_audio.hpp"

#include "server/translate/base64.hpp"

#include <algorithm>
#include <charconv>
#include <limits>

namespace geminid::translate {
namespace {

constexpr std::uint32_t rate_hz_default = 24'000;
constexpr std::uint32_t sample_bytes = 2; // 16 bits, one channel

// Of "audio/L16;codec=pcm;rate=24000".
std::uint32_t rate_of(std::string_view mime_type) {
  constexpr std::string_view name = "rate=";
  const auto at = mime_type.find(name);
  std::uint32_t rate = 0;
  if (at != std::string_view::npos)
    std::from_chars(mime_type.data() + at + name.size(), mime_type.data() + mime_type.size(), rate);
  return rate == 0 ? rate_hz_default : rate;
}

void append_little_endian(std::string& out, std::uint32_t value, int bytes) {
  for (int i = 0; i < bytes; ++i)
    out += static_cast<char>(value >> 8 * i & 0xff);
}

std::uint32_t little_endian(std::string_view bytes) {
  std::uint32_t value = 0;
  for (std::size_t i = 4; i-- > 0;)
    value = value << 8 | static_cast<unsigned char>(bytes[i]);
  return value;
}

std::string wav_header(std::size_t bytes, std::uint32_t rate_hz) {
  constexpr std::uint32_t rest_of_header = 36;
  const auto size = static_cast<std::uint32_t>(
      std::min<std::size_t>(bytes, std::numeric_limits<std::uint32_t>::max() - rest_of_header));
  std::string header = "RIFF";
  append_little_endian(header, size + rest_of_header, 4);
  header += "WAVEfmt ";
  append_little_endian(header, 16, 4); // bytes of the format
  append_little_endian(header, 1, 2);  // PCM
  append_little_endian(header, 1, 2);  // channels
  append_little_endian(header, rate_hz, 4);
  append_little_endian(header, rate_hz * sample_bytes, 4);
  append_little_endian(header, sample_bytes, 2);
  append_little_endian(header, 8 * sample_bytes, 2);
  header += "data";
  append_little_endian(header, size, 4);
  return header;
}

// Where the samples of a WAV file begin; 0: it is none.
std::size_t samples_at(std::string_view file) {
  constexpr std::size_t chunk_head = 8;
  if (!file.starts_with("RIFF"))
    return 0;
  for (std::size_t at = 12; at + chunk_head <= file.size();) {
    if (file.substr(at, 4) == "data")
      return at + chunk_head;
    const std::size_t size = little_endian(file.substr(at + 4, 4));
    at += chunk_head + size + size % 2;
  }
  return 0;
}

} // namespace

void ReplyAudio::add(std::string_view mime_type, std::string_view base64) {
  const auto bytes = base64_decoded(base64);
  const auto begin = samples_at(bytes);
  if (!any()) {
    header_ = bytes.substr(0, begin);
    rate_hz_ = rate_of(mime_type);
  }
  samples_.append(bytes, begin);
}

std::string ReplyAudio::base64(AudioFormat format) const {
  if (format != AudioFormat::wav)
    return base64_encoded(samples_);
  return base64_encoded((header_.empty() ? wav_header(samples_.size(), rate_hz_) : header_) + samples_);
}

void write_audio_identity(JsonWriter& json, const ReplyIdentity& identity, std::int64_t index) {
  json.key("id").string("audio_" + identity.id + "_" + std::to_string(index));
  json.key("expires_at").number(identity.created_s);
}

} // namespace geminid::translate
