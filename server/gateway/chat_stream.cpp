#include "server/gateway/chat_stream.hpp"

#include "actors/ask.hpp"
#include "actors/stream_actor.hpp"
#include "server/gateway/chat_stream_transform.hpp"
#include "server/translate/gemini_error.hpp"
#include "shared/redact.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

namespace geminid::gateway {
namespace {

using actors::Pushed;

// What the reader and the writer of one stream share. The reader may outlive the exchange for a moment, never the
// gateway.
struct Run {
  Run(Gateway& of, ChatStreamPlan p)
      : gateway(of), plan(std::move(p)), failover(of, std::move(plan.request), std::move(plan.fallbacks)),
        transform(fresh()), stream(of.system.spawn(actors::stream_actor, transform)),
        reader_ended(of.io, boost::asio::steady_timer::time_point::max()) {}

  // Its events come from the reader, which holds the run.
  [[nodiscard]] std::shared_ptr<ChatStreamTransform> fresh() {
    auto identity = plan.identity;
    identity.signed_call = [this](const translate::SignedCall& call) { failover.remember(call); };
    return std::make_shared<ChatStreamTransform>(gateway, std::move(identity), plan.include_usage);
  }

  Gateway& gateway;
  ChatStreamPlan plan;
  Failover failover;
  std::shared_ptr<ChatStreamTransform> transform;
  actors::StreamActor stream;
  std::optional<Failure> failure; // once the stream has failed
  /// Never expires; is cancelled, and `reading` false, when the reader has told the key how it ended.
  boost::asio::steady_timer reader_ended;
  bool reading = true;
};
using RunPtr = std::shared_ptr<Run>;

/// What became of one upstream answer.
enum class Reading : std::uint8_t { whole, another_key, over };

net::Task<Reading> read_answer(RunPtr run) {
  auto& failover = run->failover;
  auto verdict = Pushed::Verdict::more;
  upstream::Fault fault = upstream::Fault::broken;
  while (verdict == Pushed::Verdict::more) {
    const auto piece = co_await failover.call().read_some();
    if (!piece) {
      fault = piece.error();
      break;
    }
    actors::Push push{std::string{*piece}, piece->empty()};
    const auto pushed = co_await actors::ask(run->gateway.port, run->stream, std::move(push));
    verdict = pushed ? pushed->verdict : Pushed::Verdict::done;
    if (verdict == Pushed::Verdict::done)
      co_return Reading::whole;
  }
  const auto& error = run->transform->error();
  if (verdict == Pushed::Verdict::failed) {
    failover.broke_late(run->transform->usage(), error ? error->message : "");
    run->failure = Failure{*error};
    co_return Reading::over;
  }
  // Nothing was made of this answer, or its connection broke: whether anything was, the stream actor knows.
  if (verdict == Pushed::Verdict::more) {
    const auto untouched = co_await actors::ask(run->gateway.port, run->stream, actors::Broke{});
    if (untouched && !untouched->untouched) {
      failover.broke_late(run->transform->usage(), upstream::to_string(fault));
      run->failure = wire_fault(fault);
      co_return Reading::over;
    }
    run->failure = co_await failover.broke(fault);
  } else if (run->transform->refusal().empty()) {
    run->failure = co_await failover.broke(upstream::Fault::broken);
  } else {
    auto refusal = translate::parse_gemini_error(run->transform->refusal(), run->gateway.parser);
    run->failure = co_await failover.was_refused(std::move(refusal));
  }
  co_return run->failure ? Reading::over : Reading::another_key;
}

net::Task<void> read_upstream(RunPtr run) {
  auto reading = Reading::another_key;
  while (reading == Reading::another_key) {
    auto opened = co_await run->failover.open();
    if (!opened) {
      run->failure = std::move(opened.error());
      break;
    }
    reading = co_await read_answer(run);
    if (reading == Reading::another_key) {
      run->transform = run->fresh();
      caf::anon_send(run->stream, actors::Restart{run->transform});
    }
  }
  if (reading == Reading::whole)
    run->failover.served(run->transform->usage());
  else
    caf::anon_send(run->stream, actors::GiveUp{});
  run->reading = false;
  run->reader_ended.cancel();
}

http::Response stream_head(const std::string& model) {
  return {200,
          "text/event-stream; charset=utf-8",
          "",
          {{"cache-control", "no-cache"}, {"x-accel-buffering", "no"}, {"x-geminid-model", model}}};
}

net::Task<bool> send(http::Exchange& exchange, const Run& run, std::string_view bytes) {
  if (!exchange.started()) {
    auto head = stream_head(run.failover.model());
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

net::Task<StreamEnd> stream_chat(http::Exchange& exchange, Gateway& gateway, ChatStreamPlan plan) {
  const auto run = std::make_shared<Run>(gateway, std::move(plan));
  const auto gone = exchange.on_gone([run] {
    run->failover.cancel();
    caf::anon_send(run->stream, actors::Abandon{});
  });
  net::asio::co_spawn(gateway.io, read_upstream(run), net::asio::detached);

  bool client_there = true;
  actors::Pulled pulled;
  while (client_there && !pulled.ended) {
    const actors::Pull pull{gateway.timeouts.keep_alive};
    auto answer = co_await actors::ask(gateway.port, run->stream, pull);
    pulled = answer ? std::move(*answer) : actors::Pulled{{}, true, true};
    if (pulled.ended)
      run->plan.admission.end(run->transform->usage());
    if (!pulled.bytes.empty())
      client_there = co_await send(exchange, *run, pulled.bytes);
    else if (!pulled.ended)
      client_there = co_await send(exchange, *run, ": keep-alive\n\n");
  }
  if (!client_there) {
    run->failover.cancel();
    caf::anon_send(run->stream, actors::Abandon{});
  } else if (!pulled.failed) {
    co_await exchange.end_stream();
  }
  if (run->reading) // the stream actor tells both of a failure, but only the reader finds out why
    co_await run->reader_ended.async_wait(net::as_tuple);
  if (client_there && pulled.failed) {
    auto failure = run->failure.value_or(no_room(actors::NoRoom::cancelled, {}, Instant::max(), {}));
    failure.error.message = redact_secrets(failure.error.message);
    co_await end_with_failure(exchange, std::move(failure));
  }
  StreamEnd end{200, {}, run->failover.attempts(), run->transform->usage()};
  if (run->failure) {
    end.status = run->failure->error.status;
    end.error = run->failure->error.message;
  }
  co_return end;
}

} // namespace geminid::gateway
