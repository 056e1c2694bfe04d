#include "server/admin/model_totals.hpp"

#include "actors/ask.hpp"

#include <algorithm>

namespace geminid::admin {
namespace {

void add(WindowTotal& total, const actors::WindowUse& window) {
  total.used += window.used;
  total.unlimited = total.unlimited || !window.limit.value;
  total.limit += window.limit.value.value_or(0);
}

json to_json(const WindowTotal& total) {
  return {{"used", total.used}, {"limit", total.unlimited ? json(nullptr) : json(total.limit)}};
}

/// Adds up key by key; a named project counts once.
class Adder {
public:
  explicit Adder(const actors::Rules& rules) : rules_(rules) {}

  void add(const actors::KeySnapshot& key) {
    for (const auto& use : key.models)
      add(key, use);
    // What a key has not served yet it may serve all the same.
    for (const auto& [model, config] : rules_.models)
      if (std::none_of(key.models.begin(), key.models.end(), [&](const auto& use) { return use.model == model; }))
        add(key, untouched(key, model));
  }

  std::map<std::string, ModelTotals> totals;

private:
  [[nodiscard]] actors::ModelUse untouched(const actors::KeySnapshot& key, const std::string& model) const {
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

  void add(const actors::KeySnapshot& key, const actors::ModelUse& use) {
    auto& total = totals[use.model];
    ++total.keys;
    if (!key.config.project.empty() && !counted_.emplace(use.model, key.config.project).second)
      return;
    admin::add(total.rpm, use.rpm);
    admin::add(total.tpm, use.tpm);
    admin::add(total.rpd, use.rpd);
  }

  const actors::Rules& rules_;
  std::set<std::pair<std::string, std::string>> counted_; // model and project
};

} // namespace

net::Task<std::map<std::string, ModelTotals>> model_totals(Admin& admin) {
  const auto rules = admin.gateway.config->rules;
  Adder adder{*rules};
  actors::ListKeys list;
  list.limit = 1000;
  for (bool more = true; more;) {
    const auto page = co_await actors::ask(admin.gateway.port, admin.gateway.pool, list);
    if (!page)
      break;
    for (const auto& key : page->keys)
      if (key.config.enabled && key.state != actors::KeyState::invalid)
        adder.add(key);
    more = page->more && !page->keys.empty();
    if (more)
      list.after = page->keys.back().config.id;
  }
  co_return std::move(adder.totals);
}

json to_json(const ModelTotals& totals) {
  return {
      {"keys", totals.keys}, {"rpm", to_json(totals.rpm)}, {"tpm", to_json(totals.tpm)}, {"rpd", to_json(totals.rpd)}};
}

} // namespace geminid::admin
