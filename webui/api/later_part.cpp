#include "webui/api/later_part.hpp"

#include <algorithm>

namespace geminid::webui {
namespace {

using namespace std::chrono_literals;

constexpr Duration first_pause = 2s;
constexpr Duration longest_pause = 30s;
constexpr int doublings_max = 4;

} // namespace

bool LaterPart::due(Instant now) {
  if (state_ == State::here || state_ == State::coming || (state_ == State::failed && now < since_ + pause_))
    return false;
  state_ = State::coming;
  since_ = now;
  return true;
}

void LaterPart::failed(Instant now) {
  if (state_ != State::coming)
    return;
  state_ = State::failed;
  since_ = now;
  pause_ = std::min(first_pause * (1 << failures_), longest_pause);
  failures_ = std::min(failures_ + 1, doublings_max);
}

void LaterPart::hurry() {
  failures_ = 0;
  pause_ = {};
}

std::optional<Instant> LaterPart::again_at() const {
  return state_ == State::failed ? std::optional{since_ + pause_} : std::nullopt;
}

} // namespace geminid::webui
