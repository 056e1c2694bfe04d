#include "tools/load_test/answer.hpp"

#include "shared/redact.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace geminid::load {
namespace {

constexpr std::size_t shown_bytes_max = 160;

std::string in_one_line(std::string_view text) {
  auto line = redact_secrets(text.substr(0, 4 * shown_bytes_max));
  line.resize(std::min(line.size(), shown_bytes_max));
  std::replace_if(
      line.begin(), line.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, ' ');
  return line;
}

} // namespace

void Answer::fail(std::string error, std::string detail) {
  if (!error_.empty())
    return; // the first is the cause
  error_ = std::move(error);
  detail_ = std::move(detail);
}

void Answer::whole(std::string_view body) {
  take(body, false);
  check_whole();
}

void Answer::event(std::string_view data) {
  if (over_)
    return fail(data == rules_.surface->end_mark ? "verify: more than one " + std::string{data}
                                                 : "verify: data after the end",
                in_one_line(data));
  over_ = !rules_.surface->end_mark.empty() && data == rules_.surface->end_mark;
  if (over_)
    return;
  ++events_;
  if (rules_.verify)
    take(data, true);
  else
    last_ = data;
}

void Answer::end() {
  if (!rules_.verify && !last_.empty())
    take(last_, true);
  const auto mark = rules_.surface->end_mark;
  if (events_ == 0)
    fail("empty stream");
  else if (!mark.empty() && !over_)
    fail("stream without " + std::string{mark});
  else if (mark.empty() && finish_.empty())
    fail("stream without an end", "no event says why the model ended");
  check_whole();
}

void Answer::take(std::string_view json, bool event) {
  Said said;
  const bool known = rules_.surface->read(json, event, said);
  if (!said.error.empty())
    return fail(event ? "error event" : "error answer", in_one_line(said.error));
  if (!known)
    return fail(event ? "unreadable event" : "unreadable answer", in_one_line(json));
  if (said.tokens)
    tokens_ = said.tokens;
  if (!rules_.verify) {
    finish_ = said.finish;
    return;
  }
  if (!said.text.empty() && !finish_.empty())
    fail("verify: text after the finish reason", in_one_line(said.text));
  take_text(said.text);
  if (!said.finish.empty())
    finish_ = said.finish;
  if (id_.empty())
    id_ = said.id;
  else if (said.id != id_)
    fail("verify: another id", fmt::format("{} after {}", in_one_line(said.id), in_one_line(id_)));
}

void Answer::take_text(std::string_view text) {
  const auto& expected = rules_.expected;
  if (!expected.empty() && expected.substr(std::min(text_bytes_, expected.size()), text.size()) != text) {
    const auto rest = expected.substr(std::min(text_bytes_, expected.size()));
    const auto same = static_cast<std::size_t>(std::mismatch(text.begin(), text.end(), rest.begin(), rest.end()).first -
                                               text.begin());
    fail("verify: other text", fmt::format("at byte {}: \"{}\" instead of \"{}\"", text_bytes_ + same,
                                           in_one_line(text.substr(same, 40)), in_one_line(rest.substr(same, 40))));
  }
  text_bytes_ += text.size();
}

void Answer::check_whole() {
  if (!rules_.verify || !error_.empty())
    return;
  if (finish_ != rules_.surface->finished)
    fail("verify: finish reason", finish_.empty() ? "none" : in_one_line(finish_));
  else if (text_bytes_ == 0)
    fail("verify: no text");
  else if (!rules_.expected.empty() && text_bytes_ != rules_.expected.size())
    fail("verify: text too short", fmt::format("{} of {} bytes", text_bytes_, rules_.expected.size()));
  else if (!tokens_)
    fail("verify: no usage");
  else if (tokens_->prompt <= 0 || tokens_->completion <= 0)
    fail("verify: usage of no tokens", fmt::format("{} in, {} out", tokens_->prompt, tokens_->completion));
}

bool is_wrong_answer(std::string_view error) {
  constexpr std::array beginnings{"verify: ", "empty stream", "stream without ", "unreadable ", "no event stream"};
  return std::any_of(beginnings.begin(), beginnings.end(), [error](const char* b) { return error.starts_with(b); });
}

std::string message_of_error(const Surface& surface, std::string_view body) {
  Said said;
  if (surface.read(body, false, said) && !said.error.empty())
    return in_one_line(said.error);
  return in_one_line(body);
}

} // namespace geminid::load
