#include "server/gateway/request_log.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

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
  return text;
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

void write_line(const dto::LogRecord& record) {
  if (!spdlog::should_log(spdlog::level::info))
    return;
  std::string attempts;
  for (const auto& attempt : record.attempts)
    attempts += fmt::format("{}{}:{}:{}ms", attempts.empty() ? "" : ",", attempt.key, attempt.status, attempt.ms);
  spdlog::info("request={} surface={} user=\"{}\" model={} stream={} status={} ms={} prompt={} completion={} "
               "attempts=[{}]{}{}",
               record.request_id, record.surface, record.user, record.model, record.stream, record.status,
               record.latency_ms, record.tokens.prompt, record.tokens.completion, attempts,
               record.error.empty() ? "" : " error=", record.error);
}

} // namespace

RequestLog::RequestLog(std::string surface, std::string id, const Gateway& gateway)
    : now_(gateway.now), metrics_(gateway.metrics), counts_(gateway.counts), statistics_(gateway.statistics),
      journal_(gateway.journal) {
  record_.surface = std::move(surface);
  record_.request_id = std::move(id);
  record_.status = 200;
  record_.at = now_();
}

RequestLog::~RequestLog() {
  const auto took = now_() - record_.at;
  record_.latency_ms = took.count();
  metrics_->request(record_.surface, static_cast<int>(record_.status), took);
  metrics_->tokens(record_.tokens.prompt, record_.tokens.completion);
  for (const auto& attempt : record_.attempts)
    metrics_->attempt(static_cast<int>(attempt.status));
  count(record_, *counts_);
  write_line(record_);
  const bool of_a_user = !record_.user_id.empty();
  const actors::RequestEnded ended{std::make_shared<const dto::LogRecord>(std::move(record_))};
  caf::anon_send(statistics_, ended);
  if (of_a_user) // strangers must not push the users' requests out of the log
    caf::anon_send(journal_, ended);
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
    record_.attempts.push_back(
        {attempt.key, attempt.key_id, attempt.status, attempt.ms, cut(attempt.reason), tokens_of(attempt.usage)});
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
