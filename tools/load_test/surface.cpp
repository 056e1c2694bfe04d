#include "tools/load_test/surface.hpp"

#include <algorithm>
#include <array>

namespace geminid::load {

std::span<const Surface* const> surfaces() {
  static constexpr std::array all{&openai_chat, &gemini};
  return all;
}

const Surface* surface_named(std::string_view name) {
  const auto all = surfaces();
  const auto found = std::find_if(all.begin(), all.end(), [name](const Surface* s) { return s->name == name; });
  return found == all.end() ? nullptr : *found;
}

} // namespace geminid::load
