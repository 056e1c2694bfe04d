#include "server/translate/chat_parts.hpp"

#include "server/translate/media_part.hpp"

namespace geminid::translate {
namespace {

using simdjson::dom::element;
using Role = TurnWriter::Role;

constexpr std::string_view text_and_media = "'text', 'image_url', 'input_audio', 'file' and 'video_url'.";

void refuse_kind(const ObjectReader& part, std::string_view kind, std::string_view supported) {
  std::string message =
      "Content parts of type '" + std::string{kind} + "' are not supported here. Supported types are: ";
  part.refuse("type", message.append(supported));
}

// Calls `take_text` with each text of `content`, `take_other` with the kind and a reader of each part that is none.
template <class TakeText, class TakeOther>
void for_each_piece(const ObjectReader& message, element content, TakeText take_text, TakeOther take_other) {
  const auto path = message.path_of("content");
  if (std::string_view text; content.get(text) == simdjson::SUCCESS)
    return take_text(text);
  simdjson::dom::array parts;
  if (content.get(parts) != simdjson::SUCCESS)
    return raise_type(message.complaint(), path, "a string or an array", content);
  std::size_t index = 0;
  for (const auto value : parts) {
    const Path place{&path, {}, index++};
    simdjson::dom::object object;
    if (value.get(object) != simdjson::SUCCESS)
      return raise_type(message.complaint(), place, "an object", value);
    const ObjectReader part{object, place, message.complaint()};
    const auto kind = part.required_string("type");
    if (kind && *kind == "text")
      take_text(part.required_string("text").value_or(""));
    else if (kind)
      take_other(*kind, part);
    if (message.complaint().raised())
      return;
  }
}

} // namespace

void write_user_content(const ChatContext& context, TurnWriter& turns, const ObjectReader& message) {
  turns.turn(Role::user);
  const auto content = message.find("content");
  if (!content)
    return message.missing("content");
  const auto write_text = [&](std::string_view text) {
    if (text.empty())
      return;
    context.size.text_bytes += text.size();
    turns.text_part(Role::user, text);
  };
  for_each_piece(message, *content, write_text, [&](std::string_view kind, const ObjectReader& part) {
    if (!is_medium(kind))
      return refuse_kind(part, kind, text_and_media);
    turns.part(Role::user);
    write_medium(context, kind, part, MediaPlace::turn);
    context.json.end_object();
  });
}

std::vector<std::string_view> read_texts(const ObjectReader& message, bool refusals) {
  std::vector<std::string_view> texts;
  const auto take = [&](std::string_view text) {
    if (!text.empty())
      texts.push_back(text);
  };
  if (const auto content = message.find("content"))
    for_each_piece(message, *content, take, [&](std::string_view kind, const ObjectReader& part) {
      if (!refusals || kind != "refusal")
        return refuse_kind(part, kind, refusals ? "'text' and 'refusal'." : "'text'.");
      take(part.required_string(kind).value_or(""));
    });
  return texts;
}

ToolContent read_tool_content(const ObjectReader& message) {
  ToolContent read;
  const auto take = [&](std::string_view text) { read.text += text; };
  if (const auto content = message.find("content"))
    for_each_piece(message, *content, take, [&](std::string_view kind, const ObjectReader& part) {
      if (!is_medium(kind))
        return refuse_kind(part, kind, text_and_media);
      ++read.media;
    });
  return read;
}

void write_tool_media(const ChatContext& context, const ObjectReader& message) {
  context.json.begin_array();
  const auto no_text = [](std::string_view) {};
  for_each_piece(message, *message.find("content"), no_text, [&](std::string_view kind, const ObjectReader& part) {
    context.json.begin_object();
    write_medium(context, kind, part, MediaPlace::function_response);
    context.json.end_object();
  });
  context.json.end_array();
}

} // namespace geminid::translate
