#include "server/log/log.hpp"

#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <array>
#include <atomic>
#include <memory>
#include <utility>

namespace geminid::log {
namespace {

constexpr std::array<std::string_view, 5> names{"trace", "debug", "info", "warn", "error"};

constexpr std::size_t level_width = 6; // the longest and a space

std::atomic<Format> present_format{Format::text};

spdlog::level::level_enum to_spdlog(Level level) {
  return static_cast<spdlog::level::level_enum>(level);
}
static_assert(static_cast<int>(Level::trace) == SPDLOG_LEVEL_TRACE);
static_assert(static_cast<int>(Level::error) == SPDLOG_LEVEL_ERROR);

void use(spdlog::sink_ptr sink, Level level, Format format) {
  auto logger = std::make_shared<spdlog::logger>("geminid", std::move(sink));
  // %v is a level and a LineText, which is escaped for its format.
  logger->set_pattern(format == Format::json ? R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ",%v})" : "%Y-%m-%dT%H:%M:%S.%eZ %v",
                      spdlog::pattern_time_type::utc);
  logger->set_level(to_spdlog(level));
  logger->flush_on(spdlog::level::trace);
  present_format = format;
  spdlog::set_default_logger(std::move(logger));
}

} // namespace

std::string_view to_string(Level level) {
  return names.at(static_cast<std::size_t>(level));
}

std::optional<Level> level_from(std::string_view name) {
  for (std::size_t i = 0; i < names.size(); ++i)
    if (names.at(i) == name)
      return static_cast<Level>(i);
  return std::nullopt;
}

void start(Level level, Format format) {
  use(std::make_shared<spdlog::sinks::stderr_sink_mt>(), level, format);
}

void start(Level level, Format format, std::ostream& out) {
  use(std::make_shared<spdlog::sinks::ostream_sink_mt>(out), level, format);
}

void stop() {
  spdlog::set_default_logger(std::make_shared<spdlog::logger>("none"));
}

void set_level(Level level) {
  spdlog::set_level(to_spdlog(level));
}

Level level() {
  const auto present = static_cast<std::size_t>(spdlog::get_level());
  return present < names.size() ? static_cast<Level>(present) : Level::error;
}

bool is_logged(Level level) {
  return spdlog::should_log(to_spdlog(level));
}

Line::Line(Level level, std::string_view message) : level_(level) {
  if (is_logged(level))
    text_.emplace(present_format, message);
}

Line::~Line() {
  if (!text_)
    return;
  std::string line;
  if (text_->format() == Format::json)
    line.append("\"level\":\"").append(to_string(level_)).append("\",");
  else
    line.append(to_string(level_)).resize(level_width, ' ');
  line += text_->text();
  spdlog::default_logger_raw()->log(to_spdlog(level_), spdlog::string_view_t{line});
}

} // namespace geminid::log
