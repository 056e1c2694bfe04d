// One line in the log for each client request, and its part of the metrics, written when it ends, however it ends.
#pragma once

#include "server/gateway/failover.hpp"

#include <functional>
#include <string>
#include <vector>

namespace geminid::gateway {

class RequestLog {
public:
  RequestLog(std::string surface, std::string id, const Gateway& gateway);
  ~RequestLog();
  RequestLog(const RequestLog&) = delete;
  RequestLog& operator=(const RequestLog&) = delete;

  void user(std::string name) { user_ = std::move(name); }
  void model(std::string name, bool stream);
  void usage(const translate::Usage& usage) { usage_ = usage; }
  void attempts(std::vector<AttemptRecord> attempts) { attempts_ = std::move(attempts); }
  /// `error.message` is redacted.
  void failed(const translate::ApiError& error);

private:
  std::string surface_;
  std::string id_;
  std::function<Instant()> now_;
  std::shared_ptr<Metrics> metrics_;
  Instant began_;
  std::string user_;
  std::string model_;
  bool stream_ = false;
  int status_ = 200;
  std::string error_;
  translate::Usage usage_;
  std::vector<AttemptRecord> attempts_;
};

} // namespace geminid::gateway
