#include "tools/gemini_sim/visit.hpp"

#include <utility>

namespace geminid::sim {
namespace {

using nlohmann::json;

Result<std::string, ErrorAnswer> credential(const Visit& visit) {
  const auto& exchange = visit.exchange;
  const auto header = exchange.header("x-goog-api-key");
  const auto query = exchange.query("key");
  const auto authorization = exchange.header("Authorization");
  const int given = (header.empty() ? 0 : 1) + (query ? 1 : 0) + (authorization.empty() ? 0 : 1);
  if (given > 1)
    return to_answer(invalid_argument(multiple_credentials));
  if (!authorization.empty())
    return *named_error("unauthenticated", visit.context());
  if (given == 0)
    return to_answer({403, "PERMISSION_DENIED",
                      "Method doesn't allow unregistered callers (callers without established identity). Please use "
                      "API Key or other form of API consumer identity to call this API."});
  return query ? *query : std::string{header};
}

// "/v1beta/models/…"
std::string version_of(std::string_view path) {
  return std::string{path.substr(1, path.find('/', 1) - 1)};
}

} // namespace

Visit::Visit(SimulatorState& shared, http::Exchange& on)
    : exchange(on), counted(shared.stats), patience(shared, on), version(version_of(on.path())) {}

ErrorContext Visit::context() const {
  ErrorContext context;
  context.model = model_id;
  context.quota_model = model ? std::string{model->quota_name} : model_id;
  context.method = method;
  context.version = version;
  context.key = key;
  return context;
}

net::Task<void> respond(Visit& visit, http::Response response) {
  visit.counted.answered(response.status);
  return visit.exchange.respond(std::move(response));
}

net::Task<void> respond_json(Visit& visit, const json& body) {
  http::Response response;
  response.content_type = "application/json; charset=UTF-8";
  response.body = body.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
  return respond(visit, std::move(response));
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

std::optional<ErrorAnswer> identify(SimulatorState& state, Visit& visit) {
  auto key = credential(visit);
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
  if (const auto* refusal = visit.faults.refusal()) {
    auto answer = fault_answer(*refusal, visit.context());
    co_await refuse(visit, std::move(answer));
    co_return false;
  }
  co_return true;
}

} // namespace geminid::sim
