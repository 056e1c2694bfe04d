// Names of functions: OpenAI's may begin with a digit or a dash, Gemini's may not (gemini-wire.md, 2.4). Such a
// function has another name at Gemini, and the client's again in the reply.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>

namespace geminid::translate {

/// The one parameter of a function that stands for a custom tool.
inline constexpr std::string_view free_text_argument = "input";

class FunctionNames {
public:
  FunctionNames() = default;
  /// No two of `declared` will have the same name at Gemini.
  explicit FunctionNames(std::span<const std::string_view> declared);

  /// A name that was not declared, such as one of an earlier request's functions, is made legal and no more.
  [[nodiscard]] std::string at_gemini(std::string_view name) const;

private:
  std::map<std::string, std::string, std::less<>> at_gemini_; // by the client's name, where that is another
};

} // namespace geminid::translate
