#include "server/translate/media_part.hpp"

#include "server/translate/data_url.hpp"
#include "server/translate/media_type.hpp"
#include "server/translate/media_url.hpp"

#include <algorithm>

namespace geminid::translate {
namespace {

// `detail` is empty where Gemini would not know what to do with it.
void write_resolution(DomWriter& json, std::string_view detail) {
  if (detail.empty())
    return;
  const auto level = detail == "low" ? "MEDIA_RESOLUTION_LOW" : "MEDIA_RESOLUTION_HIGH";
  json.key("mediaResolution").begin_object().key("level").string(level).end_object();
}

void refuse_type(const ObjectReader& reader, std::string_view name, std::string_view mime_type) {
  reader.refuse(name,
                ("Gemini does not take '" + std::string{mime_type} + "'. It takes ").append(taken_types).append("."));
}

void write_inline(const ChatContext& context, const InlineMedia& media, std::string_view detail = {}) {
  ++context.size.media;
  context.json.key("inlineData").begin_object().key("mimeType").string(media.mime_type).key("data");
  context.json.plain_string(media.data).end_object();
  write_resolution(context.json, detail);
}

// `mime_type` is empty where Gemini finds it out.
void write_file_data(const ChatContext& context, std::string_view mime_type, std::string_view uri,
                     std::string_view detail = {}) {
  ++context.size.media;
  context.json.key("fileData").begin_object();
  if (!mime_type.empty())
    context.json.key("mimeType").string(mime_type);
  context.json.key("fileUri").string(uri).end_object();
  write_resolution(context.json, detail);
}

void write_data_url(const ChatContext& context, const ObjectReader& reader, std::string_view name, std::string_view url,
                    std::string_view detail) {
  InlineMedia media;
  if (!read_data_url(url, media))
    return reader.refuse(name, "Invalid data URL: expected 'data:<MIME type>;base64,<data>' with base64 data.");
  if (media.mime_type.empty())
    return reader.refuse(name, "The data URL names no MIME type.");
  if (!gemini_takes(media.mime_type))
    return refuse_type(reader, name, media.mime_type);
  write_inline(context, media, detail);
}

void want(const ChatContext& context, const ObjectReader& reader, std::string_view name, std::string_view url) {
  constexpr std::size_t wanted_max = 64;
  auto& wanted = context.wanted;
  if (std::any_of(wanted.begin(), wanted.end(), [&](const auto& each) { return each.url == url; }))
    return;
  if (wanted.size() == wanted_max)
    return reader.refuse(name, "The request names more than " + std::to_string(wanted_max) +
                                   " URLs that this model can't follow itself.");
  wanted.push_back({std::string{url}, reader.path_of(name).text()});
}

// Of a URL that the model can't follow itself.
void write_fetched(const ChatContext& context, const ObjectReader& reader, std::string_view name, std::string_view url,
                   std::string_view detail) {
  if (!url.starts_with("https://") && (context.fetched == nullptr || !url.starts_with("http://")))
    return reader.refuse(name, "Unsupported URL: expected a base64 data URL or an 'https://' URL.");
  if (context.fetched == nullptr)
    return reader.refuse(name, "This model takes only base64 data URLs, YouTube URLs and URIs of Gemini's Files API: "
                               "other URLs are not fetched.");
  const auto found = context.fetched->find(url);
  if (found == context.fetched->end())
    return want(context, reader, name, url);
  const auto& medium = found->second;
  const auto mime_type = fetched_mime_type(medium.content_type, medium.bytes, url);
  if (mime_type.empty())
    return reader.refuse(name, "The URL leads to something of an unknown type.");
  if (const auto words = unwanted_content_type(mime_type); !words.empty())
    return reader.refuse(name, "The URL " + words + ".");
  ++context.size.media;
  context.json.key("inlineData").begin_object().key("mimeType").string(mime_type).key("data");
  context.json.base64_string(medium.bytes).end_object();
  write_resolution(context.json, detail);
}

// A URL that stands at `name` of `reader`.
void write_url(const ChatContext& context, const ObjectReader& reader, std::string_view name, std::string_view url,
               std::string_view detail = {}) {
  if (is_data_url(url))
    return write_data_url(context, reader, name, url, detail);
  if (const auto page = youtube_page(url); !page.empty())
    return write_file_data(context, {}, page, detail);
  if (is_files_api(url))
    return write_file_data(context, {}, url, detail);
  if (!url.starts_with("https://") || !context.model.external_urls())
    return write_fetched(context, reader, name, url, detail);
  const auto mime_type = mime_type_of_url(url);
  if (!mime_type.empty() && !gemini_takes(mime_type))
    return refuse_type(reader, name, mime_type);
  write_file_data(context, mime_type, url, detail);
}

// Some clients send `"image_url":"data:…"` instead of an object.
void write_url_part(const ChatContext& context, std::string_view kind, const ObjectReader& part, MediaPlace place) {
  if (const auto value = part.find(kind); value && value->is_string())
    return write_url(context, part, kind, *part.string(kind));
  const auto object = part.required_object(kind);
  if (!object)
    return;
  const ObjectReader reader{*object, part.path_of(kind), part.complaint()};
  auto detail = reader.string("detail").value_or("");
  if (place != MediaPlace::turn || !context.model.part_resolution() || (detail != "low" && detail != "high"))
    detail = {};
  if (const auto url = reader.required_string("url"))
    write_url(context, reader, "url", *url, detail);
}

void write_audio(const ChatContext& context, const ObjectReader& part) {
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
  if (!gemini_takes(media.mime_type))
    return refuse_type(reader, "data", media.mime_type);
  write_inline(context, media);
}

void write_file_id(const ChatContext& context, const ObjectReader& reader, std::string_view id) {
  if (is_files_api(id))
    return write_file_data(context, {}, id);
  if (id.starts_with("files/"))
    return write_file_data(context, {}, files_api_url(id));
  reader.refuse("file_id", "Unknown file: only names and URIs of Gemini's Files API ('files/…') are supported.");
}

bool is_url(std::string_view text) {
  return text.starts_with("https://") || text.starts_with("http://");
}

void write_file(const ChatContext& context, const ObjectReader& part) {
  const auto object = part.required_object("file");
  if (!object)
    return;
  const ObjectReader reader{*object, part.path_of("file"), part.complaint()};
  if (const auto id = reader.string("file_id"))
    return write_file_id(context, reader, *id);
  if (const auto url = reader.string("file_url"))
    return write_url(context, reader, "file_url", *url);
  const auto data = reader.required_string("file_data");
  if (!data)
    return;
  if (is_url(*data))
    return write_url(context, reader, "file_data", *data);
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
  if (!gemini_takes(media.mime_type))
    return refuse_type(reader, "file_data", media.mime_type);
  write_inline(context, media);
}

} // namespace

bool is_medium(std::string_view kind) {
  return kind == "image_url" || kind == "video_url" || kind == "input_audio" || kind == "file";
}

void write_medium(const ChatContext& context, std::string_view kind, const ObjectReader& part, MediaPlace place) {
  if (kind == "input_audio")
    write_audio(context, part);
  else if (kind == "file")
    write_file(context, part);
  else
    write_url_part(context, kind, part, place);
}

} // namespace geminid::translate
