#include "webui/view/status_tone.hpp"

#include "shared/log_dto.hpp"

namespace geminid::webui {

Tone status_tone(std::int64_t status) {
  if (status >= 200 && status < 400)
    return Tone::good;
  return status == 0 || dto::is_failure(status) ? Tone::bad : Tone::warn;
}

} // namespace geminid::webui
