// Splits a JSON array that comes in pieces into its elements: the form of Gemini's streams without `alt=sse`, which a
// front end may answer also where events were asked for (gemini-wire.md, 5.1).
#pragma once

#include "server/upstream/event_sink.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace geminid::upstream {

class JsonArrayDecoder {
public:
  explicit JsonArrayDecoder(std::size_t element_bytes_max) : element_bytes_max_(element_bytes_max) {}

  /// The array's text from its '[' on. Elements are told apart and not checked; what follows the array is skipped.
  /// After anything but `ok` every later call answers the same.
  DecoderStatus feed(std::string_view bytes, const EventSink& sink);
  /// At the end of the body: hands out an element that was cut short, lest the answer be taken for whole.
  DecoderStatus finish(const EventSink& sink);

private:
  enum class Step : std::uint8_t { on, begin, end_before, end_after };

  [[nodiscard]] Step step(char c);
  [[nodiscard]] Step step_between(char c);
  void step_in_string(char c);
  void keep(std::string_view bytes);
  void hand_out(std::string_view rest, const EventSink& sink);

  std::size_t element_bytes_max_;
  DecoderStatus status_ = DecoderStatus::ok;
  std::size_t depth_ = 0; // 1 within the array itself
  bool over_ = false;
  bool in_element_ = false;
  bool in_string_ = false;
  bool escaped_ = false;
  std::string begun_; // what earlier pieces had of the element
};

} // namespace geminid::upstream
