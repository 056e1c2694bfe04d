#include "server/gateway/chat_stream.hpp"

#include "actors/ask.hpp"
#include "actors/stream_actor.hpp"
#include "server/gateway/chat_stream_transform.hpp"
#include "server/gateway/sources.hpp"
#include "server/translate/gemini_error.hpp"
#include "shared/redact.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

namespace geminid::gateway {
namespace {

using actors::Pushed;
using actors::Source;

// What the readers and the writer of one stream share. A reader may outlive the exchange for a moment, never the
// gateway.
struct StreamRun {
  StreamRun(Gateway& of, ChatPlanPtr p)
      : gateway(of), plan(std::move(p)), chat(std::make_shared<translate::ChatStream>(
                                             heard(std::move(plan->identity)), plan->include_usage, plan->parallel)),
        sources(of, std::move(plan->request), plan->fallbacks, plan->parallel), transforms(first_transforms()),
        stream(of.system.spawn(actors::stream_actor, std::vector<std::shared_ptr<actors::StreamTransform>>{
                                                         transforms.begin(), transforms.end()})) {}

  // Its events come from the readers, which hold the run.
  translate::ReplyIdentity heard(translate::ReplyIdentity identity) {
    identity.signed_call = [this](const translate::SignedCall& call) {
      sources[call.source].failover().remember(call);
    };
    return identity;
  }
  std::vector<std::shared_ptr<ChatStreamTransform>> first_transforms() {
    std::vector<std::shared_ptr<ChatStreamTransform>> made;
    for (Source source = 0; source < sources.size(); ++source)
      made.push_back(std::make_shared<ChatStreamTransform>(gateway, chat, source));
    return made;
  }
  /// Another answer of the source is about to be read.
  void restart(Source source) {
    chat->begin_answer(source);
    transforms[source] = std::make_shared<ChatStreamTransform>(gateway, chat, source, sources[source].continues());
    caf::anon_send(stream, actors::Restart{transforms[source], source});
  }

