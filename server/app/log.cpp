#include "server/app/log.hpp"

#include "shared/json_text.hpp"
#include "shared/redact.hpp"

#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace geminid::app {
namespace {

// The message, redacted; as the value of a JSON string when `json`.
class MessageFlag final : public spdlog::custom_flag_formatter {
public:
  explicit MessageFlag(bool json) : json_(json) {}

  void format(const spdlog::details::log_msg& message, const std::tm&, spdlog::memory_buf_t& out) override {
    auto text = redact_secrets({message.payload.data(), message.payload.size()});
    if (json_) {
      std::string quoted;
      append_json_string(quoted, text);
      text = std::move(quoted);
    }
    out.append(text.data(), text.data() + text.size());
  }

  std::unique_ptr<custom_flag_formatter> clone() const override { return std::make_unique<MessageFlag>(json_); }

private:
  bool json_;
};

} // namespace

void start_log(const std::string& level, bool json) {
  auto formatter = std::make_unique<spdlog::pattern_formatter>(spdlog::pattern_time_type::utc);
  formatter->add_flag<MessageFlag>('*', json);
  formatter->set_pattern(json ? R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l","message":%*})"
                              : "%Y-%m-%dT%H:%M:%S.%eZ %-5l %*");
  auto logger = std::make_shared<spdlog::logger>("geminid", std::make_shared<spdlog::sinks::stderr_sink_mt>());
  logger->set_formatter(std::move(formatter));
  logger->set_level(spdlog::level::from_str(level));
  spdlog::set_default_logger(std::move(logger));
}

} // namespace geminid::app
