#include "server/translate/media_part.hpp"

#include "server/translate/data_url.hpp"

#include <array>

namespace geminid::translate {
namespace {

using Role = TurnWriter::Role;

constexpr std::string_view files_api = "https://generativelanguage.googleapis.com/v1beta/";

bool is_youtube(std::string_view url) {
  constexpr std::array hosts{"youtube.com/", "www.youtube.com/", "m.youtube.com/", "youtu.be/"};
  if (!url.starts_with("https://"))
    return false;
  url.remove_prefix(8);
  for (const std::string_view host : hosts)
    if (url.starts_with(host))
      return true;
  return false;
}

bool is_files_api(std::string_view url) {
  return url.starts_with(files_api) && url.substr(files_api.size()).starts_with("files/");
}

void write_resolution(DomWriter& json, std::string_view detail) {
  const auto level = detail == "low" ? "MEDIA_RESOLUTION_LOW" : "MEDIA_RESOLUTION_HIGH";
  json.key("mediaResolution").begin_object().key("level").string(level).end_object();
}

// `detail` is empty where Gemini would not know what to do with it.
void write_inline(const ChatContext& context, TurnWriter& turns, const InlineMedia& media,
                  std::string_view detail = {}) {
  ++context.size.media;
  auto& json = turns.part(Role::user);
  json.key("inlineData").begin_object().key("mimeType").string(media.mime_type);
  json.key("data");
  json.plain_string(media.data).end_object();
  if (!detail.empty())
    write_resolution(json, detail);
  json.end_object();
}

void write_uri(const ChatContext& context, TurnWriter& turns, std::string_view uri) {
  ++context.size.media;
  turns.part(Role::user).key("fileData").begin_object().key("fileUri").string(uri).end_object().end_object();
}

// A URL of an image or a video, found at `name` of `reader`.
void write_url(const ChatContext& context, TurnWriter& turns, const ObjectReader& reader, std::string_view name,
               std::string_view detail) {
  const auto url = reader.required_string(name);
  if (!url)
    return;
  if (is_youtube(*url) || is_files_api(*url))
    return write_uri(context, turns, *url);
  if (!is_data_url(*url))
    return reader.refuse(name, "Only base64 data URLs, YouTube URLs and URIs of Gemini's Files API are supported: "
                               "other URLs are not fetched.");
  InlineMedia media;
  if (!read_data_url(*url, media))
    return reader.refuse(name, "Invalid data URL: expected 'data:<MIME type>;base64,<data>' with base64 data.");
  if (media.mime_type.empty())
    return reader.refuse(name, "The data URL names no MIME type.");
  write_inline(context, turns, media, detail);
}

// Some clients send `"image_url":"data:…"` instead of an object.
void write_url_part(const ChatContext& context, TurnWriter& turns, const ObjectReader& part, std::string_view kind) {
  if (const auto value = part.find(kind); value && value->is_string())
    return write_url(context, turns, part, kind, {});
  const auto object = part.required_object(kind);
  if (!object)
    return;
  const ObjectReader reader{*object, part.path_of(kind), part.complaint()};
  auto detail = reader.string("detail").value_or("");
  if (!context.model.part_resolution() || (detail != "low" && detail != "high"))
    detail = {};
  write_url(context, turns, reader, "url", detail);
}

} // namespace

void write_image(const ChatContext& context, TurnWriter& turns, const ObjectReader& part) {
  write_url_part(context, turns, part, "image_url");
}

void write_video(const ChatContext& context, TurnWriter& turns, const ObjectReader& part) {
  write_url_part(context, turns, part, "video_url");
}

void write_audio(const ChatContext& context, TurnWriter& turns, const ObjectReader& part) {
  const auto object = part.required_object("input_audio");
  if (!object)
    return;
  const ObjectReader reader{*object, part.path_of("input_audio"), part.complaint()};
  const auto data = reader.required_string("data");
  const auto format = reader.required_string("format");
  if (!data || !format)
    return;
  const auto mime_type = audio_mime_type(*format);
  if (mime_type.empty())
    return reader.refuse("format", "Unknown audio format. Supported formats are: wav, mp3, flac, ogg, opus, aac, aiff, "
                                   "m4a, webm and pcm16.");
  InlineMedia media;
  if (is_data_url(*data) ? !read_data_url(*data, media) : !read_base64(*data, mime_type, media))
    return reader.refuse("data", "Invalid audio: expected base64 data.");
  if (media.mime_type.empty())
    media.mime_type = mime_type;
  write_inline(context, turns, media);
}

void write_file(const ChatContext& context, TurnWriter& turns, const ObjectReader& part) {
  const auto object = part.required_object("file");
  if (!object)
    return;
  const ObjectReader reader{*object, part.path_of("file"), part.complaint()};
  if (const auto id = reader.string("file_id")) {
    if (is_files_api(*id))
      return write_uri(context, turns, *id);
    if (id->starts_with("files/"))
      return write_uri(context, turns, std::string{files_api}.append(*id));
    return reader.refuse("file_id",
                         "Unknown file: only names and URIs of Gemini's Files API ('files/…') are supported.");
  }
  const auto data = reader.required_string("file_data");
  if (!data)
    return;
  const auto by_name = file_mime_type(reader.string("filename").value_or(""));
  InlineMedia media;
  if (is_data_url(*data) ? !read_data_url(*data, media) : !read_base64(*data, by_name, media))
    return reader.refuse("file_data", "Invalid file: expected a data URL or base64 data.");
  if ((media.mime_type.empty() || media.mime_type == "application/octet-stream") && !by_name.empty())
    media.mime_type = by_name;
  if (media.mime_type.empty())
    return reader.refuse("filename",
                         "The file's type is unknown: give a data URL with a MIME type or a filename with a "
                         "known extension.");
  write_inline(context, turns, media);
}

} // namespace geminid::translate
