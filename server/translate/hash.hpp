// A quick 64-bit hash, the same in every process. No defence against chosen collisions.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

namespace geminid::translate {

[[nodiscard]] constexpr std::uint64_t mix(std::uint64_t value) {
  value = (value ^ (value >> 30)) * 0xbf58'476d'1ce4'e5b9ULL;
  value = (value ^ (value >> 27)) * 0x94d0'49bb'1331'11ebULL;
  return value ^ (value >> 31);
}

[[nodiscard]] constexpr std::uint64_t mix(std::uint64_t seed, std::uint64_t value) {
  return mix(seed * 0x9e37'79b9'7f4a'7c15ULL + value);
}

[[nodiscard]] inline std::uint64_t mix(std::uint64_t seed, std::string_view text) {
  seed = mix(seed, static_cast<std::uint64_t>(text.size()));
  for (; text.size() >= 8; text.remove_prefix(8)) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data(), 8);
    seed = mix(seed, word);
  }
  std::uint64_t rest = 0;
  if (!text.empty())
    std::memcpy(&rest, text.data(), text.size());
  return mix(seed, rest);
}

} // namespace geminid::translate
