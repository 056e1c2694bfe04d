// Grounding of an answer in web pages, places on the map and stored documents, as OpenAI's `url_citation` annotations
// (gemini-wire.md, 9.4).
#pragma once

#include "shared/json_text.hpp"

#include <cstdint>
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

/// Where Gemini's parts begin in the text that was made of them: a citation's place is counted within its part.
class PartPlaces {
public:
  /// The next part begins behind so many bytes of the text.
  void add(std::size_t text_bytes);
  [[nodiscard]] std::size_t of(std::int64_t part) const;

private:
  std::vector<std::size_t> places_;
};

/// Of a `groundingMetadata`, at most a thousand.
[[nodiscard]] std::vector<Citation> read_citations(simdjson::dom::object grounding, const PartPlaces& parts);

/// The array of annotations. Their places are counted in characters, as OpenAI counts.
void write_annotations(JsonWriter& json, const std::vector<Citation>& citations, std::string_view text);

} // namespace geminid::translate
