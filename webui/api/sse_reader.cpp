#include "webui/api/sse_reader.hpp"

namespace geminid::webui {

std::vector<std::string> SseReader::take(std::string_view part) {
  std::vector<std::string> events;
  for (auto end = part.find('\n'); end != std::string_view::npos; end = part.find('\n')) {
    if (!too_long_)
      rest_.append(part.substr(0, end));
    part.remove_prefix(end + 1);
    if (rest_.size() > event_bytes_max)
      too_long_ = true;
    const std::string_view line = rest_;
    take_line(line.ends_with('\r') ? line.substr(0, line.size() - 1) : line, events);
    rest_.clear();
  }
  if (rest_.size() + part.size() > event_bytes_max) {
    too_long_ = true;
    rest_.clear();
  } else if (!too_long_) {
    rest_.append(part);
  }
  return events;
}

void SseReader::take_line(std::string_view line, std::vector<std::string>& events) {
  constexpr std::string_view name = "data:";
  if (line.empty()) {
    if (!data_.empty() && !too_long_) {
      data_.pop_back();
      events.push_back(std::move(data_));
    }
    data_.clear();
    too_long_ = false;
    return;
  }
  if (!line.starts_with(name))
    return;
  line.remove_prefix(name.size());
  if (line.starts_with(' '))
    line.remove_prefix(1);
  if (data_.size() + line.size() > event_bytes_max) {
    too_long_ = true;
    data_.clear();
  }
  if (!too_long_)
    data_.append(line).push_back('\n');
}

} // namespace geminid::webui
