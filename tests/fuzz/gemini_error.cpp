// Any body of a refusal: it is read within bounds, becomes an error for the client, and is blamed on one at most.
#include "server/translate/gemini_error.hpp"

#include "server/translate/stream_failure.hpp"
#include "tests/fuzz/invariants.hpp"

#include <cstdint>

namespace geminid {
namespace {

void check(std::string_view text) {
  static translate::JsonParser parser;
  auto error = translate::parse_gemini_error(text, parser);
  fuzz::require(error.http_status == 0 || (error.http_status >= 100 && error.http_status < 600), "an HTTP status",
                text);
  fuzz::require(!error.retry_delay || *error.retry_delay >= Duration::zero(), "no delay before now", text);
  fuzz::require_sound_error(translate::api_error(error));

  constexpr Instant now{std::chrono::hours{24 * 365 * 56}};
  for (const int status : {0, 400, 403, 404, 429, 500, 503}) {
    if (status != 0)
      error.http_status = status;
    const auto reading = policy::read_refusal(error, now);
    fuzz::require(!reading.until || *reading.until >= now, "no capacity that returned before now", text);
    fuzz::require(!(policy::blames_key(reading.refusal) && policy::blames_quota(reading.refusal)), "one to blame",
                  text);
    fuzz::require(!reading.reason.empty(), "a reason", text);
  }
}

} // namespace
} // namespace geminid

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  geminid::check({reinterpret_cast<const char*>(data), size});
  return 0;
}
