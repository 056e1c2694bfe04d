#include "server/translate/chat_tools.hpp"
#include "server/translate/dom.hpp"
#include "server/translate/json_schema.hpp"

#include <algorithm>
#include <set>

namespace geminid::translate {
namespace {

using Choice = ChatTools::Choice;

constexpr std::size_t functions_max = 512; // gemini-wire.md, 2.4

bool is_function_name(std::string_view name) {
  constexpr auto legal = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  };
  return !name.empty() && name.size() <= 64 && std::all_of(name.begin(), name.end(), legal);
}

void read_name(const ObjectReader& reader, const ChatTools& tools, FunctionTool& function) {
  function.name = reader.required_string("name").value_or("");
  if (!reader.complaint().raised() && !is_function_name(function.name))
    reader.refuse("name", "Invalid '" + reader.path_of("name").text() +
                              "': string does not match pattern. Expected a string that matches the pattern "
                              "'^[a-zA-Z0-9_-]{1,64}$'.");
  const auto same_name = [&](const FunctionTool& other) { return other.name == function.name; };
  if (std::any_of(tools.functions.begin(), tools.functions.end(), same_name))
    reader.refuse("name", "Invalid '" + reader.path_of("name").text() + "': there is another function '" +
                              std::string{function.name} + "'.");
  if (tools.functions.size() == functions_max)
    reader.complaint().raise({nullptr, "tools"}, "Invalid 'tools': array too long. Expected at most 512 functions.");
}

void read_function(const ObjectReader& reader, ChatTools& tools) {
  FunctionTool function;
  read_name(reader, tools, function);
  function.description = reader.string("description").value_or("");
  tools.strict = reader.boolean("strict").value_or(false) || tools.strict;
  if (reader.object("parameters"))
    function.parameters = reader.find("parameters");
  if (function.parameters && allows_no_property(*function.parameters))
    function.parameters.reset();
  tools.functions.push_back(function);
}

void read_custom_tool(const ObjectReader& reader, ChatTools& tools) {
  FunctionTool function;
  read_name(reader, tools, function);
  function.description = reader.string("description").value_or("");
  function.free_text = true;
  const auto format = reader.object("format");
  if (const auto grammar = format ? object_of(*format, "grammar") : std::nullopt)
    function.grammar = text_of(*grammar, "definition");
  tools.functions.push_back(function);
}

// `{"google_search":{}}`, as Gemini's own requests have it.
bool read_native_tool(const ObjectReader& tool, ChatTools& tools) {
  const auto has = [&](std::string_view snake_case, std::string_view camel_case) {
    return tool.find(snake_case) || tool.find(camel_case);
  };
  const bool search = has("google_search", "googleSearch");
  const bool code = has("code_execution", "codeExecution");
  const bool url = has("url_context", "urlContext");
  tools.google_search = tools.google_search || search;
  tools.code_execution = tools.code_execution || code;
  tools.url_context = tools.url_context || url;
  return search || code || url;
}

void read_tool(const ObjectReader& tool, ChatTools& tools) {
  if (!tool.find("type") && read_native_tool(tool, tools))
    return;
  const auto type = tool.required_string("type").value_or("");
  if (tool.complaint().raised())
    return;
  if (type == "function") {
    if (const auto function = tool.required_object("function"))
      read_function({*function, tool.path_of("function"), tool.complaint()}, tools);
  } else if (type == "custom") {
    if (const auto custom = tool.required_object("custom"))
      read_custom_tool({*custom, tool.path_of("custom"), tool.complaint()}, tools);
  } else if (type == "google_search" || type.starts_with("web_search")) {
    tools.google_search = true;
  } else if (type == "code_execution" || type == "code_interpreter") {
    tools.code_execution = true;
  } else if (type == "url_context") {
    tools.url_context = true;
  } else {
    tool.refuse("type",
                "Tools of type '" + std::string{type} +
                    "' are not supported. Supported types are: 'function', 'custom', 'google_search', 'web_search', "
                    "'code_execution', 'code_interpreter' and 'url_context'.");
  }
}

// Calls `take` with a reader of each element of the array `name`.
template <class Take>
void for_each_object(const ObjectReader& root, std::string_view name, Take take) {
  const auto list = root.array(name);
  if (!list)
    return;
  const auto path = root.path_of(name);
  std::size_t index = 0;
  for (const auto value : *list) {
    const Path place{&path, {}, index++};
    simdjson::dom::object object;
    if (value.get(object) == simdjson::SUCCESS)
      take(ObjectReader{object, place, root.complaint()});
    else
      raise_type(root.complaint(), place, "an object", value);
    if (root.complaint().raised())
      return;
  }
}

std::optional<Choice> choice_of(std::string_view word) {
  if (word == "none")
    return Choice::none;
  if (word == "auto")
    return Choice::automatic;
  return word == "required" ? std::optional{Choice::any} : std::nullopt;
}

// `{"function":{"name"}}` at `holder`, or the same of a "custom" tool.
void allow_function(const ObjectReader& holder, std::string_view type, ChatTools& tools) {
  const auto object = holder.required_object(type);
  if (!object)
    return;
  const ObjectReader function{*object, holder.path_of(type), holder.complaint()};
  if (const auto name = function.required_string("name"))
    tools.allowed.push_back(*name);
}

void read_allowed_tools(const ObjectReader& choice, ChatTools& tools) {
  const auto object = choice.required_object("allowed_tools");
  if (!object)
    return;
  const ObjectReader allowed{*object, choice.path_of("allowed_tools"), choice.complaint()};
  const auto mode = allowed.required_string("mode").value_or("auto");
  if (mode != "auto" && mode != "required")
    allowed.refuse("mode", "Invalid value. Supported values are: 'auto' and 'required'.");
  tools.choice = mode == "required" ? Choice::any : Choice::automatic;
  if (!allowed.find("tools"))
    allowed.missing("tools");
  for_each_object(allowed, "tools", [&](const ObjectReader& tool) {
    // Built-in tools can't be told apart in Gemini's list of allowed functions.
    if (const auto type = tool.string("type").value_or("function"); type == "function" || type == "custom")
      allow_function(tool, type, tools);
  });
}

void read_tool_choice(const ObjectReader& root, ChatTools& tools) {
  const auto value = root.find("tool_choice");
  if (!value)
    return;
  tools.choice_name = "tool_choice";
  if (std::string_view word; value->get(word) == simdjson::SUCCESS) {
    if (const auto choice = choice_of(word))
      tools.choice = *choice;
    else
      root.refuse("tool_choice",
                  "Invalid value: '" + std::string{word} + "'. Supported values are: 'none', 'auto', and 'required'.");
    return;
  }
  simdjson::dom::object object;
  if (value->get(object) != simdjson::SUCCESS)
    return raise_type(root.complaint(), root.path_of("tool_choice"), "a string or an object", *value);
  const ObjectReader choice{object, root.path_of("tool_choice"), root.complaint()};
  const auto type = choice.string("type").value_or("function");
  if (type == "function" || type == "custom") {
    tools.choice = Choice::any;
    allow_function(choice, type, tools);
  } else if (type == "allowed_tools") {
    read_allowed_tools(choice, tools);
  } else {
    choice.refuse("type", "Invalid value: '" + std::string{type} +
                              "'. Supported values are: 'function', 'custom' and 'allowed_tools'.");
  }
}

// The forerunners of `tools` and `tool_choice`.
void read_legacy(const ObjectReader& root, ChatTools& tools) {
  for_each_object(root, "functions", [&](const ObjectReader& function) { read_function(function, tools); });
  const auto value = root.find("function_call");
  if (!value || tools.choice != Choice::unstated)
    return;
  tools.choice_name = "function_call";
  if (std::string_view word; value->get(word) == simdjson::SUCCESS) {
    if (word != "none" && word != "auto")
      return root.refuse("function_call",
                         "Invalid value: '" + std::string{word} + "'. Supported values are: 'none' and 'auto'.");
    tools.choice = *choice_of(word);
    return;
  }
  simdjson::dom::object object;
  if (value->get(object) != simdjson::SUCCESS)
    return raise_type(root.complaint(), root.path_of("function_call"), "a string or an object", *value);
  tools.choice = Choice::any;
  const ObjectReader choice{object, root.path_of("function_call"), root.complaint()};
  if (const auto name = choice.required_string("name"))
    tools.allowed.push_back(*name);
}

void check(const ObjectReader& root, const ChatTools& tools) {
  if (tools.choice == Choice::any && tools.functions.empty() && !tools.built_in())
    return root.refuse(tools.choice_name, "Invalid value: '" + std::string{tools.choice_name} +
                                              "' is only allowed when 'tools' are specified.");
  std::set<std::string_view> names;
  for (const auto& function : tools.functions)
    names.insert(function.name);
  for (const auto name : tools.allowed)
    if (!names.contains(name))
      return root.refuse(tools.choice_name,
                         "Invalid value: the function '" + std::string{name} + "' was not found in 'tools'.");
}

} // namespace

ChatTools read_tools(const ObjectReader& root) {
  ChatTools tools;
  for_each_object(root, "tools", [&](const ObjectReader& tool) { read_tool(tool, tools); });
  read_tool_choice(root, tools);
  read_legacy(root, tools);
  tools.google_search = root.object("web_search_options").has_value() || tools.google_search;
  if (!root.complaint().raised())
    check(root, tools);
  return tools;
}

} // namespace geminid::translate
