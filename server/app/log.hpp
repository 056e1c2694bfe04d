// The process's log: one line an event on stderr, as text or as JSON objects.
#pragma once

#include <string>

namespace geminid::app {

/// Whatever is logged is redacted before it is written, whoever wrote it.
void start_log(const std::string& level, bool json);

} // namespace geminid::app
