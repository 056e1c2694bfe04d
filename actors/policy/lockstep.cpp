#include "actors/policy/lockstep.hpp"

#include <algorithm>
#include <bitset>
#include <cstdint>

namespace geminid::policy {
namespace {

/// The moments in which a subject was refused.
using Signature = std::uint64_t;
static_assert(Lockstep::moments_max <= 64);

/// The gateway's count and Google's differ a little at the edges of a minute.
constexpr std::int64_t foreseen_percent = 90;

bool far_from(std::int64_t used, std::optional<std::int64_t> limit) {
  return limit && *limit > 0 && used * 100 < *limit * foreseen_percent;
}

} // namespace

bool unforeseen(const RefusalReading& reading, std::int64_t rpm, std::int64_t tpm, std::int64_t rpd) {
  switch (reading.refusal) {
  case Refusal::minute_limit:
    return far_from(rpm, reading.learned.rpm);
  case Refusal::token_limit:
    return far_from(tpm, reading.learned.tpm);
  case Refusal::day_limit:
    return far_from(rpd, reading.learned.rpd);
  default:
    return false;
  }
}

Lockstep::Moments& Lockstep::moments_of(const std::string& model) {
  if (models_.size() >= models_max && !models_.contains(model))
    models_.erase(std::min_element(models_.begin(), models_.end(), [](const auto& a, const auto& b) {
      return a.second.back().begin < b.second.back().begin; // none is ever empty
    }));
  return models_[model];
}

bool Lockstep::note(const std::string& model, const std::string& subject, Instant now) {
  auto& moments = moments_of(model);
  const bool begins = moments.empty() || moments.back().begin + moment_length <= now;
  if (begins) {
    if (moments.size() >= moments_max)
      moments.pop_front();
    moments.push_back({now, {}});
  }
  if (!moments.back().crowded())
    moments.back().subjects.insert(subject);
  return begins;
}

std::vector<LockstepGroup> Lockstep::groups(Instant now) const {
  std::vector<LockstepGroup> groups;
  for (const auto& [model, moments] : models_) {
    std::map<std::string, Signature> signatures; // in order of subjects
    for (std::size_t i = 0; i < moments.size(); ++i) {
      const auto& moment = moments[i];
      if (moment.crowded() || moment.begin + remembered <= now || moment.begin + moment_length > now)
        continue;
      for (const auto& subject : moment.subjects)
        signatures[subject] |= Signature{1} << i;
    }
    std::map<Signature, std::vector<std::string>> alike;
    for (auto& [subject, signature] : signatures)
      alike[signature].push_back(subject);
    for (auto& [signature, subjects] : alike) {
      const std::bitset<64> times{signature};
      if (subjects.size() < 2 || times.count() < times_min)
        continue;
      LockstepGroup group{model, std::move(subjects), times.count(), {}, {}};
      for (std::size_t i = 0; i < moments.size(); ++i)
        if (times.test(i))
          group.last = moments[i].begin;
      for (std::size_t i = moments.size(); i-- > 0;)
        if (times.test(i))
          group.first = moments[i].begin;
      groups.push_back(std::move(group));
    }
  }
  return groups;
}

} // namespace geminid::policy
