#include "server/translate/open_calls.hpp"

#include "server/translate/chat_parts.hpp"

#include <string>

namespace geminid::translate {
namespace {

using Role = TurnWriter::Role;

bool has_key(const std::map<std::tuple<bool, std::string_view, std::size_t>, std::size_t>& map, bool by_name,
             std::string_view key) {
  const auto at = map.lower_bound({by_name, key, 0});
  return at != map.end() && std::get<0>(at->first) == by_name && std::get<1>(at->first) == key;
}

// A response must be an object; one that mentions "$ref" would be taken for a reference to a part (2.1).
bool stands_as_response(const ChatContext& context, std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos || text[first] != '{' || text.find("\"$ref\"") != std::string_view::npos)
    return false;
  const auto value = context.parse_nested(text);
  return value && value->is_object();
}

} // namespace

void OpenCalls::add(std::string_view id, std::string_view name) {
  const Key key{id.empty(), id.empty() ? name : id, calls_.size()};
  open_.emplace(key, calls_.size());
  calls_.push_back({id, name, std::nullopt});
}

OpenCalls::Match OpenCalls::answer(std::string_view id, simdjson::dom::object message, const Path& path) {
  return answer(false, id, {message, path});
}

OpenCalls::Match OpenCalls::answer_by_name(std::string_view name, simdjson::dom::object message, const Path& path) {
  return answer(true, name, {message, path});
}

OpenCalls::Match OpenCalls::answer(bool by_name, std::string_view key, Answer answer) {
  if (!has_key(open_, by_name, key))
    return has_key(answered_, by_name, key) ? Match::twice : Match::unknown;
  auto node = open_.extract(open_.lower_bound({by_name, key, 0}));
  calls_[node.mapped()].answer = answer;
  answered_.insert(std::move(node));
  return Match::answered;
}

void OpenCalls::write(const ChatContext& context, TurnWriter& turns) {
  for (const auto& call : calls_) {
    auto& json = turns.part(Role::user);
    json.key("functionResponse").begin_object();
    if (!call.id.empty())
      json.key("id").string(call.id);
    json.key("name").string(context.names.at_gemini(call.name));
    write_answer(context, json, call);
    json.end_object().end_object();
  }
  calls_.clear();
  open_.clear();
  answered_.clear();
}

void OpenCalls::write_answer(const ChatContext& context, DomWriter& json, const Call& call) {
  if (!call.answer) {
    json.key("response").raw(R"({"error":"no result"})");
    return;
  }
  const ObjectReader message{call.answer->message, call.answer->path, context.complaint};
  auto content = read_tool_content(message);
  const bool with_media = content.media > 0 && context.model.media_in_responses();
  if (content.media > 0 && !with_media)
    content.text += (content.text.empty() ? "[" : "\n[") + std::to_string(content.media) +
                    " attached media left out: this model takes none from tools]";
  context.size.text_bytes += content.text.size();
  json.key("response");
  if (stands_as_response(context, content.text))
    json.raw(content.text);
  else
    json.begin_object().key("output").string(content.text).end_object();
  if (!with_media)
    return;
  json.key("parts");
  write_tool_media(context, message);
}

} // namespace geminid::translate
