#include "tools/gemini_sim/stats.hpp"

#include <algorithm>
#include <utility>

namespace geminid::sim {
namespace {

using nlohmann::json;

constexpr std::size_t recorded_body_bytes_max = 1024 * 1024;

} // namespace

Stats::Request::Request(Stats& stats) : stats_(stats) {
  stats_.peak_active_ = std::max(stats_.peak_active_, ++stats_.active_);
}

Stats::Request::~Request() {
  --stats_.active_;
  stats_.aborted_ += abandoned_ ? 1 : 0;
  ++stats_.counts_[{std::move(key_), std::move(model_), std::move(method_), status_}];
}

void Stats::Request::identify(std::string key, std::string model) {
  key_ = std::move(key);
  model_ = std::move(model);
}

std::uint64_t Stats::requests(std::string_view key, std::string_view model, int status) const {
  std::uint64_t sum = 0;
  for (const auto& [what, count] : counts_) {
    const auto& [k, m, method, s] = what;
    if ((key.empty() || k == key) && (model.empty() || m == model) && (status == -1 || s == status))
      sum += count;
  }
  return sum;
}

void Stats::record(std::string_view key, std::string_view target, std::string_view body, std::string trace) {
  if (bodies_max_ == 0)
    return;
  if (recorded_.size() >= bodies_max_)
    recorded_.pop_front();
  recorded_.push_back(
      {std::string{key}, std::string{target}, std::string{body.substr(0, recorded_body_bytes_max)}, std::move(trace)});
}

json Stats::to_json() const {
  auto counts = json::array();
  for (const auto& [what, count] : counts_) {
    const auto& [key, model, method, status] = what;
    counts.push_back({{"key", key}, {"model", model}, {"method", method}, {"status", status}, {"count", count}});
  }
  return {{"requests", std::move(counts)},
          {"total", requests()},
          {"active", active_},
          {"peak_active", peak_active_},
          {"aborted", aborted_}};
}

json Stats::recorded_json() const {
  auto out = json::array();
  for (const auto& request : recorded_) {
    out.push_back({{"key", request.key}, {"target", request.target}, {"body", request.body}});
    if (!request.trace.empty())
      out.back()["trace"] = request.trace;
  }
  return {{"requests", std::move(out)}};
}

void Stats::clear() {
  counts_.clear();
  recorded_.clear();
  peak_active_ = active_;
  aborted_ = 0;
}

} // namespace geminid::sim
