// What the writers of one request share.
#pragma once

#include "server/translate/chat.hpp"
#include "server/translate/dom_writer.hpp"
#include "server/translate/function_names.hpp"
#include "server/translate/model_traits.hpp"
#include "server/translate/request_reader.hpp"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace geminid::translate {

/// What a prompt will cost, roughly: four bytes of text a token, and what Gemini takes for an image.
struct PromptSize {
  static constexpr std::size_t bytes_a_token = 4;
  static constexpr std::size_t tokens_a_medium = 258;

  std::size_t text_bytes = 0;
  std::size_t media = 0;

  [[nodiscard]] std::int64_t tokens() const {
    return static_cast<std::int64_t>(std::max<std::size_t>(1, text_bytes / bytes_a_token + media * tokens_a_medium));
  }
};

struct ChatContext {
  const ModelTraits& model;
  DomWriter& json;
  Complaint& complaint;
  PromptSize& size;
  /// Reads JSON within strings (arguments, tool results) into `nested` while the request's own document stays valid.
  JsonParser& parser;
  simdjson::dom::document& nested;
  const FunctionNames& names;
  const SignatureLookup& signatures; // may be empty
  /// Null: URLs that the model can't follow are refused.
  const FetchedMedia* fetched;
  std::vector<WantedMedium>& wanted;

  /// The JSON value that `text` is, if it is one.
  [[nodiscard]] std::optional<simdjson::dom::element> parse_nested(std::string_view text) const {
    simdjson::dom::element value;
    if (parser.parse_into_document(nested, text.data(), text.size()).get(value) != simdjson::SUCCESS)
      return std::nullopt;
    return value;
  }
};

} // namespace geminid::translate
