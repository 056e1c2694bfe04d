// Gemini's own routes: who asks, for what, what goes wrong, and the answer.
#include "tools/gemini_sim/continuation.hpp"
#include "tools/gemini_sim/reply_json.hpp"
#include "tools/gemini_sim/request_check.hpp"
#include "tools/gemini_sim/stream_writer.hpp"
#include "tools/gemini_sim/visit.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace geminid::sim {
namespace {

using http::Exchange;
using nlohmann::json;

constexpr std::array known_methods{"generateContent", "streamGenerateContent", "countTokens"};

std::optional<ErrorAnswer> unavailable(const SimulatorState& state, const Visit& visit) {
  const bool known_method = std::find(known_methods.begin(), known_methods.end(), visit.method) != known_methods.end();
  const bool generates = visit.model && (visit.model->generates || visit.method == "countTokens");
  if (!known_method || !generates)
    return to_answer(unknown_model(visit.model_id, visit.version, visit.method));
  if (state.keyring.is_retired(visit.project, *visit.model))
    return named_error("no_longer_available", visit.context());
  return named_error(state.keyring.refusal_of(visit.project), visit.context());
}

net::Task<void> count_tokens(Visit& visit) {
  const auto request = check_count_request(visit.exchange.body(), *visit.model);
  if (!request)
    co_return co_await refuse(visit, request.error());
  const auto tokens = count_input(*request);
  const json counted{{"totalTokens", tokens.total()}, {"promptTokensDetails", token_details(tokens)}};
  co_await respond_json(visit, counted);
}

net::Task<void> answer_whole(Visit& visit, const Reply& reply) {
  http::Response response;
  response.content_type = "application/json; charset=UTF-8";
  response.headers.push_back({"x-gemini-service-tier", reply.service_tier});
  response.body = render_whole(reply).dump(2, ' ', false, json::error_handler_t::replace) + "\n";
  const auto* bad_end = visit.faults.broken_end();
  const bool is_error = bad_end && (bad_end->kind == FaultKind::raw_error || bad_end->kind == FaultKind::data_error);
  visit.counted.answered(is_error ? fault_answer(*bad_end, visit.context()).status : 200);
  const auto context = visit.context();
  if (!co_await send_whole(visit.exchange, visit.faults, context, std::move(response)))
    visit.counted.abandoned();
}

net::Task<void> answer_stream(const SimulatorState& state, Visit& visit, const Reply& reply) {
  StreamShape shape{.chunks = reply.chunks.value_or(state.options.chunks)};
  visit.faults.spoil(shape);
  StreamPlan plan;
  plan.events = render_events(reply, shape);
  plan.sse = visit.sse();
  plan.pace = reply.pace.value_or(state.options.pace);
  plan.context = visit.context();
  visit.counted.answered(200);
  if (!co_await send_stream(visit.exchange, visit.faults, visit.patience, plan))
    visit.counted.abandoned();
}

net::Task<void> generate(SimulatorState& state, Visit& visit) {
  const auto request = check_generate_request(visit.exchange.body(), *visit.model);
  if (!request)
    co_return co_await refuse(visit, request.error());
  if (const auto token = request->value("continuationToken", "");
      !token.empty() && !continuation_belongs_to(visit.key, token))
    co_return co_await refuse(visit, invalid_argument("Invalid continuation token."));
  if (const auto fault = state.faults.take_refusal(visit.key, visit.model_id, *request)) {
    auto answer = fault_answer(*fault, visit.context());
    co_return co_await refuse(visit, std::move(answer));
  }
  const auto tokens = count_input(*request).total();
  if (const auto over = state.keyring.admit(visit.project, *visit.model, tokens, state.now()))
    co_return co_await refuse(visit, *over);
  const ReplyOptions options{++state.replies, visit.faults.signature_bytes(), visit.streams(), visit.key};
  auto reply = compose_reply(*request, *visit.model, options);
  visit.faults.spoil(reply);
  if (visit.streams())
    co_await answer_stream(state, visit, reply);
  else
    co_await answer_whole(visit, reply);
}

// The segment after "models/": "gemini-2.5-flash:generateContent".
void split_action(std::string_view action, Visit& visit) {
  const auto colon = action.rfind(':');
  visit.model_id = action.substr(0, colon);
  visit.method = colon == std::string_view::npos ? std::string_view{} : action.substr(colon + 1);
  visit.model = find_model(visit.model_id);
  const bool known = std::find(known_methods.begin(), known_methods.end(), visit.method) != known_methods.end();
  visit.counted.set_method(known ? visit.method : "(unknown)");
}

net::Task<void> serve_action(StatePointer state, Exchange& exchange) {
  Visit visit{*state, exchange};
  split_action(exchange.path_parameter("action"), visit);
  if (auto refusal = identify(*state, visit))
    co_return co_await refuse(visit, std::move(*refusal));
  std::string trace;
  for (const auto* name : {"traceparent", "tracestate"})
    if (const auto value = exchange.header_list(name); !value.empty())
      trace.append(name).append(": ").append(value).append("\n");
  state->stats.record(visit.key, exchange.target(), exchange.body(), std::move(trace));
  visit.faults = state->faults.take(visit.key, visit.model_id);
  if (!co_await survive_faults(visit))
    co_return;
  if (auto refusal = unavailable(*state, visit))
    co_return co_await refuse(visit, std::move(*refusal));
  if (visit.method == "countTokens")
    co_await count_tokens(visit);
  else
    co_await generate(*state, visit);
}

http::Response no_such_page(const Exchange& exchange) {
  return {404, "text/html; charset=UTF-8",
          "<!DOCTYPE html><html lang=en><title>Error 404 (Not Found)!!1</title><p><b>404.</b> The requested URL was "
          "not found on this server: " +
              std::to_string(exchange.path().size()) + " bytes.</html>\n"};
}

} // namespace

void add_api_routes(SimulatorState& state) {
  for (const std::string version : {"/v1beta", "/v1", "/v1alpha"}) {
    state.router.add("POST", version + "/models/{action}",
                     [&state](Exchange& exchange) { return serve_action(state.shared_from_this(), exchange); });
    for (const auto* path : {"/models", "/models/{id}"})
      state.router.add("GET", version + path,
                       [&state](Exchange& exchange) { return serve_models(state.shared_from_this(), exchange); });
  }
  state.router.set_unmatched(
      [](const Exchange& exchange, const std::vector<std::string>&) { return no_such_page(exchange); });
}

} // namespace geminid::sim
