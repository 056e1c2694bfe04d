// What the decoders of Gemini's streams have in common.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

namespace geminid::upstream {

/// Called with the JSON text of one event; the view is valid during the call. Return false to stop decoding.
using EventSink = std::function<bool(std::string_view json)>;

enum class DecoderStatus : std::uint8_t { ok, stopped, too_large };

} // namespace geminid::upstream
