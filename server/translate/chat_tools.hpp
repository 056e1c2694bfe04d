// `tools`, `tool_choice` and their forerunners `functions` and `function_call` as Gemini's `tools` and `toolConfig`
// (gemini-wire.md, 2.4 and 9.3).
#pragma once

#include "server/translate/chat_context.hpp"

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace geminid::translate {

struct FunctionTool {
  std::string_view name;
  std::string_view description;
  std::optional<simdjson::dom::element> parameters; // a JSON Schema with at least one property
  /// A custom tool, which takes a text: to Gemini a function of one parameter, `input`.
  bool free_text = false;
  std::string_view grammar = {}; // of that text, if any
};

struct ChatTools {
  enum class Choice : std::uint8_t { unstated, automatic, none, any };

  std::vector<FunctionTool> functions;
  bool google_search = false;
  bool code_execution = false;
  bool url_context = false;
  bool strict = false; // of any function
  Choice choice = Choice::unstated;
  std::vector<std::string_view> allowed; // empty: all
  std::string_view choice_name;          // the parameter that `choice` and `allowed` come from

  [[nodiscard]] bool built_in() const { return google_search || code_execution || url_context; }
  /// The model must answer by a call.
  [[nodiscard]] bool must_call() const { return choice == Choice::any && !functions.empty(); }
  /// The model chooses whether to call, but not in mode AUTO, which takes neither a list of allowed functions nor
  /// built-in tools beside the functions (2.4).
  [[nodiscard]] bool must_validate() const {
    return choice != Choice::any && choice != Choice::none && (built_in() || !allowed.empty());
  }
};

[[nodiscard]] ChatTools read_tools(const ObjectReader& root);

[[nodiscard]] FunctionNames function_names(const ChatTools& tools);
/// What the reply must know of them.
[[nodiscard]] std::shared_ptr<const ClientTools> client_tools(const ChatTools& tools, const FunctionNames& names);

/// Writes `tools` and `toolConfig`, as members of the object that is open, where there is anything to say.
/// `with_format`: `generationConfig` states the format of the answer, which goes with AUTO only.
void write_tools(const ChatContext& context, const ChatTools& tools, bool with_format);

} // namespace geminid::translate
