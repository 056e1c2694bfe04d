#include "server/gateway/request_log.hpp"

#include "server/log/log.hpp"
#include "shared/utf8.hpp"

#include <algorithm>

namespace geminid::gateway {
namespace {

// Texts of a client or of Google: a record has a bounded size.
constexpr std::size_t text_bytes_max = 512;

// Of bounded size and without what a reader of the log would refuse.
std::string cut(std::string text) {
  if (text.size() > text_bytes_max)
    text.resize(text_bytes_max);
  std::replace_if(
      text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < ' '; }, ' ');
  return valid_utf8(std::move(text));
}

dto::LogTokens tokens_of(const translate::Usage& usage) {
  return {usage.prompt + usage.tool_prompt, usage.candidates + usage.thoughts, usage.thoughts, usage.cached};
}

void count(const dto::LogRecord& record, TrafficCounts& counts) {
  ++counts.requests;
  counts.failures += dto::is_failure(record.status) ? 1U : 0U;
  counts.attempts += record.attempts.size();
  counts.prompt_tokens += static_cast<std::uint64_t>(record.tokens.prompt);
  counts.completion_tokens += static_cast<std::uint64_t>(record.tokens.completion);
}

} // namespace

RequestLog::RequestLog(std::string surface, http::Exchange& exchange, const Gateway& gateway)
    : exchange_(exchange), origin_(origin_of(exchange, gateway)), now_(gateway.now), metrics_(gateway.metrics),
      counts_(gateway.counts), statistics_(gateway.statistics), journal_(gateway.journal), config_(gateway.config) {
  record_.surface = std::move(surface);
  record_.request_id = origin_.request_id;
  record_.status = 200;
  record_.at = now_();
  if (!gateway.config->log_bodies)
    return;
  bodies_.emplace();
  bodies_->request.add(exchange.body());
  exchange.watch_body([this](std::string_view piece) { bodies_->answer.add(piece); });
}

RequestLog::~RequestLog() {
  record_.latency_ms = (now_() - record_.at).count();
  metrics_->ended(record_);
  count(record_, *counts_);
  write_line();
  dto::set_costs(record_, config_->prices);
  if (bodies_) {
    exchange_.watch_body({});
    record_.bodies = {bodies_->request.body(), bodies_->answer.body()};
  }
  const bool of_a_user = !record_.user_id.empty();
  const actors::RequestEnded ended{std::make_shared<const dto::LogRecord>(std::move(record_))};
  caf::anon_send(statistics_, ended);
  if (of_a_user) // strangers must not push the users' requests out of the log
    caf::anon_send(journal_, ended);
}

void RequestLog::write_line() const {
  constexpr std::int64_t server_error = 500;
  const auto level = record_.status >= server_error ? log::Level::warn : log::Level::info;
  if (!log::is_logged(level))
    return;
  std::string attempts;
  for (const auto& attempt : record_.attempts) {
    attempts.append(attempts.empty() ? "" : ",").append(attempt.key);
    attempts.append(":")
        .append(std::to_string(attempt.status))
        .append(":")
        .append(std::to_string(attempt.ms))
        .append("ms");
    if (!attempt.kind.empty())
      attempts.append(":").append(attempt.kind);
  }
  log::Line line{level, "request"};
  line.with("request", record_.request_id).with_any("trace", trace_id(origin_)).with("surface", record_.surface);
  line.with_any("user", record_.user).with_any("model", record_.model);
  if (record_.upstream_model != record_.model)
    line.with_any("upstream_model", record_.upstream_model);
  line.with("stream", record_.stream).with("status", record_.status).with("ms", record_.latency_ms);
  if (record_.first_byte_ms)
    line.with("first_byte_ms", *record_.first_byte_ms);
  line.with("prompt_tokens", record_.tokens.prompt).with("completion_tokens", record_.tokens.completion);
  line.with_any("attempts", attempts).with_any("code", record_.error_code).with_any("error", record_.error);
}

void RequestLog::user(const User& user) {
  record_.user = user.name;
  record_.user_id = user.id;
}

void RequestLog::model(std::string name, std::string upstream, bool stream) {
  record_.model = cut(std::move(name));
  record_.upstream_model = cut(std::move(upstream));
  record_.stream = stream;
}

void RequestLog::upstream_model(std::string name) {
  record_.upstream_model = cut(std::move(name));
}

void RequestLog::usage(const translate::Usage& usage) {
  record_.tokens = tokens_of(usage);
}

void RequestLog::attempts(const std::vector<AttemptRecord>& attempts) {
  record_.attempts.clear();
  for (const auto& attempt : attempts)
    record_.attempts.push_back({attempt.key, attempt.key_id, attempt.status, attempt.ms, cut(attempt.reason),
                                tokens_of(attempt.usage), std::string{attempt.kind}});
}

void RequestLog::failed(const translate::ApiError& error) {
  record_.status = error.status;
  record_.error = cut(error.message);
  record_.error_code = error.code.empty() ? error.type : error.code;
}

void RequestLog::first_byte(Instant at) {
  if (!record_.first_byte_ms)
    record_.first_byte_ms = (at - record_.at).count();
}

} // namespace geminid::gateway
