#include "tools/load_test/exchange.hpp"

#include "server/upstream/sse_decoder.hpp"
#include "tools/load_test/answer.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace geminid::load {
namespace {

constexpr std::size_t answer_bytes_max_read = 64UL * 1024 * 1024;
constexpr std::size_t error_bytes_max = 64UL * 1024;
constexpr std::size_t gaps_max = 100'000;

void fail(Outcome& outcome, upstream::Fault fault, std::string_view when) {
  outcome.cancelled = fault == upstream::Fault::cancelled;
  outcome.error = upstream::to_string(fault);
  if (!upstream::before_request(fault))
    outcome.error.append(" ").append(when);
}

std::string_view header(const upstream::ResponseHead& head, std::string_view name) {
  for (const auto& [known, value] : head.headers)
    if (known == name)
      return value;
  return {};
}

void take_head(const upstream::ResponseHead& head, std::string_view model, Outcome& outcome) {
  outcome.status = head.status;
  const auto answered = header(head, "x-geminid-model");
  outcome.other_model = !answered.empty() && answered != model;
  outcome.told_when_to_retry = !header(head, "retry-after").empty();
}

void take_answer(const Answer& answer, Outcome& outcome) {
  outcome.error = answer.error();
  outcome.detail = answer.detail();
  outcome.events = answer.events();
  outcome.tokens = answer.tokens().value_or(Tokens{});
}

net::Task<void> read_refusal(upstream::Call& call, const Surface& surface, Outcome& outcome) {
  const auto body = co_await call.read_all(error_bytes_max);
  outcome.error = "http " + std::to_string(outcome.status);
  if (body)
    outcome.detail = message_of_error(surface, *body);
  outcome.bytes_received += body ? body->size() : 0;
}

net::Task<void> read_whole(upstream::Call& call, Answer& answer, Outcome& outcome) {
  const auto body = co_await call.read_all(answer_bytes_max_read);
  if (!body) {
    fail(outcome, body.error(), "in the body");
    co_return;
  }
  outcome.bytes_received += body->size();
  answer.whole(*body);
  take_answer(answer, outcome);
}

net::Task<void> read_stream(upstream::Call& call, Answer& answer, Outcome& outcome) {
  upstream::SseDecoder decoder{answer_bytes_max_read};
  auto last = SteadyTime::min();
  SteadyTime now{};
  const upstream::EventSink sink = [&](std::string_view data) {
    answer.event(data);
    if (answer.over())
      return true; // the end mark brings nothing
    if (last != SteadyTime::min() && outcome.gaps.size() < gaps_max)
      outcome.gaps.push_back(now - last);
    last = now;
    return true;
  };
  for (;;) {
    const auto piece = co_await call.read_some();
    now = SteadyClock::now();
    if (!piece) {
      take_answer(answer, outcome);
      if (outcome.error.empty() || piece.error() == upstream::Fault::cancelled)
        fail(outcome, piece.error(), "in the stream");
      co_return;
    }
    outcome.bytes_received += piece->size();
    if (piece->empty())
      break;
    if (decoder.feed(*piece, sink) == upstream::DecoderStatus::too_large ||
        outcome.bytes_received > answer_bytes_max_read) {
      fail(outcome, upstream::Fault::too_large, "in the stream");
      co_return;
    }
  }
  decoder.finish(sink);
  answer.end();
  take_answer(answer, outcome);
}

bool is_stream(const upstream::ResponseHead& head) {
  return head.content_type.starts_with("text/event-stream");
}

} // namespace

net::Task<Outcome> exchange(const Plan& plan, std::uint64_t number, SteadyTime due, upstream::Call& call) {
  const bool echoes = plan.verify && plan.scenario.expected == Expected::echo;
  const auto one = plan.requests.make(number, echoes);
  const auto& kind = plan.scenario.kinds[one.kind];
  const auto& surface = *kind.surface;
  upstream::Request request;
  request.target = surface.target(kind.model, kind.stream);
  request.body = one.body;
  request.head_timeout = plan.scenario.first_byte_timeout;
  request.headers = plan.headers;
  if (!plan.keys.empty())
    surface.authorize(plan.keys[number % plan.keys.size()], request);

  Outcome outcome;
  outcome.kind = one.kind;
  outcome.late = SteadyClock::now() - due;
  outcome.bytes_sent = one.body.size();
  const auto head = co_await call.send(std::move(request));
  outcome.first_byte = SteadyClock::now() - due;
  if (!head) {
    fail(outcome, head.error(), "before an answer");
  } else {
    take_head(*head, kind.model, outcome);
    AnswerRules rules;
    rules.surface = &surface;
    rules.verify = plan.verify;
    rules.expected = one.expected;
    Answer answer{rules};
    if (head->status != 200)
      co_await read_refusal(call, surface, outcome);
    else if (kind.stream && !is_stream(*head))
      outcome.error = "no event stream";
    else if (kind.stream)
      co_await read_stream(call, answer, outcome);
    else
      co_await read_whole(call, answer, outcome);
  }
  outcome.total = SteadyClock::now() - due;
  co_return outcome;
}

} // namespace geminid::load
