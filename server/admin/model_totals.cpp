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

} // namespace

void ModelAdder::add(const actors::KeySnapshot& key) {
  if (!key.config.enabled || key.state == actors::KeyState::invalid)
    return;
  std::set<std::string_view> served;
  for (const auto& use : key.models) {
    served.insert(use.model);
    add(key, {use, true});
  }
  for (const auto& [model, config] : rules_.models)
    if (!served.contains(model))
      add(key, {untouched(key, model), false});
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
  const bool cools = key.state == actors::KeyState::cooling_down || share.use.state == actors::KeyState::cooling_down;
  share.day_open = share.use.state != actors::KeyState::exhausted;
  share.minute_open = share.day_open && !cools;
  ++totals_[model].keys;
  if (!share.use.counted_with.empty())
    counted_with_[model].insert(share.use.counted_with.begin(), share.use.counted_with.end());
  if (key.config.project.empty()) {
    add(share);
    return;
  }
  const auto [of_project, first] = named_.try_emplace({model, key.config.project}, share);
  auto& known = of_project->second;
  if (first)
    return;
  share.minute_open = share.minute_open || known.minute_open;
  share.day_open = share.day_open || known.day_open;
  if (known.served) // what a key that has served tells is the project's count
    share.use = std::move(known.use);
  share.served = share.served || known.served;
  known = std::move(share);
}

void ModelAdder::add(const Share& share) {
  const auto& use = share.use;
  auto& total = totals_[use.model];
  ++total.projects;
  admin::add(total.rpm, use.rpm, share.minute_open);
  admin::add(total.tpm, use.tpm, share.minute_open);
  admin::add(total.rpd, use.rpd, share.day_open);
  if (use.minute_frees_at && *use.minute_frees_at > now_) {
    frees_at(total.rpm, *use.minute_frees_at);
    frees_at(total.tpm, *use.minute_frees_at);
  }
  total.rpd.resets_at = policy::next_pacific_midnight(now_);
}

std::map<std::string, dto::ModelTotals> ModelAdder::take() {
  for (const auto& [name, share] : named_)
    add(share);
  for (const auto& [model, others] : counted_with_)
    totals_.at(model).counted_with.assign(others.begin(), others.end());
  return std::move(totals_);
}

net::Task<std::map<std::string, dto::ModelTotals>> model_totals(Admin& admin) {
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
