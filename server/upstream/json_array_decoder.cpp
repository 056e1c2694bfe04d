#include "server/upstream/json_array_decoder.hpp"

namespace geminid::upstream {

DecoderStatus JsonArrayDecoder::feed(std::string_view bytes, const EventSink& sink) {
  std::size_t begin = 0; // of what these bytes have of the element
  for (std::size_t at = 0; at < bytes.size() && status_ == DecoderStatus::ok && !over_; ++at) {
    const auto what = step(bytes[at]);
    if (what == Step::begin)
      begin = at;
    else if (what != Step::on)
      hand_out(bytes.substr(begin, at - begin + (what == Step::end_after ? 1 : 0)), sink);
  }
  if (in_element_ && status_ == DecoderStatus::ok)
    keep(bytes.substr(begin));
  return status_;
}

DecoderStatus JsonArrayDecoder::finish(const EventSink& sink) {
  if (in_element_ && status_ == DecoderStatus::ok)
    hand_out({}, sink);
  return status_;
}

JsonArrayDecoder::Step JsonArrayDecoder::step(char c) {
  if (in_string_) {
    step_in_string(c);
    return Step::on;
  }
  if (depth_ == 1)
    return step_between(c);
  if (c == '"')
    in_string_ = true;
  else if (c == '{' || c == '[')
    ++depth_;
  else if ((c == '}' || c == ']') && --depth_ == 1)
    return Step::end_after;
  return Step::on;
}

// Between elements, or in one that is neither object nor array.
JsonArrayDecoder::Step JsonArrayDecoder::step_between(char c) {
  if (c == ' ' || c == '\t' || c == '\r' || c == '\n')
    return Step::on;
  over_ = c == ']';
  if (over_ || c == ',')
    return in_element_ ? Step::end_before : Step::on;
  in_string_ = c == '"';
  if (c == '{' || c == '[')
    ++depth_;
  if (in_element_)
    return Step::on;
  in_element_ = true;
  return Step::begin;
}

void JsonArrayDecoder::step_in_string(char c) {
  in_string_ = escaped_ || c != '"';
  escaped_ = !escaped_ && c == '\\';
}

void JsonArrayDecoder::keep(std::string_view bytes) {
  begun_ += bytes;
  if (begun_.size() > element_bytes_max_)
    status_ = DecoderStatus::too_large;
}

void JsonArrayDecoder::hand_out(std::string_view rest, const EventSink& sink) {
  in_element_ = false;
  if (begun_.size() + rest.size() > element_bytes_max_) {
    status_ = DecoderStatus::too_large;
    return;
  }
  const bool whole = begun_.empty();
  if (!whole)
    begun_ += rest;
  if (!sink(whole ? rest : begun_))
    status_ = DecoderStatus::stopped;
  std::string().swap(begun_);
}

} // namespace geminid::upstream
