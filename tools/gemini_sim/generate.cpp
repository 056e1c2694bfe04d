// Gemini's own routes: who asks, for what, what goes wrong, and the answer.
#include "tools/gemini_sim/patience.hpp"
#include "tools/gemini_sim/reply_json.hpp"
#include "tools/gemini_sim/request_check.hpp"
#include "tools/gemini_sim/simulator_state.hpp"
#include "tools/gemini_sim/stream_writer.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>
#include <utility>

namespace geminid::sim {
namespace {

using http::Exchange;
using nlohmann::json;

constexpr std::array known_methods{"generateContent", "streamGenerateContent", "countTokens"};
constexpr std::size_t default_page_size = 50;

/// One request on its way through the simulator; lives in its handler's coroutine.
struct Visit {
  Visit(SimulatorState& shared, Exchange& on) : exchange(on), counted(shared.stats), patience(shared, on) {}

  Exchange& exchange;
  Stats::Request counted;
  Patience patience;
  std::string key;
  std::string project;
  std::string model_id;
  std::string method;
  const Model* model = nullptr;
  RequestFaults faults{};

  [[nodiscard]] bool streams() const { return method == "streamGenerateContent"; }
  [[nodiscard]] bool sse() const { return exchange.query("alt") == "sse"; }
  [[nodiscard]] ErrorContext context() const {
    return {model_id, model ? std::string{model->quota_name} : model_id, method};
  }
};

net::Task<void> respond(Visit& visit, http::Response response) {
  visit.counted.answered(response.status);
  return visit.exchange.respond(std::move(response));
}

net::Task<void> refuse(Visit& visit, ErrorAnswer answer) {
  if (visit.streams() && !visit.sse() && answer.content_type.starts_with("application/json") &&
      !answer.body.starts_with('['))
    answer.body = "[" + answer.body + "]\n";
  return respond(visit, {answer.status, std::move(answer.content_type), std::move(answer.body)});
}

net::Task<void> refuse(Visit& visit, const ApiError& error) {
  return refuse(visit, to_answer(error));
}

/// The key, or why there is none (gemini-wire.md, section 0 row 2).
Result<std::string, ErrorAnswer> credential(const Exchange& exchange) {
  const auto header = exchange.header("x-goog-api-key");
  const auto query = exchange.query("key");
  const auto authorization = exchange.header("Authorization");
  const int given = (header.empty() ? 0 : 1) + (query ? 1 : 0) + (authorization.empty() ? 0 : 1);
  if (given > 1)
    return to_answer(invalid_argument("Multiple authentication credentials received. Please pass only one."));
  if (!authorization.empty())
    return *named_error("unauthenticated", {});
  if (given == 0)
    return to_answer({403, "PERMISSION_DENIED",
                      "Method doesn't allow unregistered callers (callers without established identity). Please use "
                      "API Key or other form of API consumer identity to call this API."});
  return query ? *query : std::string{header};
}

std::optional<ErrorAnswer> identify(SimulatorState& state, Visit& visit) {
  auto key = credential(visit.exchange);
  if (!key)
    return key.error();
  const auto* project = state.keyring.project_of(*key);
  if (project == nullptr)
    return to_answer(api_key_invalid());
  visit.key = std::move(*key);
  visit.project = *project;
  visit.counted.identify(visit.key, visit.model ? std::string{visit.model->id} : "(unknown)");
  return std::nullopt;
}

/// The faults that come instead of an answer. False: the visit is over.
net::Task<bool> survive_faults(Visit& visit) {
  bool present = true;
  if (const auto* slow = visit.faults.find(FaultKind::slow))
    present = co_await visit.patience.pause(slow->ms);
  if (present && visit.faults.has(FaultKind::hang))
    present = co_await visit.patience.hang();
  if (!present) {
    visit.counted.abandoned();
    co_return false;
  }
  if (visit.faults.has(FaultKind::reset)) {
    visit.exchange.reset();
    co_return false;
  }
  if (const auto* status = visit.faults.find(FaultKind::status)) {
    auto answer = fault_answer(*status, visit.context());
    co_await refuse(visit, std::move(answer));
    co_return false;
  }
  co_return true;
}

std::optional<ErrorAnswer> unavailable(const SimulatorState& state, const Visit& visit) {
  const bool known_method = std::find(known_methods.begin(), known_methods.end(), visit.method) != known_methods.end();
  const bool generates = visit.model && (visit.model->generates || visit.method == "countTokens");
  if (!known_method || !generates)
    return to_answer(unknown_model(visit.model_id, visit.method));
  if (state.keyring.is_retired(visit.project, *visit.model))
    return named_error("no_longer_available", visit.context());
  return std::nullopt;
}

net::Task<void> count_tokens(Visit& visit) {
  const auto request = check_count_request(visit.exchange.body(), *visit.model);
  if (!request)
    co_return co_await refuse(visit, request.error());
  const auto tokens = count_input(*request);
  const json counted{{"totalTokens", tokens.total()}, {"promptTokensDetails", token_details(tokens)}};
  http::Response response;
  response.body = counted.dump(2) + "\n";
  co_await respond(visit, std::move(response));
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
  const auto tokens = count_input(*request).total();
  if (const auto over = state.keyring.admit(visit.project, *visit.model, tokens, state.now()))
    co_return co_await refuse(visit, *over);
  auto reply = compose_reply(*request, *visit.model, ++state.replies, visit.faults.signature_bytes());
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
  state->stats.record(visit.key, exchange.target(), exchange.body());
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

std::optional<json> requested_page(const Exchange& exchange) {
  std::size_t size = default_page_size;
  if (const auto text = exchange.query("pageSize")) {
    const auto end = text->data() + text->size();
    if (const auto [stop, ec] = std::from_chars(text->data(), end, size); ec != std::errc{} || stop != end)
      return std::nullopt;
  }
  return model_page(size, exchange.query("pageToken").value_or(""));
}

Result<json, ApiError> requested_models(const Visit& visit) {
  if (visit.model_id.empty()) {
    if (auto page = requested_page(visit.exchange))
      return std::move(*page);
    return invalid_argument("Invalid page token or page size.");
  }
  if (visit.model == nullptr)
    return ApiError{404, "NOT_FOUND", "Model is not found: models/" + visit.model_id + " for api version v1beta"};
  return model_json(*visit.model);
}

net::Task<void> serve_models(StatePointer state, Exchange& exchange) {
  Visit visit{*state, exchange};
  visit.counted.set_method("models");
  visit.method = "models";
  visit.model_id = exchange.path_parameter("id");
  visit.model = find_model(visit.model_id);
  if (auto refusal = identify(*state, visit))
    co_return co_await refuse(visit, std::move(*refusal));
  visit.faults = state->faults.take(visit.key, models_fault_target);
  if (!co_await survive_faults(visit))
    co_return;
  const auto models = requested_models(visit);
  if (!models)
    co_return co_await refuse(visit, models.error());
  http::Response response;
  response.content_type = "application/json; charset=UTF-8";
  response.body = models->dump(2) + "\n";
  co_await respond(visit, std::move(response));
}

http::Response no_such_page(const Exchange& exchange) {
  return {404, "text/html; charset=UTF-8",
          "<!DOCTYPE html><html lang=en><title>Error 404 (Not Found)!!1</title><p><b>404.</b> The requested URL was "
          "not found on this server: " +
              std::to_string(exchange.path().size()) + " bytes.</html>\n"};
}

} // namespace

void add_api_routes(SimulatorState& state) {
  for (const std::string version : {"/v1beta", "/v1"}) {
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
