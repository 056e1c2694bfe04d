// Runs against a simulator in the test's own process, over real connections.
#pragma once

#include "tools/gemini_sim/simulator.hpp"
#include "tools/load_test/run.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <future>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace geminid::load {

using nlohmann::json;

/// The server's side has a thread of its own, since a run blocks.
class LoadRunTest : public testing::Test {
protected:
  template <class F>
  auto on_server(F f) {
    // Shared: the task still runs its last lines when its result is there.
    const auto task = std::make_shared<std::packaged_task<decltype(f())()>>(f);
    auto result = task->get_future();
    net::asio::post(io, [task] { (*task)(); });
    return result.get();
  }

  LoadRunTest() : work_(io.get_executor()) {
    sim::Simulator::Options options;
    options.keyring.keys = {{"key-1", ""}};
    simulator_.emplace(io, options);
    EXPECT_TRUE(simulator_->start().ok());
    scenario_ = {{"url", simulator_->url()},
                 {"load", {{"connections", 4}, {"requests", 40}}},
                 {"requests", json::array({{{"surface", "gemini"}, {"model", "gemini-2.5-flash"}}})}};
    server_ = std::jthread{[this] { io.run(); }};
  }
  ~LoadRunTest() override {
    on_server([this] { simulator_.reset(); });
    io.stop();
  }

  void add_fault(sim::Fault fault) {
    on_server([&] { EXPECT_TRUE(simulator_->faults().add(fault).ok()); });
  }
  std::uint64_t served_by_simulator(int status = -1) {
    return on_server([&] { return simulator_->stats().requests({}, {}, status); });
  }
  json& load() { return scenario_["load"]; }
  json& kind() { return scenario_["requests"][0]; }

  Report run_it(bool verify = true, std::size_t threads = 1, const std::string& ca_file = {}) {
    auto scenario = parse_scenario(scenario_);
    EXPECT_TRUE(scenario.ok()) << (scenario ? "" : scenario.error().message);
    Plan plan{*scenario, *Requests::prepare(*scenario)};
    plan.origin = *upstream::Origin::parse(plan.scenario.url);
    plan.keys = {"key-1"};
    plan.verify = verify;
    plan.threads = threads;
    plan.ca_file = ca_file;
    plan.headers = headers_;
    RunOptions options;
    options.quiet = true;
    auto report = run(plan, options);
    EXPECT_TRUE(report.ok()) << (report ? "" : report.error().message);
    return report ? *report : Report{};
  }

  net::asio::io_context io{1};
  json scenario_;
  std::vector<std::pair<std::string, std::string>> headers_;

private:
  net::asio::executor_work_guard<net::Executor> work_;
  std::optional<sim::Simulator> simulator_;
  std::jthread server_;
};

} // namespace geminid::load
