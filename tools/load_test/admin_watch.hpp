// What geminid's admin API tells of a run: how the requests spread over the keys, and how many were tried again.
#pragma once

#include "server/net/task.hpp"
#include "server/upstream/client.hpp"
#include "shared/result.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace geminid::load {

/// What a key has done since it was added.
struct KeyCount {
  std::string name; // masked where it has no name
  std::int64_t attempts = 0;
  std::int64_t failures = 0;
};

/// By the key's id.
using KeyTotals = std::map<std::string, KeyCount>;

/// What one key did during the run.
struct KeyUse {
  std::string id;
  std::string name; // masked where it has no name
  std::int64_t attempts = 0;
  std::int64_t failures = 0; // of these, held against the key
};

struct KeySpread {
  std::vector<KeyUse> keys; // of all that are there at the end, the busiest first
  std::int64_t attempts = 0;
  std::int64_t failures = 0;
  std::size_t used = 0;                         // keys with an attempt
  std::int64_t least = 0, median = 0, most = 0; // attempts of a key that was used
};

/// Pure. Keys that came or went meanwhile count with what is known of them.
[[nodiscard]] KeySpread spread_between(const KeyTotals& before, const KeyTotals& after);

// Of the answers only what is needed is read, so that a geminid of another version is understood, too.

/// Adds a page of GET /admin/api/keys; gives the cursor of the next, empty when this is the last.
[[nodiscard]] Result<std::string> add_key_page(const nlohmann::json& document, KeyTotals& totals);

/// The newest records of the request log.
struct RetrySample {
  std::int64_t requests = 0;
  std::int64_t tried_again = 0; // with more than one attempt
  std::int64_t attempts_most = 0;
};

/// Of GET /admin/api/logs.
[[nodiscard]] Result<RetrySample> read_retries(const nlohmann::json& document);

/// Speaks to one geminid. io thread only.
class AdminWatch {
public:
  AdminWatch(net::asio::io_context& io, upstream::Client::Options options, std::string token);

  net::Task<Result<KeyTotals>> keys();
  net::Task<Result<RetrySample>> retries();

private:
  net::Task<Result<nlohmann::json>> get(std::string target);

  upstream::Client client_;
  std::string token_;
};

} // namespace geminid::load
