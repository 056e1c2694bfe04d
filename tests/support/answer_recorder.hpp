// Keeps what the admin API answered, so that a later test can hold it against the API's description. Only where
// GEMINID_RECORDED_ANSWERS names a folder: there is one file for each test, of one JSON object a line.
#pragma once

#include "tests/support/raw_client.hpp"

#include <string>

namespace geminid::test {

struct RecordedCall {
  std::string method;
  std::string target;
  std::string body;
};

/// Appends the call and its answer; nothing for paths that the admin API does not have.
void record(const RecordedCall& call, const RawAnswer& answer);

} // namespace geminid::test
