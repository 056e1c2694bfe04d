// A report as a run would make it, with numbers that a test can predict.
#pragma once

#include "tools/load_test/report.hpp"

namespace geminid::load {

/// Two kinds of requests; 99 served in 1 to 99 ms, one failed; a server, keys and retries.
inline Report sample_report() {
  const auto document = nlohmann::json::parse(R"({"name": "sample", "url": "http://localhost:8080",
    "load": {"rate": 50, "arrivals": "poisson", "seconds": 2}, "requests": [{"name": "whole", "model": "m"},
    {"name": "streamed", "model": "m", "stream": true}]})");
  Report report;
  report.scenario = *parse_scenario(document);
  report.started_at = "2026-11-27T00:00:00.000Z";
  report.measured = Seconds{2};
  report.sent = 110;
  report.tally = Tally{2};
  for (int i = 1; i <= 99; ++i) {
    Outcome outcome;
    outcome.kind = static_cast<std::size_t>(i % 2);
    outcome.status = 200;
    outcome.first_byte = std::chrono::milliseconds{i} / 2;
    outcome.total = std::chrono::milliseconds{i};
    outcome.tokens = {10, 5};
    if (outcome.kind == 1) {
      outcome.events = 3;
      outcome.gaps = {std::chrono::milliseconds{1}, std::chrono::milliseconds{2}};
    }
    report.tally.add(outcome);
  }
  Outcome refused;
  refused.status = 503;
  refused.error = "http 503";
  refused.detail = "overloaded <b>&";
  refused.total = std::chrono::seconds{10};
  report.tally.add(refused);
  report.tally.in_window = 100;
  for (int second = 1; second <= 2; ++second) {
    Point point;
    point.at = Seconds{second};
    point.length = Seconds{1};
    point.served = 50;
    point.p50 = std::chrono::milliseconds{50};
    point.p99 = std::chrono::milliseconds{99};
    point.resident_bytes = 30'000'000;
    report.points.push_back(point);
  }
  report.server = ProcessUse{0.02, 20'000'000, 31'457'280, 30'000'000};
  report.own = ProcessUse{0.005, 1, 2, 3};
  KeySpread spread;
  spread.keys = {{"k1", "first", 60, 1}, {"k2", "second", 50, 0}};
  spread.attempts = 110;
  spread.failures = 1;
  spread.used = 2;
  spread.least = 50;
  spread.median = 60;
  spread.most = 60;
  report.keys = spread;
  report.retries = RetrySample{110, 1, 2};
  return report;
}

} // namespace geminid::load
