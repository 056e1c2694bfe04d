#include "server/gateway/chat_whole.hpp"

#include "server/gateway/sources.hpp"
#include "server/translate/gemini_error.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <algorithm>

namespace geminid::gateway {
namespace {

struct WholeRun {
  WholeRun(Gateway& of, ChatPlan& plan)
      : gateway(of), sources(of, std::move(plan.request), plan.fallbacks, plan.parallel),
        answer(heard(std::move(plan.identity)), plan.parallel) {}

  // Its answers come from readers, which hold the run.
  translate::ReplyIdentity heard(translate::ReplyIdentity identity) {
    identity.signed_call = [this](const translate::SignedCall& call) {
      sources[call.source].failover().remember(call);
    };
    return identity;
  }

  Gateway& gateway;
  Sources sources;
  translate::ChatAnswer answer;
};
using WholeRunPtr = std::shared_ptr<WholeRun>;

// Some front ends wrap Google's refusal in a 200; it means what it says.
net::Task<std::optional<Failure>> no_answer(Failover& failover, std::string_view body, Gateway& gateway) {
  auto error = translate::parse_gemini_error(body, gateway.parser);
  if (error.http_status != 0 || !error.status.empty())
    co_return co_await failover.was_refused(std::move(error));
  co_return co_await failover.broke(upstream::Fault::malformed);
}

// Nothing: the source's part of the answer is there.
net::Task<std::optional<Failure>> read_rounds(WholeRun& run, std::size_t source) {
  auto& rounds = run.sources[source];
  auto room = upstream_body_bytes_max / run.sources.size();
  std::optional<Failure> failure;
  bool open = false;
  while (!failure) {
    if (!open) {
      auto opened = co_await rounds.failover().open();
      if (!opened) {
        failure = std::move(opened.error());
        break;
      }
    }
    open = false;
    const auto body = co_await rounds.failover().call().read_all(room);
    if (!body) {
      failure = co_await rounds.failover().broke(body.error());
      continue;
    }
    auto end = run.answer.take(*body, run.gateway.parser, source);
    if (!end) {
      failure = co_await no_answer(rounds.failover(), *body, run.gateway);
      continue;
    }
    room -= body->size();
    open = co_await rounds.next(std::move(*end), run.answer.usage(source));
    if (!open)
      co_return std::nullopt;
  }
  if (rounds.settle_for_former())
    co_return std::nullopt;
  co_return failure;
}

net::Task<void> read_source(WholeRunPtr run, std::size_t source) {
  auto failure = co_await read_rounds(*run, source);
  run->sources.over(std::move(failure));
}

} // namespace

net::Task<ChatEnd> answer_chat(http::Exchange& exchange, Gateway& gateway, ChatPlanPtr plan) {
  const auto run = std::make_shared<WholeRun>(gateway, *plan);
  const auto gone = exchange.on_gone([run] { run->sources.cancel(); });
  for (std::size_t source = 1; source < run->sources.size(); ++source)
    net::asio::co_spawn(gateway.io, read_source(run, source), net::asio::detached);
  co_await read_source(run, 0);
  co_await run->sources.all_over();

  ChatEnd end;
  end.attempts = run->sources.attempts();
  end.usage = run->answer.spent();
  end.model = run->sources.model();
  plan->admission.end(end.usage);
  http::Response response;
  if (const auto& failure = run->sources.failure()) {
    end.error = failure->error;
    response = to_response(*failure);
  } else {
    response.body = run->answer.body();
    response.headers.push_back({"x-geminid-model", run->sources.model()});
  }
  end.first_byte = gateway.now();
  co_await exchange.respond(std::move(response));
  co_return end;
}

} // namespace geminid::gateway
