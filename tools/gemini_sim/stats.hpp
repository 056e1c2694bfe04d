// What the simulator has seen, for tests to count. Bounded: names come from its own lists, never from a peer.
#pragma once

#include <nlohmann/json.hpp>

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

namespace geminid::sim {

/// Status of a request whose client went, or that was reset, before the head of an answer.
inline constexpr int status_none = 0;

class Stats {
public:
  /// While it lives the request is under way; `answered` says how it ended.
  class Request {
  public:
    explicit Request(Stats& stats);
    ~Request();
    Request(const Request&) = delete;
    Request& operator=(const Request&) = delete;

    void answered(int status) { status_ = status; }
    /// "(unknown)" unless set.
    void identify(std::string key, std::string model);
    void set_method(std::string method) { method_ = std::move(method); }
    /// The client went before the whole answer was sent.
    void abandoned() { abandoned_ = true; }

  private:
    Stats& stats_;
    std::string key_ = "(unknown)";
    std::string model_ = "(unknown)";
    std::string method_;
    int status_ = status_none;
    bool abandoned_ = false;
  };

  /// Requests that match; empty strings and -1 match all.
  [[nodiscard]] std::uint64_t requests(std::string_view key = {}, std::string_view model = {}, int status = -1) const;
  [[nodiscard]] std::uint64_t active() const { return active_; }
  [[nodiscard]] std::uint64_t peak_active() const { return peak_active_; }
  [[nodiscard]] std::uint64_t aborted() const { return aborted_; }

  /// Keeps the last bodies, for tests that look at what was sent. 0 keeps none.
  void keep_requests(std::size_t count) { bodies_max_ = count; }
  /// `trace`: the headers of the trace that the request was in; empty: none.
  void record(std::string_view key, std::string_view target, std::string_view body, std::string trace = {});

  [[nodiscard]] nlohmann::json to_json() const;
  /// The recorded requests, oldest first: `{"requests":[{"key","target","body","trace"?}]}`.
  [[nodiscard]] nlohmann::json recorded_json() const;
  /// Forgets everything but what is under way.
  void clear();

private:
  struct Recorded {
    std::string key;
    std::string target;
    std::string body;
    std::string trace;
  };

  std::map<std::tuple<std::string, std::string, std::string, int>, std::uint64_t> counts_;
  std::uint64_t active_ = 0;
  std::uint64_t peak_active_ = 0;
  std::uint64_t aborted_ = 0;
  std::size_t bodies_max_ = 0;
  std::deque<Recorded> recorded_;
};

} // namespace geminid::sim
