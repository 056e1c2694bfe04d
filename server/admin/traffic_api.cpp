#include "server/admin/traffic_api.hpp"

#include "actors/ask.hpp"
#include "server/admin/answers.hpp"
#include "server/admin/query.hpp"
#include "server/admin/stats_view.hpp"
#include "shared/json_text.hpp"

#include <charconv>

namespace geminid::admin {
namespace {

/// A page of bodies has some megabytes at most.
constexpr std::size_t bodies_limit_max = 100;

Result<dto::StatsWindow> query_window(const http::Exchange& exchange) {
  const auto said = exchange.query("window");
  if (!said)
    return dto::StatsWindow::hour;
  for (const auto& [window, name] : dto::stats_window_names())
    if (name == *said)
      return window;
  return Error{"window must be one of 1h, 24h, 7d, 30d, 1y", "window"};
}

Result<std::optional<std::int64_t>> query_status(const http::Exchange& exchange) {
  const auto said = exchange.query("status");
  if (!said || said->empty())
    return std::optional<std::int64_t>{};
  std::int64_t status = 0;
  const auto* const end = said->data() + said->size();
  const auto [stop, ec] = std::from_chars(said->data(), end, status);
  if (ec != std::errc{} || stop != end || status < 100 || status > 599)
    return Error{"status must be a whole number from 100 to 599", "status"};
  return std::optional{status};
}

Result<bool> query_flag(const http::Exchange& exchange, const std::string& name) {
  const auto said = exchange.query(name);
  if (!said || said->empty() || *said == "false")
    return false;
  if (*said != "true")
    return Error{name + " must be true or false", name};
  return true;
}

Result<bool> query_bodies(const http::Exchange& exchange, std::size_t limit) {
  auto bodies = query_flag(exchange, "bodies");
  if (bodies && *bodies && limit > bodies_limit_max)
    return Error{"limit must be at most " + std::to_string(bodies_limit_max) + " with bodies=true", "limit"};
  return bodies;
}

std::optional<std::string> query_word(const http::Exchange& exchange, std::string_view name) {
  auto said = exchange.query(name);
  return said && said->empty() ? std::nullopt : std::move(said);
}

} // namespace

net::Task<http::Response> get_stats(http::Exchange& exchange, Admin& admin) {
  const auto window = query_window(exchange);
  if (!window)
    co_return invalid(window.error());
  const actors::GetStatistics wish{from_dto(*window)};
  const auto statistics = co_await actors::ask(admin.gateway.port, admin.gateway.statistics, wish);
  if (!statistics)
    co_return failed(statistics.error());
  co_return answer(200, dto::to_json(to_dto(*statistics, *window, admin.gateway.config->prices)));
}

net::Task<http::Response> list_logs(http::Exchange& exchange, Admin& admin) {
  const auto limit = query_limit(exchange);
  if (!limit)
    co_return invalid(limit.error());
  const auto status = query_status(exchange);
  if (!status)
    co_return invalid(status.error());
  const auto bodies = query_bodies(exchange, *limit);
  if (!bodies)
    co_return invalid(bodies.error());
  const auto failed_only = query_flag(exchange, "failed");
  if (!failed_only)
    co_return invalid(failed_only.error());
  actors::ReadJournal wish;
  wish.limit = *limit;
  wish.bodies = *bodies;
  wish.before = exchange.query("before").value_or("");
  wish.filter.key = query_word(exchange, "key");
  wish.filter.user = query_word(exchange, "user");
  wish.filter.model = query_word(exchange, "model");
  wish.filter.status = *status;
  wish.filter.failed = *failed_only;
  const auto page = co_await actors::ask(admin.gateway.port, admin.gateway.journal, std::move(wish));
  if (!page)
    co_return failed(page.error());
  std::string body;
  JsonWriter out{body};
  out.begin_object().key("logs").begin_array();
  for (const auto& record : page->records)
    out.raw(dto::to_text(record));
  out.end_array();
  if (!page->next_before.empty())
    out.key("next_before").string(page->next_before);
  out.end_object();
  co_return answer_text(200, std::move(body));
}

net::Task<http::Response> get_log(http::Exchange& exchange, Admin& admin) {
  actors::ReadJournal wish;
  wish.id = exchange.path_parameter("id");
  wish.limit = 1;
  wish.bodies = true;
  const auto id = wish.id;
  const auto page = co_await actors::ask(admin.gateway.port, admin.gateway.journal, std::move(wish));
  if (!page)
    co_return failed(page.error());
  if (page->records.empty() || page->records.front().id != id)
    co_return not_found("log record");
  co_return answer_text(200, dto::to_text(page->records.front()));
}

} // namespace geminid::admin
