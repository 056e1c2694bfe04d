// Which projects can't serve a model at present, why, and until when. Pure.
#pragma once

#include "shared/model_list_dto.hpp"
#include "webui/core/locale.hpp"
#include "webui/core/tone.hpp"

#include <string>
#include <vector>

namespace geminid::webui {

struct UnavailableRow {
  std::string title; // of the project; of the key that is one of its own
  std::string cause; // "Exhausted today"
  Tone tone = Tone::warn;
  std::string note;    // "the day's limit is used up · 3 h 4 min left"; may be empty
  std::string details; // of the Keys page, where it is seen
};

struct Availability {
  std::string summary; // "3 of 12 projects can't serve it now"
  std::vector<UnavailableRow> rows;
  std::string left_out; // "and 10 others"; empty: the rows are all
  bool counts_down = false;
};

[[nodiscard]] Availability make_availability(const dto::ModelListing& model, Instant now, const Locale& locale);

} // namespace geminid::webui
