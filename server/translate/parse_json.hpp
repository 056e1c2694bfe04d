// One document in the thread's parser.
#pragma once

#include "server/translate/chat.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace geminid::translate {

/// Holds the parser for one document. A document of megabytes takes the parser's buffers with it when it goes, or every
/// thread would keep several times its largest request for ever.
class ParsedJson {
public:
  ParsedJson(JsonParser& parser, std::string_view text) : parser_(parser) {
    if (parser.parse(text.data(), text.size()).get(root_) != simdjson::SUCCESS)
      valid_ = false;
  }
  /// In place where `text` has room for simdjson behind its end.
  ParsedJson(JsonParser& parser, const std::string& text) : parser_(parser) {
    if (parser.parse(text).get(root_) != simdjson::SUCCESS)
      valid_ = false;
  }
  ~ParsedJson() {
    if (parser_.capacity() > kept_bytes_max)
      parser_ = JsonParser{};
  }
  ParsedJson(const ParsedJson&) = delete;
  ParsedJson& operator=(const ParsedJson&) = delete;

  [[nodiscard]] std::optional<simdjson::dom::element> root() const {
    return valid_ ? std::optional{root_} : std::nullopt;
  }
  /// Nothing also when it is of another type.
  [[nodiscard]] std::optional<simdjson::dom::object> object() const {
    simdjson::dom::object object;
    return valid_ && root_.get(object) == simdjson::SUCCESS ? std::optional{object} : std::nullopt;
  }

private:
  static constexpr std::size_t kept_bytes_max = 4 * 1024 * 1024;

  JsonParser& parser_;
  simdjson::dom::element root_;
  bool valid_ = true;
};

} // namespace geminid::translate
