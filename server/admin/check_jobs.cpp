#include "server/admin/check_jobs.hpp"

#include "actors/ask.hpp"
#include "server/log/log.hpp"

#include <algorithm>
#include <utility>

namespace geminid::admin {
namespace {

/// Progress is told at most this often, and at the end.
constexpr Duration told_every{500};

} // namespace

CheckJobs::CheckJobs(gateway::Gateway& gateway, actors::Alarm alarm, std::shared_ptr<EventHub> events)
    : gateway_(gateway), alarm_(std::move(alarm)), events_(std::move(events)) {
  for (std::size_t i = 0; i < workers; ++i)
    workers_.push_back(std::make_unique<net::Background>(gateway.io));
}

const dto::CheckJob* CheckJobs::running() const {
  return working_ > 0 ? &jobs_.front() : nullptr;
}

const dto::CheckJob* CheckJobs::find(std::string_view id) const {
  const auto found = std::find_if(jobs_.begin(), jobs_.end(), [&](const dto::CheckJob& job) { return job.id == id; });
  return found == jobs_.end() ? nullptr : &*found;
}

const dto::CheckJob& CheckJobs::start(std::vector<std::string> ids) {
  if (jobs_.size() >= jobs_max)
    jobs_.pop_back();
  auto& job = jobs_.emplace_front();
  job.id = "check_" + gateway_.random_id();
  job.total = static_cast<std::int64_t>(ids.size());
  job.started_at = gateway_.now();
  ids_ = std::move(ids);
  next_ = 0;
  next_turn_ = job.started_at;
  told_at_ = job.started_at;
  cancelled_ = false;
  working_ = workers_.size();
  for (auto& worker : workers_)
    worker->start(work(), [this](const std::exception_ptr& broken) { worker_ended(broken); });
  return job;
}

net::Task<void> CheckJobs::work() {
  while (next_ < ids_.size() && !cancelled_) {
    const auto id = std::move(ids_[next_++]);
    if (!co_await wait_for_turn())
      co_return;
    const auto verdict = co_await gateway::check_key(gateway_, id);
    count(verdict);
  }
}

// False when the job is to end.
net::Task<bool> CheckJobs::wait_for_turn() {
  const auto now = gateway_.now();
  const auto turn = std::max(now, next_turn_);
  next_turn_ = turn + spacing;
  if (turn > now) {
    const actors::Sleep sleep{turn - now};
    const auto awake = co_await actors::ask(gateway_.port, alarm_, sleep);
    if (!awake)
      co_return false;
  }
  co_return !cancelled_;
}

void CheckJobs::count(gateway::KeyVerdict verdict) {
  auto& job = jobs_.front();
  ++job.done;
  job.valid += verdict == gateway::KeyVerdict::valid ? 1 : 0;
  job.invalid += verdict == gateway::KeyVerdict::invalid ? 1 : 0;
  job.unreachable += verdict == gateway::KeyVerdict::unreachable ? 1 : 0;
  if (told_at_ + told_every <= gateway_.now() && job.done < job.total)
    tell();
}

void CheckJobs::worker_ended(const std::exception_ptr& broken) {
  auto& job = jobs_.front();
  if (broken)
    log::error("a part of a check of keys broke off").with("check", job.id);
  if (--working_ > 0)
    return;
  job.state = job.done == job.total ? dto::CheckState::done : dto::CheckState::cancelled;
  job.ended_at = gateway_.now();
  ids_.clear();
  tell();
}

void CheckJobs::tell() {
  told_at_ = gateway_.now();
  if (events_->listened())
    events_->publish("check", to_json(jobs_.front()));
}

net::Task<void> CheckJobs::cancel() {
  cancelled_ = true;
  for (auto& worker : workers_)
    co_await worker->stop();
}

} // namespace geminid::admin
