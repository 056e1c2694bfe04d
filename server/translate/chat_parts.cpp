#include "server/translate/chat_parts.hpp"

#include "server/translate/media_part.hpp"

namespace geminid::translate {
namespace {

using simdjson::dom::element;
using Role = TurnWriter::Role;

void refuse_kind(const ObjectReader& part, std::string_view kind, std::string_view supported) {
  std::string message =
      "Content parts of type '" + std::string{kind} + "' are not supported here. Supported types are: ";
  part.refuse("type", message.append(supported));
}

void write_text(const ChatContext& context, TurnWriter& turns, std::string_view text) {
  if (text.empty())
    return;
  context.size.text_bytes += text.size();
  turns.text_part(Role::user, text);
}

void write_user_part(const ChatContext& context, TurnWriter& turns, const ObjectReader& part) {
  const auto kind = part.required_string("type");
  if (!kind)
    return;
  if (*kind == "text")
    write_text(context, turns, part.required_string("text").value_or(""));
  else if (*kind == "image_url")
    write_image(context, turns, part);
  else if (*kind == "input_audio")
    write_audio(context, turns, part);
  else if (*kind == "file")
    write_file(context, turns, part);
  else if (*kind == "video_url")
    write_video(context, turns, part);
  else
    refuse_kind(part, *kind, "'text', 'image_url', 'input_audio', 'file' and 'video_url'.");
}

// Calls `take` with a reader of each object in `parts`.
template <class Take>
void for_each_part(const ObjectReader& message, simdjson::dom::array parts, Take take) {
  const auto content = message.path_of("content");
  std::size_t index = 0;
  for (const auto part : parts) {
    const Path path{&content, {}, index++};
    if (simdjson::dom::object object; part.get(object) == simdjson::SUCCESS)
      take(ObjectReader{object, path, message.complaint()});
    else
      raise_type(message.complaint(), path, "an object", part);
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
  if (std::string_view text; content->get(text) == simdjson::SUCCESS)
    return write_text(context, turns, text);
  simdjson::dom::array parts;
  if (content->get(parts) != simdjson::SUCCESS)
    return raise_type(message.complaint(), message.path_of("content"), "a string or an array", *content);
  for_each_part(message, parts, [&](const ObjectReader& part) { write_user_part(context, turns, part); });
}

std::vector<std::string_view> read_texts(const ObjectReader& message, bool refusals) {
  std::vector<std::string_view> texts;
  const auto content = message.find("content");
  if (!content)
    return texts;
  if (std::string_view text; content->get(text) == simdjson::SUCCESS) {
    if (!text.empty())
      texts.push_back(text);
    return texts;
  }
  simdjson::dom::array parts;
  if (content->get(parts) != simdjson::SUCCESS) {
    raise_type(message.complaint(), message.path_of("content"), "a string or an array", *content);
    return texts;
  }
  for_each_part(message, parts, [&](const ObjectReader& part) {
    const auto kind = part.required_string("type").value_or("");
    if (kind != "text" && !(refusals && kind == "refusal"))
      return refuse_kind(part, kind, refusals ? "'text' and 'refusal'." : "'text'.");
    if (const auto text = part.required_string(kind); text && !text->empty())
      texts.push_back(*text);
  });
  return texts;
}

} // namespace geminid::translate
