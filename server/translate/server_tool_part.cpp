#include "server/translate/server_tool_part.hpp"

#include "server/translate/base64.hpp"

namespace geminid::translate {
namespace {

using simdjson::dom::element;

constexpr std::size_t parts_bytes_max = 1024 * 1024;

struct Kind {
  std::string_view name;
  std::string_view payload; // its member that is an object
};
constexpr Kind kinds[] = {{"toolCall", "args"}, {"toolResponse", "response"}};

// Into the object that is open, member by member: Gemini refuses those that it does not know.
bool write_members(DomWriter& json, element part) {
  for (const auto& kind : kinds) {
    const auto tool = object_of(part, kind.name);
    if (!tool)
      continue;
    json.key(kind.name).begin_object();
    for (const std::string_view name : {"id", "toolType"})
      if (const auto text = text_of(*tool, name); !text.empty())
        json.key(name).string(text);
    if (object_of(*tool, kind.payload)) {
      json.key(kind.payload);
      json.element(*member<element>(*tool, kind.payload));
    }
    json.end_object();
    if (const auto signature = text_of(part, "thoughtSignature"); !signature.empty() && is_base64(signature))
      json.key("thoughtSignature").string(signature);
    return true;
  }
  return false;
}

} // namespace

std::string server_tool_part(element part) {
  std::string text;
  DomWriter json{text};
  json.begin_object();
  if (!write_members(json, part))
    return {};
  json.end_object();
  return text;
}

void add_server_tool_part(std::string& parts, std::string_view part) {
  if (parts.size() + part.size() > parts_bytes_max)
    return;
  if (!parts.empty())
    parts += ',';
  parts += part;
}

void write_server_tool_parts(const ChatContext& context, TurnWriter& turns, const ObjectReader& message) {
  const auto extra = message.find("extra_content");
  simdjson::dom::array parts;
  if (!context.model.combines_tools() || !extra || (*extra)["google"]["parts"].get(parts) != simdjson::SUCCESS)
    return;
  for (const auto value : parts) {
    const auto part = server_tool_part(value);
    if (part.empty())
      continue;
    context.size.text_bytes += part.size();
    turns.whole_part(TurnWriter::Role::model, part);
  }
}

} // namespace geminid::translate