  Gateway& gateway;
  ChatPlanPtr plan;
  std::shared_ptr<translate::ChatStream> chat;
  Sources sources;
  std::vector<std::shared_ptr<ChatStreamTransform>> transforms; // by source
  actors::StreamActor stream;
  std::optional<Instant> first_byte; // sent to the client
};
using StreamRunPtr = std::shared_ptr<StreamRun>;

/// How far one upstream answer was read.
struct Reading {
  Pushed::Verdict verdict = Pushed::Verdict::more; // more: the connection broke
  upstream::Fault fault = upstream::Fault::broken;
};

net::Task<Reading> read_answer(StreamRunPtr run, Source source) {
  Reading reading;
  while (reading.verdict == Pushed::Verdict::more) {
    auto& call = run->sources[source].failover().call();
    const auto piece = co_await call.read_some();
    if (!piece) {
      reading.fault = piece.error();
      break;
    }
    actors::Push push{std::string{*piece}, piece->empty(), source};
    // What else has come goes along: one message and one write for all of it.
    for (auto more = call.at_hand(); !more.empty(); more = call.at_hand())
      push.bytes.append(more);
    const auto pushed = co_await actors::ask(run->gateway.port, run->stream, std::move(push));
    reading.verdict = pushed ? pushed->verdict : Pushed::Verdict::done;
  }
  co_return reading;
}

// The answer failed before anything was made of it. Nothing: another attempt may be made.
net::Task<std::optional<Failure>> answer_failed(StreamRun& run, Source source, upstream::Fault fault) {
  auto& failover = run.sources[source].failover();
  const auto& event = run.transforms[source]->refusal();
  if (event.empty())
    co_return co_await failover.broke(fault);
  auto refusal = translate::parse_gemini_error(event, run.gateway.parser);
  co_return co_await failover.was_refused(std::move(refusal));
}

// It failed after something of it, or of the one that it continues, reached the client.
Failure answer_failed_late(StreamRun& run, Source source, upstream::Fault fault) {
  const auto& transform = *run.transforms[source];
  auto failure = transform.error() ? Failure{*transform.error()} : wire_fault(fault);
  const auto said = transform.error() ? std::string_view{transform.error()->message} : upstream::to_string(fault);
  run.sources[source].failover().broke_late(transform.usage(), said);
  return failure;
}

/// What is to be done after an answer.
struct Next {
  enum class Step : std::uint8_t { over, open, read }; // `open` another one first; `read` the one that is open
  Step step = Step::over;
  std::optional<Failure> failure; // of Step::over
};

net::Task<Next> after_answer(StreamRunPtr run, Source source, Reading reading) {
  using Step = Next::Step;
  using Verdict = Pushed::Verdict;
  Next next;
  auto& rounds = run->sources[source];
  const auto& transform = *run->transforms[source];
  const bool failed = reading.verdict == Verdict::more || transform.error();
  if (failed && rounds.continues()) {
    (void)answer_failed_late(*run, source, reading.fault);
    caf::anon_send(run->stream, actors::Conclude{source});
    co_return next;
  }
  if (!failed) {
    const bool another = co_await rounds.next(transform.end(), transform.usage());
    if (!another && reading.verdict == Verdict::held)
      caf::anon_send(run->stream, actors::Conclude{source});
    next.step = another ? Step::read : Step::over;
    co_return next;
  }
  bool touched = reading.verdict == Verdict::failed;
  if (reading.verdict == Verdict::more) { // only the stream actor knows
    const actors::Broke broke{source};
    const auto reply = co_await actors::ask(run->gateway.port, run->stream, broke);
    touched = reply && !reply->untouched;
  }
  if (touched) {
    next.failure = answer_failed_late(*run, source, reading.fault);
    co_return next;
  }
  next.failure = co_await answer_failed(*run, source, reading.fault);
  next.step = next.failure ? Step::over : Step::open;
  co_return next;
}

net::Task<std::optional<Failure>> read_rounds(StreamRunPtr run, Source source) {
  Next next;
  next.step = Next::Step::open;
  for (bool first = true; next.step != Next::Step::over; first = false) {
    if (next.step == Next::Step::open) {
      auto opened = co_await run->sources[source].failover().open();
      if (!opened)
        co_return std::move(opened.error());
    }
    if (!first)
      run->restart(source);
    const auto reading = co_await read_answer(run, source);
    next = co_await after_answer(run, source, reading);
  }
  co_return std::move(next.failure);
}

net::Task<void> read_source(StreamRunPtr run, Source source) {
  auto failure = co_await read_rounds(run, source);
  if (failure)
    caf::anon_send(run->stream, actors::GiveUp{});
  run->sources.over(std::move(failure));
}

http::Response stream_head(const std::string& model) {
  return {200,
          "text/event-stream; charset=utf-8",
          "",
          {{"cache-control", "no-cache"}, {"x-accel-buffering", "no"}, {"x-geminid-model", model}}};
}

net::Task<bool> send(http::Exchange& exchange, StreamRun& run, std::string_view bytes) {
  if (!exchange.started()) {
    run.first_byte = run.gateway.now();
    auto head = stream_head(run.sources.model());
    co_await exchange.begin_stream(std::move(head));
  }
  co_return co_await exchange.write(bytes);
}

net::Task<void> end_with_failure(http::Exchange& exchange, Failure failure) {
  if (!exchange.started()) {
    auto response = to_response(failure);
    co_await exchange.respond(std::move(response));
    co_return;
  }
  std::string event;
  translate::append_stream_error(event, failure.error);
  if (co_await exchange.write(event))
    co_await exchange.end_stream();
}

} // namespace

net::Task<ChatEnd> stream_chat(http::Exchange& exchange, Gateway& gateway, ChatPlanPtr plan) {
  const auto run = std::make_shared<StreamRun>(gateway, std::move(plan));
  const auto gone = exchange.on_gone([run] {
    run->sources.cancel();
    caf::anon_send(run->stream, actors::Abandon{});
  });
  for (Source source = 0; source < run->sources.size(); ++source)
    net::asio::co_spawn(gateway.io, read_source(run, source), net::asio::detached);

  bool client_there = true;
  actors::Pulled pulled;
  while (client_there && !pulled.ended) {
    const actors::Pull pull{gateway.timeouts.keep_alive};
    auto answer = co_await actors::ask(gateway.port, run->stream, pull);
    pulled = answer ? std::move(*answer) : actors::Pulled{{}, true, true};
    if (pulled.ended)
      run->plan->admission.end(run->chat->spent());
    if (!pulled.bytes.empty())
      client_there = co_await send(exchange, *run, pulled.bytes);
    else if (!pulled.ended)
      client_there = co_await send(exchange, *run, ": keep-alive\n\n");
  }
  if (!client_there) {
    run->sources.cancel();
    caf::anon_send(run->stream, actors::Abandon{});
  } else if (!pulled.failed) {
    co_await exchange.end_stream();
  }
  co_await run->sources.all_over(); // the stream actor tells of a failure, but only the reader finds out why
  const auto& failed = run->sources.failure();
  if (client_there && pulled.failed) {
    auto failure = failed.value_or(no_room(actors::NoRoom::cancelled, {}, Instant::max(), {}));
    failure.error.message = redact_secrets(failure.error.message);
    co_await end_with_failure(exchange, std::move(failure));
  }
  ChatEnd end;
  end.attempts = run->sources.attempts();
  end.usage = run->chat->spent();
  end.model = run->sources.model();
  end.first_byte = run->first_byte;
  if (failed)
    end.error = failed->error;
  co_return end;
}

} // namespace geminid::gateway
