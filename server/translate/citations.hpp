// Grounding of an answer in web pages, as OpenAI's `url_citation` annotations (gemini-wire.md, 9.4).
#pragma once

#include "shared/json_text.hpp"

#include <simdjson.h>
#include <string>
#include <string_view>
#include <vector>

namespace geminid::translate {

struct Citation {
  std::string url;
  std::string title;
  std::size_t begin = 0; // bytes of the answer's text
  std::size_t end = 0;   // npos: the whole text
};

/// Of a `groundingMetadata`, at most a thousand.
[[nodiscard]] std::vector<Citation> read_citations(simdjson::dom::object grounding);

/// The array of annotations. Their places are counted in characters, as OpenAI counts.
void write_annotations(JsonWriter& json, const std::vector<Citation>& citations, std::string_view text);

} // namespace geminid::translate
