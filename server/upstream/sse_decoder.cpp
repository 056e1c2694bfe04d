#include "server/upstream/sse_decoder.hpp"

#include <algorithm>

namespace geminid::upstream {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::string_view data_field = "data:";
constexpr std::size_t data_prefix_bytes_max = data_field.size() + 1;

/// Finds line ends in one run of bytes, looking at each byte twice at most, however the ends are mixed.
class LineEnds {
public:
  explicit LineEnds(std::string_view bytes) : bytes_(bytes), lf_(bytes.find('\n')), cr_(bytes.find('\r')) {}

  std::size_t next(std::size_t from) {
    if (lf_ < from)
      lf_ = bytes_.find('\n', from);
    if (cr_ < from)
      cr_ = bytes_.find('\r', from);
    return std::min(lf_, cr_);
  }

private:
  std::string_view bytes_;
  std::size_t lf_;
  std::size_t cr_;
};

std::size_t data_prefix_bytes(std::string_view line) {
  const auto prefix = std::min(line.size(), data_field.size());
  return line.substr(prefix).starts_with(' ') ? prefix + 1 : prefix;
}

/// Keeps the buffer for the next event unless a rare large one made it grow.
void empty_out(std::string& buffer) {
  constexpr std::size_t kept_bytes_max = 256 * 1024;
  if (buffer.capacity() > kept_bytes_max)
    std::string().swap(buffer);
  buffer.clear();
}

} // namespace

SseDecoder::Status SseDecoder::feed(std::string_view bytes, const Sink& sink) {
  if (status_ != Status::ok)
    return status_;
  skip_bom(bytes);
  if (!begun_)
    look_for_array(bytes);
  if (array_)
    return status_ = array_->feed(bytes, sink);
  if (skip_lf_ && !bytes.empty()) {
    skip_lf_ = false;
    if (bytes.front() == '\n')
      bytes.remove_prefix(1);
  }

  LineEnds ends(bytes);
  std::size_t begin = 0;
  while (status_ == Status::ok) {
    const auto end = ends.next(begin);
    if (end == std::string_view::npos) {
      take_line_start(bytes.substr(begin), sink);
      break;
    }
    take_line_end(bytes.substr(begin, end - begin), sink);
    begin = end + 1;
    if (bytes[end] == '\r') {
      skip_lf_ = begin == bytes.size();
      if (!skip_lf_ && bytes[begin] == '\n')
        ++begin;
    }
  }
  copy_event();
  return status_;
}

SseDecoder::Status SseDecoder::finish(const Sink& sink) {
  if (array_ && status_ == Status::ok)
    return status_ = array_->finish(sink);
  if (status_ == Status::ok && line_cut_)
    take_line_end({}, sink);
  if (status_ == Status::ok)
    hand_out(sink);
  return status_;
}

void SseDecoder::skip_bom(std::string_view& bytes) {
  while (bom_seen_ < byte_order_mark.size() && !bytes.empty()) {
    if (bytes.front() != byte_order_mark[bom_seen_]) {
      // What began like one belongs to the first line, which thereby is none of ours.
      line_cut_ = bom_seen_ > 0;
      line_kind_ = Line::other;
      bom_seen_ = byte_order_mark.size();
      return;
    }
    ++bom_seen_;
    bytes.remove_prefix(1);
  }
}

void SseDecoder::look_for_array(std::string_view bytes) {
  const auto first = bytes.find_first_not_of("\r\n");
  if (first == std::string_view::npos)
    return;
  begun_ = true;
  if (bytes[first] == '[' && !line_cut_)
    array_.emplace(event_bytes_max_);
}

SseDecoder::Line SseDecoder::classify(std::string_view start, bool whole) const {
  if (start.starts_with(data_field) || (whole && start == "data"))
    return Line::data;
  if (!whole && data_field.starts_with(start))
    return Line::undecided;
  if (event_ == Event::bare_json || start.starts_with('{') || start.starts_with('['))
    return Line::bare_json;
  return Line::other;
}

SseDecoder::Event SseDecoder::event_of(Line kind) {
  return kind == Line::data ? Event::data : kind == Line::bare_json ? Event::bare_json : Event::none;
}

// One kind of event may follow the other without a blank line between them.
void SseDecoder::end_event_before(Line kind, const Sink& sink) {
  const auto begun = event_of(kind);
  if (begun != Event::none && event_ != Event::none && event_ != begun)
    hand_out(sink);
}

void SseDecoder::take_line_start(std::string_view bytes, const Sink& sink) {
  if (bytes.empty() || (line_cut_ && line_kind_ == Line::other))
    return;
  const bool decided = line_cut_ && line_kind_ != Line::undecided;
  line_cut_ = true;
  line_.append(bytes);
  if (!decided)
    line_kind_ = classify(line_, false);
  if (line_kind_ == Line::other)
    empty_out(line_);
  end_event_before(line_kind_, sink);
  if (status_ == Status::ok && text_.size() - text_begin_ + line_.size() > event_bytes_max_ + data_prefix_bytes_max)
    status_ = Status::too_large;
}

void SseDecoder::take_line_end(std::string_view bytes, const Sink& sink) {
  if (!line_cut_) {
    if (bytes.empty())
      return hand_out(sink);
    return take_line(bytes, classify(bytes, true), sink);
  }
  line_cut_ = false;
  if (line_kind_ == Line::other)
    return;
  line_.append(bytes);
  take_line(line_, classify(line_, true), sink);
  empty_out(line_);
}

void SseDecoder::take_line(std::string_view line, Line kind, const Sink& sink) {
  if (kind == Line::other)
    return;
  end_event_before(kind, sink);
  if (status_ != Status::ok)
    return;
  const auto text = kind == Line::data ? line.substr(data_prefix_bytes(line)) : line;
  if (event_ == Event::none)
    begin_event(event_of(kind), text);
  else
    extend_event(text);
}

void SseDecoder::begin_event(Event event, std::string_view text) {
  event_ = event;
  const bool of_cut_line = !line_.empty();
  if (of_cut_line) {
    text_begin_ = line_.size() - text.size();
    text_.swap(line_);
  } else {
    event_is_fed_ = true;
    fed_ = text;
  }
  if (text.size() > event_bytes_max_)
    status_ = Status::too_large;
}

void SseDecoder::extend_event(std::string_view text) {
  copy_event();
  text_.append("\n").append(text);
  if (text_.size() - text_begin_ > event_bytes_max_)
    status_ = Status::too_large;
}

void SseDecoder::hand_out(const Sink& sink) {
  const auto text = event_is_fed_ ? fed_ : std::string_view(text_).substr(text_begin_);
  if (!text.empty() && !sink(text))
    status_ = Status::stopped;
  event_ = Event::none;
  event_is_fed_ = false;
  text_begin_ = 0;
  empty_out(text_);
}

void SseDecoder::copy_event() {
  if (!event_is_fed_)
    return;
  event_is_fed_ = false;
  text_.assign(fed_);
}

} // namespace geminid::upstream
