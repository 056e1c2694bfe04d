#include "webui/widgets/frames.hpp"

#include <utility>

namespace geminid::webui {
namespace {
std::optional<Duration> wanted;
}

void redraw_within(Duration span) {
  if (!wanted || span < *wanted)
    wanted = span;
}

std::optional<Duration> take_redraw() {
  return std::exchange(wanted, std::nullopt);
}

} // namespace geminid::webui
