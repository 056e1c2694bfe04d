#include "server/translate/citations.hpp"

#include "server/translate/dom.hpp"

#include <algorithm>

namespace geminid::translate {
namespace {

constexpr std::size_t citations_max = 1'000;
constexpr std::size_t parts_max = 10'000;

std::size_t place(simdjson::dom::object segment, std::string_view name) {
  return static_cast<std::size_t>(std::max<std::int64_t>(0, integer_of(segment, name).value_or(0)));
}

std::vector<Citation> read_pages(simdjson::dom::object grounding) {
  std::vector<Citation> pages;
  if (const auto chunks = array_of(grounding, "groundingChunks"))
    for (const auto chunk : *chunks) {
      Citation page{{}, {}, 0, std::string_view::npos};
      for (const std::string_view kind : {"web", "maps", "retrievedContext"})
        if (const auto source = object_of(chunk, kind)) {
          page.url = text_of(*source, "uri");
          page.title = text_of(*source, "title");
        }
      pages.push_back(std::move(page)); // also when it is no page: supports count by place
    }
  return pages;
}

// Counts characters up to any of some places in one pass over the text.
class CharacterPlaces {
public:
  CharacterPlaces(std::string_view text, const std::vector<Citation>& citations) {
    for (const auto& citation : citations)
      for (const auto byte : {citation.begin, citation.end})
        places_.push_back({std::min(byte, text.size()), 0});
    std::sort(places_.begin(), places_.end());
    std::size_t at = 0;
    std::int64_t characters = 0;
    for (auto& [byte, character] : places_) {
      for (; at < byte; ++at)
        characters += (static_cast<unsigned char>(text[at]) & 0xc0) != 0x80 ? 1 : 0;
      character = characters;
    }
    size_ = text.size();
  }

  [[nodiscard]] std::int64_t of(std::size_t byte) const {
    const std::pair<std::size_t, std::int64_t> key{std::min(byte, size_), -1};
    return std::lower_bound(places_.begin(), places_.end(), key)->second;
  }

private:
  std::vector<std::pair<std::size_t, std::int64_t>> places_; // byte, character
  std::size_t size_ = 0;
};

} // namespace

void PartPlaces::add(std::size_t text_bytes) {
  if (places_.size() < parts_max)
    places_.push_back(text_bytes);
}

std::size_t PartPlaces::of(std::int64_t part) const {
  return part >= 0 && static_cast<std::size_t>(part) < places_.size() ? places_[static_cast<std::size_t>(part)] : 0;
}

std::vector<Citation> read_citations(simdjson::dom::object grounding, const PartPlaces& parts) {
  const auto pages = read_pages(grounding);
  std::vector<Citation> citations;
  const auto cite = [&](const Citation& page, std::size_t begin, std::size_t end) {
    if (!page.url.empty() && citations.size() < citations_max)
      citations.push_back({page.url, page.title, begin, end});
  };
  if (const auto supports = array_of(grounding, "groundingSupports"))
    for (const auto support : *supports) {
      const auto segment = object_of(support, "segment");
      const auto indices = array_of(support, "groundingChunkIndices");
      if (!segment || !indices)
        continue;
      const auto begin = parts.of(integer_of(*segment, "partIndex").value_or(0));
      for (const auto index : *indices)
        if (const auto at = as_integer(index); at && *at >= 0 && static_cast<std::size_t>(*at) < pages.size())
          cite(pages[static_cast<std::size_t>(*at)], begin + place(*segment, "startIndex"),
               begin + place(*segment, "endIndex"));
    }
  if (citations.empty())
    for (const auto& page : pages)
      cite(page, page.begin, page.end);
  return citations;
}

void write_annotations(JsonWriter& json, const std::vector<Citation>& citations, std::string_view text) {
  const CharacterPlaces places{text, citations};
  json.begin_array();
  for (const auto& citation : citations) {
    json.begin_object().key("type").string("url_citation").key("url_citation").begin_object();
    json.key("url").string(citation.url).key("title").string(citation.title);
    json.key("start_index").number(places.of(citation.begin)).key("end_index").number(places.of(citation.end));
    json.end_object().end_object();
  }
  json.end_array();
}

} // namespace geminid::translate
