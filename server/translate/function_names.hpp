// Names of functions: OpenAI's may begin with a digit or a dash, Gemini's may not (gemini-wire.md, 2.4). Such a
// function has another name at Gemini, and the client's again in the reply.
#pragma once

#include "server/translate/chat.hpp"

#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace geminid::translate {

class FunctionNames {
public:
  FunctionNames() = default;
  /// No two of `declared` will have the same name at Gemini.
  explicit FunctionNames(std::span<const std::string_view> declared);

  /// A name that was not declared, such as one of an earlier request's functions, is made legal and no more.
  [[nodiscard]] std::string at_gemini(std::string_view name) const;
  /// What the reply must know; nothing where no function has another name.
  [[nodiscard]] std::shared_ptr<const RenamedFunctions> renamed() const;

private:
  std::map<std::string, std::string, std::less<>> at_gemini_; // by the client's name, where that is another
};

} // namespace geminid::translate
