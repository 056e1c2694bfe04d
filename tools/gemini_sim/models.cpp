// GET /models: the list in pages, and one model.
#include "tools/gemini_sim/visit.hpp"

#include <charconv>
#include <utility>

namespace geminid::sim {
namespace {

using nlohmann::json;

std::optional<json> requested_page(const http::Exchange& exchange) {
  std::size_t size = 0;
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
    return ApiError{404, "NOT_FOUND",
                    "Model is not found: models/" + visit.model_id + " for api version " + visit.version};
  return model_json(*visit.model);
}

} // namespace

net::Task<void> serve_models(StatePointer state, http::Exchange& exchange) {
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
  co_await respond_json(visit, *models);
}

} // namespace geminid::sim
