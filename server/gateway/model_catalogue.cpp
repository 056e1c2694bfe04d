#include "server/gateway/model_catalogue.hpp"

#include "actors/ask.hpp"

namespace geminid::gateway {

net::Task<std::vector<translate::GeminiModel>> ModelCatalogue::models() {
  if (gateway_.now() < refresh_at_)
    co_return models_;
  actors::ListKeys some;
  some.limit = keys_asked_max;
  some.state = actors::KeyState::healthy;
  const auto page = co_await actors::ask(gateway_.port, gateway_.pool, some);
  const auto keys = page ? page->keys : std::vector<actors::KeySnapshot>{};
  refresh_at_ = gateway_.now() + failed_for;
  for (const auto& key : keys) {
    const actors::BorrowKey borrow{key.config.id};
    const auto borrowed = co_await actors::ask(gateway_.port, gateway_.pool, borrow);
    if (!borrowed || !borrowed->secret)
      continue;
    auto listed = co_await ask_with(*borrowed->secret);
    if (!listed)
      continue;
    models_ = std::move(*listed);
    refresh_at_ = gateway_.now() + fresh_for;
    break;
  }
  co_return models_;
}

net::Task<std::optional<std::vector<translate::GeminiModel>>> ModelCatalogue::ask_with(std::string secret) {
  std::vector<translate::GeminiModel> all;
  std::string token;
  for (std::size_t page = 0; page < pages_max; ++page) {
    const auto call = gateway_.upstream.call();
    upstream::Request request;
    request.method = "GET";
    request.target = "/v1beta/models?pageSize=1000" + (token.empty() ? "" : "&pageToken=" + token);
    request.api_key = secret;
    request.head_timeout = std::chrono::seconds{20};
    const auto head = co_await call->send(std::move(request));
    if (!head || head->status != 200)
      co_return std::nullopt;
    const auto body = co_await call->read_all(upstream_body_bytes_max);
    auto read = body ? translate::parse_gemini_models(*body, gateway_.parser) : std::nullopt;
    if (!read)
      co_return std::nullopt;
    std::move(read->models.begin(), read->models.end(), std::back_inserter(all));
    token = std::move(read->next_page_token);
    if (token.empty())
      break;
  }
  co_return all;
}

} // namespace geminid::gateway
