// Server-sent events out of a body that comes in parts: a part may end anywhere, also within a character. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace geminid::webui {

class SseReader {
public:
  /// What is longer, an event or a line, is dropped.
  static constexpr std::size_t event_bytes_max = 8U << 20U;

  /// The data of each event that is whole now.
  [[nodiscard]] std::vector<std::string> take(std::string_view part);

private:
  void take_line(std::string_view line, std::vector<std::string>& events);

  std::string rest_; // of a line
  std::string data_; // of an event, a line feed after each line
  bool too_long_ = false;
};

} // namespace geminid::webui
