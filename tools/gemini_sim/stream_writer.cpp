#include "tools/gemini_sim/stream_writer.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace geminid::sim {
namespace {

using nlohmann::json;

std::string printed(const json& value, int indent) {
  return value.dump(indent, ' ', false, json::error_handler_t::replace);
}

/// Lays out events as bytes of either form.
class Framer {
public:
  Framer(bool sse, const RequestFaults& faults) : sse_(sse) {
    if (const auto* framing = faults.find(FaultKind::framing)) {
      delimiter_ = framing->delimiter;
      sse_ = sse_ && !framing->array;
    }
  }

  std::string event(const json& value) { return event_of(printed(value, sse_ ? -1 : 2)); }
  /// An event whose data need not be JSON.
  std::string event_of(const std::string& data) { return sse_ ? "data: " + data + delimiter_ : element(data); }
  /// Text without `data:`; the array form knows no difference.
  std::string bare(const std::string& text) { return sse_ ? text : element(text); }
  std::string end() { return sse_ ? "" : separator_ == "[" ? "[]" : "\n]\n"; }
  [[nodiscard]] std::string content_type() const {
    return sse_ ? "text/event-stream" : "application/json; charset=UTF-8";
  }

private:
  std::string element(const std::string& text) { return std::exchange(separator_, "\n,\r\n") + text; }

  bool sse_;
  std::string delimiter_ = "\r\n\r\n";
  std::string separator_ = "[";
};

net::Task<bool> write_pieces(http::Exchange& exchange, const RequestFaults& faults, std::string_view bytes) {
  const auto* split = faults.find(FaultKind::split);
  const auto size = split ? split->bytes : std::max<std::size_t>(bytes.size(), 1);
  for (; !bytes.empty(); bytes.remove_prefix(std::min(size, bytes.size())))
    if (!co_await exchange.write(bytes.substr(0, size)))
      co_return false;
  co_return true;
}

net::Task<bool> end_badly(http::Exchange& exchange, const RequestFaults& faults, const Fault& fault, Framer& framer,
                          const ErrorContext& context) {
  if (fault.kind == FaultKind::reset_mid_stream)
    exchange.reset();
  if (fault.kind == FaultKind::reset_mid_stream || fault.kind == FaultKind::close_mid_stream)
    co_return true; // to return without end_stream closes the connection
  const auto answer = fault_answer(fault, context);
  const auto parsed = nlohmann::ordered_json::parse(answer.body, nullptr, false);
  const auto one_line = parsed.is_discarded() ? answer.body : parsed.dump();
  const auto text = fault.kind == FaultKind::raw_error ? framer.bare(answer.body) : framer.event_of(one_line);
  const auto bytes = text + framer.end();
  const bool sent = co_await write_pieces(exchange, faults, bytes);
  if (sent)
    co_await exchange.end_stream();
  co_return sent;
}

} // namespace

net::Task<bool> send_stream(http::Exchange& exchange, const RequestFaults& faults, Patience& patience,
                            const StreamPlan& plan) {
  Framer framer{plan.sse, faults};
  const auto* bad_end = faults.broken_end();
  const auto count = bad_end ? std::min(bad_end->after, plan.events.size()) : plan.events.size();
  http::Response head;
  head.content_type = framer.content_type();
  co_await exchange.begin_stream(std::move(head));
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0 && !co_await patience.pause(plan.pace))
      co_return false;
    const auto bytes = framer.event(plan.events[i]);
    if (!co_await write_pieces(exchange, faults, bytes))
      co_return false;
  }
  if (bad_end && count == 0 && !co_await exchange.write({}))
    co_return false; // the head of a stream that breaks before its first event
  if (bad_end)
    co_return co_await end_badly(exchange, faults, *bad_end, framer, plan.context);
  const auto rest = framer.end();
  if (!co_await write_pieces(exchange, faults, rest))
    co_return false;
  co_await exchange.end_stream();
  co_return true;
}

net::Task<bool> send_whole(http::Exchange& exchange, const RequestFaults& faults, const ErrorContext& context,
                           http::Response response) {
  const auto* bad_end = faults.broken_end();
  if (bad_end && (bad_end->kind == FaultKind::raw_error || bad_end->kind == FaultKind::data_error)) {
    const auto answer = fault_answer(*bad_end, context);
    response.status = answer.status;
    response.content_type = answer.content_type;
    response.body = answer.body;
  } else if (bad_end || faults.has(FaultKind::split)) {
    const auto body = std::exchange(response.body, {});
    co_await exchange.begin_stream(std::move(response));
    const auto bytes = std::string_view{body}.substr(0, bad_end ? body.size() / 2 : body.size());
    if (!co_await write_pieces(exchange, faults, bytes))
      co_return false;
    if (bad_end && bad_end->kind == FaultKind::reset_mid_stream)
      exchange.reset();
    if (!bad_end)
      co_await exchange.end_stream();
    co_return true;
  }
  co_await exchange.respond(std::move(response));
  co_return true;
}

} // namespace geminid::sim
