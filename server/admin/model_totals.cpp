#include "server/admin/model_totals.hpp"

#include "actors/ask.hpp"
#include "actors/policy/pacific_day.hpp"

#include <algorithm>

namespace geminid::admin {
namespace {

void add(dto::PoolWindow& total, const actors::WindowUse& window, bool open) {
  total.used += window.used;
  if (window.limit.value) {
    ++total.limited;
    total.known_limit += *window.limit.value;
    total.remaining += open ? std::max<std::int64_t>(0, *window.limit.value - window.used) : 0;
  } else {
    ++(window.limit.source == policy::LimitSource::none ? total.unknown : total.unlimited);
  }
}

void frees_at(dto::PoolWindow& total, Instant at) {
  total.resets_at = std::min(total.resets_at.value_or(at), at);
}

dto::UnavailableCause cause_of(policy::Bar bar) {
  switch (bar) {
  case policy::Bar::missing:
    return dto::UnavailableCause::missing;
  case policy::Bar::not_in_tier:
    return dto::UnavailableCause::not_in_tier;
  case policy::Bar::exhausted:
    return dto::UnavailableCause::exhausted;
  default:
    return dto::UnavailableCause::cooling_down;
  }
}

} // namespace

void ModelAdder::add(const actors::KeySnapshot& key) {
  if (!key.config.enabled || key.state == actors::KeyState::invalid)
    return;
  std::set<std::string_view> served;
  for (const auto& use : key.models) {
    served.insert(use.model);
    add(key, {use, true, std::nullopt});
  }
  for (const auto& [model, config] : rules_.models)
    if (!served.contains(model))
      add(key, {untouched(key, model), false, std::nullopt});
}

actors::ModelUse ModelAdder::untouched(const actors::KeySnapshot& key, const std::string& model) const {
  const auto own = key.config.limits.find(model);
  const auto limits = policy::effective(own == key.config.limits.end() ? policy::LimitSettings{} : own->second,
                                        rules_.limits_of(model), {});
  actors::ModelUse use;
  use.model = model;
  use.rpm.limit = limits.rpm;
  use.tpm.limit = limits.tpm;
  use.rpd.limit = limits.rpd;
  return use;
}

void ModelAdder::add(const actors::KeySnapshot& key, Share share) {
  const auto& model = share.use.model;
  if (key.cools_until)
    share.rest = Rest{*key.cools_until, key.cools_for};
  ++models_[model].totals.keys;
  if (!share.use.counted_with.empty())
    counted_with_[model].insert(share.use.counted_with.begin(), share.use.counted_with.end());
  if (key.config.project.empty()) {
    count_alone(share, key);
    return;
  }
  const auto [of_project, first] = named_.try_emplace({model, key.config.project}, share);
  auto& known = of_project->second;
  if (first)
    return;
  if (!known.served) { // what a key that has served tells is the project's count
    known.use = std::move(share.use);
    known.served = share.served;
  }
  if (!share.rest || !known.rest)
    known.rest.reset();
  else if (share.rest->until < known.rest->until)
    known.rest = std::move(share.rest);
}

void ModelAdder::count_project(const Share& share, const std::string& name) {
  if (auto* const unavailable = count(share))
    unavailable->project = name;
}

void ModelAdder::count_alone(const Share& share, const actors::KeySnapshot& key) {
  if (auto* const unavailable = count(share)) {
    unavailable->key_id = key.config.id;
    unavailable->key = key.config.name.empty() ? key.masked : key.config.name;
  }
}

dto::UnavailableProject* ModelAdder::count(const Share& share) {
  const auto& use = share.use;
  auto& model = models_[use.model];
  auto& total = model.totals;
  const bool day_open = use.state != actors::KeyState::exhausted;
  const bool minute_open = day_open && use.state != actors::KeyState::cooling_down && !share.rest;
  ++total.projects;
  admin::add(total.rpm, use.rpm, minute_open);
  admin::add(total.tpm, use.tpm, minute_open);
  admin::add(total.rpd, use.rpd, day_open);
  if (use.minute_frees_at && *use.minute_frees_at > now_) {
    frees_at(total.rpm, *use.minute_frees_at);
    frees_at(total.tpm, *use.minute_frees_at);
  }
  total.rpd.resets_at = policy::next_pacific_midnight(now_);

  if (use.bar == policy::Bar::none && !share.rest)
    return nullptr;
  ++model.unavailable_total;
  if (model.unavailable.size() == dto::unavailable_listed_max)
    return nullptr;
  auto& who = model.unavailable.emplace_back();
  who.cause = cause_of(use.bar);
  who.reason = use.reason;
  who.until = use.until;
  if (share.rest && (use.bar == policy::Bar::none || share.rest->until > use.until.value_or(share.rest->until)))
    who.until = share.rest->until;
  if (use.bar == policy::Bar::none)
    who.reason = share.rest->reason;
  return &who;
}

std::map<std::string, dto::ModelListing> ModelAdder::take() {
  std::map<std::string, std::vector<dto::UnavailableProject>> without_name;
  for (auto& [id, model] : models_) {
    model.id = id;
    without_name[id] = std::exchange(model.unavailable, {});
  }
  for (const auto& [name, share] : named_)
    count_project(share, name.second);
  for (auto& [id, model] : models_)
    for (auto& who : without_name[id])
      if (model.unavailable.size() < dto::unavailable_listed_max)
        model.unavailable.push_back(std::move(who));
  for (const auto& [model, others] : counted_with_)
    models_.at(model).totals.counted_with.assign(others.begin(), others.end());
  return std::move(models_);
}

net::Task<std::map<std::string, dto::ModelListing>> model_totals(Admin& admin) {
  const auto rules = admin.gateway.config->rules;
  ModelAdder adder{*rules, admin.gateway.now()};
  actors::ListKeys list;
  list.limit = 1000;
  for (bool more = true; more;) {
    const auto page = co_await actors::ask(admin.gateway.port, admin.gateway.pool, list);
    if (!page)
      break;
    for (const auto& key : page->keys)
      adder.add(key);
    more = page->more && !page->keys.empty();
    if (more)
      list.after = page->keys.back().config.id;
  }
  co_return adder.take();
}

} // namespace geminid::admin
