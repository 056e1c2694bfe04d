#include "server/gateway/request_origin.hpp"

#include <algorithm>

namespace geminid::gateway {
namespace {

// "vv-<trace id>-<parent id>-ff"
constexpr std::size_t trace_id_begin = 3;
constexpr std::size_t trace_id_size = 32;
constexpr std::size_t parent_id_begin = 36;
constexpr std::size_t parent_id_size = 16;
constexpr std::size_t flags_begin = 53;
constexpr std::size_t traceparent_size = 55;
constexpr std::size_t traceparent_size_max = 128; // of versions to come
constexpr std::size_t tracestate_size_max = 512;

bool is_hex(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

bool is_id(std::string_view text) {
  return is_hex(text) && text.find_first_not_of('0') != std::string_view::npos;
}

} // namespace

bool is_traceparent(std::string_view value) {
  if (value.size() < traceparent_size || value.size() > traceparent_size_max)
    return false;
  const auto version = value.substr(0, 2);
  if (!is_hex(version) || version == "ff" || value[2] != '-' || value[parent_id_begin - 1] != '-' ||
      value[flags_begin - 1] != '-')
    return false;
  const bool ends_well = version == "00" ? value.size() == traceparent_size
                                         : value.size() == traceparent_size || value[traceparent_size] == '-';
  const bool printable = std::all_of(value.begin(), value.end(), [](char c) { return c > ' ' && c < '\x7f'; });
  return ends_well && printable && is_id(value.substr(trace_id_begin, trace_id_size)) &&
         is_id(value.substr(parent_id_begin, parent_id_size)) && is_hex(value.substr(flags_begin, 2));
}

bool is_tracestate(std::string_view value) {
  return !value.empty() && value.size() <= tracestate_size_max && value.find('=') != std::string_view::npos &&
         std::all_of(value.begin(), value.end(), [](char c) { return c >= ' ' && c < '\x7f'; });
}

RequestOrigin origin_of(const http::Exchange& exchange, const Gateway& gateway) {
  RequestOrigin origin;
  origin.request_id = exchange.request_id();
  if (!gateway.pass_trace_headers)
    return origin;
  if (const auto parent = exchange.header("traceparent"); is_traceparent(parent)) {
    origin.traceparent = parent;
    auto state = exchange.header_list("tracestate");
    std::replace(state.begin(), state.end(), '\t', ' ');
    if (is_tracestate(state))
      origin.tracestate = std::move(state);
  }
  return origin;
}

std::string_view trace_id(const RequestOrigin& origin) {
  return origin.traceparent.empty() ? std::string_view{}
                                    : std::string_view{origin.traceparent}.substr(trace_id_begin, trace_id_size);
}

} // namespace geminid::gateway
