#include "server/translate/chat_tools.hpp"

#include "server/translate/json_schema.hpp"
#include "server/translate/openapi_schema.hpp"

namespace geminid::translate {
namespace {

using Choice = ChatTools::Choice;

void write_parameters(const ChatContext& context, const FunctionTool& function) {
  auto& json = context.json;
  const bool raw = context.model.takes_json_schema();
  json.key(raw ? "parametersJsonSchema" : "parameters");
  if (!function.free_text) {
    json.raw({});
    (raw ? append_schema : append_openapi_schema)(json.text(), *function.parameters);
    return;
  }
  json.begin_object().key("type").string(raw ? "object" : "OBJECT");
  json.key("properties")
      .begin_object()
      .key(free_text_argument)
      .begin_object()
      .key("type")
      .string(raw ? "string" : "STRING");
  if (!function.grammar.empty())
    json.key("description").string("A text of this grammar:\n" + std::string{function.grammar});
  json.end_object().end_object().key("required").begin_array().string(free_text_argument).end_array().end_object();
}

void write_function(const ChatContext& context, const FunctionTool& function) {
  auto& json = context.json;
  const auto before = json.text().size();
  json.begin_object().key("name").string(context.names.at_gemini(function.name));
  if (!function.description.empty())
    json.key("description").string(function.description);
  if (function.parameters || function.free_text)
    write_parameters(context, function);
  json.end_object();
  context.size.text_bytes += json.text().size() - before;
}

void write_allowed(const ChatContext& context, const std::vector<std::string_view>& allowed) {
  context.json.key("allowedFunctionNames").begin_array();
  for (const auto name : allowed)
    context.json.string(context.names.at_gemini(name));
  context.json.end_array();
}

std::string_view calling_mode(const ChatTools& tools, bool with_built_in, bool with_format) {
  switch (tools.choice) {
  case Choice::none:
    return "NONE";
  case Choice::any:
    return "ANY";
  case Choice::unstated:
  case Choice::automatic:
    break;
  }
  // Where only one of the two can be enforced it is the answer, which clients parse without a second try.
  const bool strict = tools.strict && !with_format;
  return strict || with_built_in || !tools.allowed.empty() ? "VALIDATED" : "AUTO";
}

void write_tool_config(const ChatContext& context, const ChatTools& tools, bool with_built_in, bool with_format) {
  auto& json = context.json;
  const auto mode = calling_mode(tools, with_built_in, with_format);
  if (mode == "AUTO")
    return;
  json.key("toolConfig").begin_object().key("functionCallingConfig").begin_object().key("mode").string(mode);
  if (!tools.allowed.empty())
    write_allowed(context, tools.allowed);
  json.end_object();
  if (with_built_in)
    json.key("includeServerSideToolInvocations").boolean(true);
  json.end_object();
}

} // namespace

FunctionNames function_names(const ChatTools& tools) {
  std::vector<std::string_view> declared;
  for (const auto& function : tools.functions)
    declared.push_back(function.name);
  return FunctionNames{declared};
}

std::shared_ptr<const ClientTools> client_tools(const ChatTools& tools, const FunctionNames& names) {
  ClientTools differing;
  for (const auto& function : tools.functions)
    if (auto name = names.at_gemini(function.name); function.free_text || name != function.name)
      differing.emplace(std::move(name), ClientTool{std::string{function.name}, function.free_text});
  return differing.empty() ? nullptr : std::make_shared<const ClientTools>(std::move(differing));
}

void write_tools(const ChatContext& context, const ChatTools& tools, bool with_format) {
  // Before Gemini 3 it is one kind or the other, and an agent without its functions is no agent.
  const bool combined = tools.functions.empty() || context.model.combines_tools();
  const bool built_in = tools.built_in() && tools.choice != Choice::none && combined;
  if (tools.functions.empty() && !built_in)
    return;
  if (!tools.functions.empty() && !context.model.functions) {
    if (tools.choice != Choice::none)
      context.complaint.raise({nullptr, "tools"}, "This model does not support function calling.");
    return;
  }
  auto& json = context.json;
  json.key("tools").begin_array();
  if (!tools.functions.empty()) {
    json.begin_object().key("functionDeclarations").begin_array();
    for (const auto& function : tools.functions)
      write_function(context, function);
    json.end_array().end_object();
  }
  if (built_in && tools.google_search)
    json.raw(R"({"googleSearch":{}})");
  if (built_in && tools.code_execution)
    json.raw(R"({"codeExecution":{}})");
  if (built_in && tools.url_context)
    json.raw(R"({"urlContext":{}})");
  json.end_array();
  if (!tools.functions.empty())
    write_tool_config(context, tools, built_in, with_format);
}

} // namespace geminid::translate
