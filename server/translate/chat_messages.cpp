#include "server/translate/chat_messages.hpp"

#include "server/translate/assistant_message.hpp"
#include "server/translate/chat_parts.hpp"
#include "server/translate/open_calls.hpp"
#include "server/translate/turn_writer.hpp"

namespace geminid::translate {
namespace {

using Role = TurnWriter::Role;

bool is_instruction(std::string_view role) {
  return role == "system" || role == "developer";
}

// The conversation without its system messages, in order.
class History {
public:
  /// `injected`: what is put around the message `around`, the last one of the user's.
  History(const ChatContext& context, TurnWriter& turns, const Path& messages, const PromptInjection& injected,
          std::optional<std::size_t> around)
      : context_(context), turns_(turns), messages_(messages), injected_(injected), around_(around) {}

  void take(simdjson::dom::object object, std::size_t index) {
    const ObjectReader message{object, {&messages_, {}, index}, context_.complaint};
    const auto role = message.required_string("role").value_or("");
    if (role == "user")
      user(message, index == around_);
    else if (role == "assistant")
      assistant(message);
    else if (role == "tool")
      tool(message);
    else if (role == "function")
      legacy_function(message);
    else if (!is_instruction(role))
      message.refuse("role", "Invalid value: '" + std::string{role} +
                                 "'. Supported values are: 'system', 'developer', 'user', 'assistant', 'tool' and "
                                 "'function'.");
  }

  void finish() {
    settle_calls();
    if (!around_ && injected_.position != PromptInjection::Position::system)
      inject();
    turns_.finish();
  }

private:
  struct Waiting {
    simdjson::dom::object message;
    Path path;
    bool with_injection = false;
  };

  // A tool's answers come first in the user's turn, so what the user said in between waits for them.
  void user(const ObjectReader& message, bool with_injection) {
    if (calls_.any())
      waiting_.push_back({message.raw(), message.path(), with_injection});
    else
      write_user(message, with_injection);
  }

  void write_user(const ObjectReader& message, bool with_injection) {
    if (with_injection && injected_.position == PromptInjection::Position::user_prefix)
      inject();
    write_user_content(context_, turns_, message);
    if (with_injection && injected_.position == PromptInjection::Position::user_suffix)
      inject();
  }

  void inject() {
    if (injected_.text.empty())
      return;
    context_.size.text_bytes += injected_.text.size();
    turns_.text_part(Role::user, injected_.text);
  }

  void assistant(const ObjectReader& message) {
    if (calls_.any_answered() || !waiting_.empty())
      settle_calls();
    write_assistant(context_, turns_, message, calls_);
  }

  void tool(const ObjectReader& message) {
    const auto id = message.required_string("tool_call_id");
    if (id)
      check(message, calls_.answer(*id, message.raw(), message.path()), *id);
  }

  void legacy_function(const ObjectReader& message) {
    const auto name = message.required_string("name");
    if (name)
      check(message, calls_.answer_by_name(*name, message.raw(), message.path()), *name);
  }

  void check(const ObjectReader& message, OpenCalls::Match match, std::string_view key) {
    if (match == OpenCalls::Match::unknown)
      context_.complaint.raise(messages_, "Invalid parameter: '" + message.path().text() + "' answers '" +
                                              std::string{key} +
                                              "', which is no call of the preceding assistant message.");
    else if (match == OpenCalls::Match::twice)
      context_.complaint.raise(messages_, "Invalid parameter: '" + message.path().text() + "' answers '" +
                                              std::string{key} + "', which was answered already.");
    else if (!message.find("content"))
      message.missing("content");
  }

  void settle_calls() {
    calls_.write(context_, turns_);
    for (const auto& waiting : waiting_)
      write_user({waiting.message, waiting.path, context_.complaint}, waiting.with_injection);
    waiting_.clear();
  }

  const ChatContext& context_;
  TurnWriter& turns_;
  const Path& messages_;
  const PromptInjection& injected_;
  std::optional<std::size_t> around_;
  OpenCalls calls_;
  std::vector<Waiting> waiting_; // user messages behind open calls
};

std::vector<std::string_view> read_instructions(const ChatContext& context, simdjson::dom::array messages,
                                                const Path& path) {
  std::vector<std::string_view> all;
  std::size_t index = 0;
  for (const auto value : messages) {
    const Path place{&path, {}, index++};
    simdjson::dom::object object;
    if (value.get(object) != simdjson::SUCCESS) {
      raise_type(context.complaint, place, "an object", value);
      return all;
    }
    const ObjectReader message{object, place, context.complaint};
    if (!is_instruction(message.string("role").value_or("")))
      continue;
    if (!message.find("content"))
      message.missing("content");
    for (const auto text : read_texts(message, false)) {
      context.size.text_bytes += text.size();
      all.push_back(text);
    }
  }
  return all;
}

std::optional<std::size_t> last_of_user(simdjson::dom::array messages) {
  std::optional<std::size_t> last;
  std::size_t index = 0;
  for (const auto message : messages) {
    if (std::string_view role; message["role"].get(role) == simdjson::SUCCESS && role == "user")
      last = index;
    ++index;
  }
  return last;
}

} // namespace

void write_messages(const ChatContext& context, const ObjectReader& root, const PromptInjection& injection,
                    std::string_view more_instructions) {
  const auto messages = root.array("messages");
  if (!messages)
    return root.missing("messages");
  if (messages->begin() == messages->end())
    return root.refuse("messages", "Invalid 'messages': empty array. Expected at least one message.");
  const auto path = root.path_of("messages");
  auto instructions = read_instructions(context, *messages, path);
  if (injection.position == PromptInjection::Position::system && !injection.text.empty()) {
    context.size.text_bytes += injection.text.size();
    instructions.insert(instructions.begin(), injection.text);
  }
  if (!more_instructions.empty()) {
    context.size.text_bytes += more_instructions.size();
    instructions.push_back(more_instructions);
  }

  context.json.key("contents");
  TurnWriter turns{context.json};
  if (!context.model.system_instruction)
    for (const auto text : instructions)
      turns.text_part(Role::user, text);
  History history{context, turns, path, injection, last_of_user(*messages)};
  std::size_t index = 0;
  for (const auto value : *messages) {
    if (context.complaint.raised())
      return;
    history.take(value_of<simdjson::dom::object>(value), index++);
  }
  history.finish();

  if (!context.model.system_instruction || instructions.empty())
    return;
  context.json.key("systemInstruction").begin_object().key("parts").begin_array();
  for (const auto text : instructions)
    context.json.begin_object().key("text").string(text).end_object();
  context.json.end_array().end_object();
}

} // namespace geminid::translate
