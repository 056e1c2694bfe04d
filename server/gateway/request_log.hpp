// What became of one client request, told when it ends, however it ends: a line in the log, its part of the metrics and
// the statistics, and its record in the request log.
#pragma once

#include "server/gateway/body_capture.hpp"
#include "server/gateway/failover.hpp"
#include "server/gateway/request_origin.hpp"
#include "shared/log_dto.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace geminid::gateway {

class RequestLog {
public:
  /// The exchange outlives it. Where the setting `logs.bodies` is on, the request's body is taken down now, and the
  /// answer's as it is sent.
  RequestLog(std::string surface, http::Exchange& exchange, const Gateway& gateway);
  ~RequestLog();
  RequestLog(const RequestLog&) = delete;
  RequestLog& operator=(const RequestLog&) = delete;

  [[nodiscard]] const RequestOrigin& origin() const { return origin_; }

  void user(const User& user);
  /// `upstream`: the model that is asked, or in the end the one that answered.
  void model(std::string name, std::string upstream, bool stream);
  void upstream_model(std::string name);
  void usage(const translate::Usage& usage);
  void attempts(const std::vector<AttemptRecord>& attempts);
  /// `error.message` is redacted.
  void failed(const translate::ApiError& error);
  /// Something of the answer is on its way to the client; the first time counts.
  void first_byte(Instant at);

private:
  struct Bodies {
    BodyCapture request;
    BodyCapture answer;
  };

  void write_line() const;

  http::Exchange& exchange_;
  RequestOrigin origin_;
  dto::LogRecord record_;
  std::optional<Bodies> bodies_;
  std::function<Instant()> now_;
  std::shared_ptr<Metrics> metrics_;
  std::shared_ptr<TrafficCounts> counts_;
  actors::Statistics statistics_;
  actors::RequestJournal journal_;
  std::shared_ptr<const Config> config_;
};

} // namespace geminid::gateway
