#include "server/gateway/request_log.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

namespace geminid::gateway {

RequestLog::RequestLog(std::string surface, std::string id, const Gateway& gateway)
    : surface_(std::move(surface)), id_(std::move(id)), now_(gateway.now), metrics_(gateway.metrics), began_(now_()) {}

RequestLog::~RequestLog() {
  const auto took = now_() - began_;
  metrics_->request(surface_, status_, took);
  metrics_->tokens(usage_.prompt + usage_.tool_prompt, usage_.candidates + usage_.thoughts);
  for (const auto& attempt : attempts_)
    metrics_->attempt(attempt.status);
  if (!spdlog::should_log(spdlog::level::info))
    return;
  std::string attempts;
  for (const auto& attempt : attempts_)
    attempts += fmt::format("{}{}:{}:{}ms", attempts.empty() ? "" : ",", attempt.key, attempt.status, attempt.ms);
  spdlog::info("request={} surface={} user=\"{}\" model={} stream={} status={} ms={} prompt={} completion={} "
               "attempts=[{}]{}{}",
               id_, surface_, user_, model_, stream_, status_, took.count(), usage_.prompt,
               usage_.candidates + usage_.thoughts, attempts, error_.empty() ? "" : " error=", error_);
}

void RequestLog::model(std::string name, bool stream) {
  model_ = std::move(name);
  stream_ = stream;
}

void RequestLog::failed(const translate::ApiError& error) {
  status_ = error.status;
  error_ = error.message;
}

} // namespace geminid::gateway
