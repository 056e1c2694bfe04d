#include "server/translate/reply_part.hpp"

#include "server/translate/function_names.hpp"
#include "server/translate/hash.hpp"
#include "server/translate/inline_image.hpp"
#include "server/translate/server_tool_part.hpp"
#include "server/translate/thought_signature.hpp"

#include <algorithm>

namespace geminid::translate {
namespace {

using Kind = ReplyPart::Kind;
using simdjson::dom::element;
using simdjson::dom::object;

// Longer than any run of backticks within.
std::string fence_for(std::string_view text) {
  std::size_t longest = 2;
  std::size_t run = 0;
  for (const auto c : text) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return std::string(longest + 1, '`');
}

void append_fenced(std::string& out, std::string_view language, std::string_view text) {
  const auto fence = fence_for(text);
  out.append("\n").append(fence).append(language).append("\n").append(text);
  if (!text.ends_with('\n'))
    out += '\n';
  out.append(fence).append("\n");
}

void append_media(std::string& out, object media) {
  const auto mime_type = text_of(media, "mimeType");
  const auto data = text_of(media, "data");
  if (mime_type.starts_with("image/"))
    append_inline_image(out, mime_type, data);
  else
    out.append("[file](data:").append(mime_type).append(";base64,").append(data).append(")");
}

std::string lower(std::string_view text) {
  std::string out{text};
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return out;
}

// Whatever is neither text nor a call.
void append_markdown(std::string& out, element part) {
  if (const auto media = object_of(part, "inlineData"))
    append_media(out, *media);
  else if (const auto file = object_of(part, "fileData"))
    out.append("[file](").append(text_of(*file, "fileUri")).append(")");
  else if (const auto code = object_of(part, "executableCode"))
    append_fenced(out, lower(text_of(*code, "language")), text_of(*code, "code"));
  else if (const auto result = object_of(part, "codeExecutionResult"))
    append_fenced(out, "", text_of(*result, "output"));
}

std::optional<object> sound_of(element part, const ReplyStyle& style) {
  const auto media = style.audio == AudioFormat::none ? std::nullopt : object_of(part, "inlineData");
  return media && text_of(*media, "mimeType").starts_with("audio/") ? media : std::nullopt;
}

void read_call(ReplyPart& read, object call, const ReplyStyle& style) {
  read.kind = Kind::call;
  read.id = text_of(call, "id");
  read.name = text_of(call, "name");
  if (object_of(call, "args"))
    read.arguments = member<element>(call, "args");
  if (!style.tools)
    return;
  if (const auto tool = style.tools->find(read.name); tool != style.tools->end()) {
    read.name = tool->second.name;
    read.free_text = tool->second.free_text;
  }
}

// A custom tool's text, or all arguments of a model that did not keep to its one parameter.
void write_custom(DomWriter& json, const ReplyPart& call, std::string& scratch) {
  scratch.clear();
  if (const auto input = call.arguments ? member<std::string_view>(*call.arguments, free_text_argument) : std::nullopt)
    scratch = *input;
  else if (call.arguments)
    append_json(scratch, *call.arguments);
  json.begin_object().key("name").string(call.name).key("input").string(scratch).end_object();
}

void append_hex(std::string& out, std::uint64_t value, int digits) {
  constexpr std::string_view hex = "0123456789abcdef";
  for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4)
    out += hex[value >> shift & 15];
}

} // namespace

ReplyPart read_reply_part(element part, const ReplyStyle& style, std::string& scratch) {
  ReplyPart read;
  read.signature = text_of(part, "thoughtSignature");
  const bool thought = member<bool>(part, "thought").value_or(false);
  if (const auto text = member<std::string_view>(part, "text")) {
    read.kind = thought ? Kind::reasoning : Kind::content;
    read.text = *text;
    read.is_text = true;
  } else if (const auto call = object_of(part, "functionCall")) {
    read_call(read, *call, style);
  } else if (scratch = server_tool_part(part); !scratch.empty()) {
    read.kind = Kind::server_tool;
    read.text = scratch;
  } else if (const auto sound = thought ? std::nullopt : sound_of(part, style)) {
    read.kind = Kind::audio;
    read.mime_type = text_of(*sound, "mimeType");
    read.text = text_of(*sound, "data");
  } else if (!thought) { // a draft image is a thought too, and not part of the answer
    scratch.clear();
    append_markdown(scratch, part);
    read.text = scratch;
    if (!scratch.empty() || !read.signature.empty())
      read.kind = Kind::content;
  }
  return read;
}

CallIds::CallIds(const ReplyIdentity& reply)
    : signed_call_(reply.signed_call), high_(mix(1, reply.id)), low_(mix(2, reply.id)) {}

std::string CallIds::id_of(const ReplyPart& call) {
  auto id = call.id.empty() ? next() : std::string{call.id};
  if (signed_call_ && !call.signature.empty())
    signed_call_({id, call.name, call.signature, source_});
  return id;
}

std::string CallIds::next() {
  ++count_;
  std::string id = "call_";
  append_hex(id, mix(high_, count_), 16);
  append_hex(id, mix(low_, count_) & 0xffff'ffffULL, 8);
  return id;
}

void write_function(DomWriter& json, const ReplyPart& call, std::string& scratch) {
  scratch.clear();
  if (call.arguments)
    append_json(scratch, *call.arguments);
  else
    scratch = "{}";
  json.begin_object().key("name").string(call.name).key("arguments").string(scratch).end_object();
}

void write_call(DomWriter& json, const ReplyPart& call, CallIds& ids, std::string& scratch) {
  const std::string_view type = call.free_text ? "custom" : "function";
  json.key("id").string(ids.id_of(call)).key("type").string(type).key(type);
  (call.free_text ? write_custom : write_function)(json, call, scratch);
  if (!call.signature.empty())
    write_signature(json, call.signature);
}

} // namespace geminid::translate
