// Splits Gemini's event stream into events, whatever the framing and wherever the bytes were cut
// (gemini-wire.md, 5.1): "\r\n\r\n", "\n\n" and "\r\r" end an event, and an error may follow as bare JSON without
// "data:". A body that is a JSON array from its first byte on is no event stream at all: its elements are the events.
#pragma once

#include "server/upstream/event_sink.hpp"
#include "server/upstream/json_array_decoder.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace geminid::upstream {

class SseDecoder {
public:
  using Sink = EventSink;
  using Status = DecoderStatus;

  explicit SseDecoder(std::size_t event_bytes_max = 64 * 1024 * 1024) : event_bytes_max_(event_bytes_max) {}

  /// Comments and fields other than "data" are skipped; several data lines of one event are joined by '\n'; events
  /// without data are not handed out. After anything but `ok` every later call answers the same.
  Status feed(std::string_view bytes, const Sink& sink);
  /// At the end of the body: hands out what is left when it is a `data:` event without its blank line, or bare JSON.
  Status finish(const Sink& sink);

private:
  enum class Event { none, data, bare_json };
  enum class Line { undecided, data, bare_json, other };

  [[nodiscard]] Line classify(std::string_view start, bool whole) const;
  [[nodiscard]] static Event event_of(Line kind);
  void skip_bom(std::string_view& bytes);
  void look_for_array(std::string_view bytes);
  void end_event_before(Line kind, const Sink& sink);
  void take_line_start(std::string_view bytes, const Sink& sink);
  void take_line_end(std::string_view bytes, const Sink& sink);
  void take_line(std::string_view line, Line kind, const Sink& sink);
  void begin_event(Event event, std::string_view text);
  void extend_event(std::string_view text);
  void hand_out(const Sink& sink);
  void copy_event();

  std::size_t event_bytes_max_;
  Status status_ = Status::ok;

  // The line that was cut at the end of the last feed. Lines of no interest are not kept.
  bool line_cut_ = false;
  Line line_kind_ = Line::undecided;
  std::string line_;

  // The event so far: a view while it lies in the bytes being fed or is a whole cut line, then text of our own.
  Event event_ = Event::none;
  bool event_is_fed_ = false;
  std::string_view fed_;
  std::string text_;
  std::size_t text_begin_ = 0; // spares moving a large line to cut off "data:"

  std::size_t bom_seen_ = 0;
  bool begun_ = false;                    // something but blank lines was there
  std::optional<JsonArrayDecoder> array_; // takes the rest
  bool skip_lf_ = false;                  // the last byte was '\r', which has already ended its line
};

} // namespace geminid::upstream
