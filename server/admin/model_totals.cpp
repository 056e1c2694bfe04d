#include "server/admin/model_totals.hpp"

#include "actors/ask.hpp"

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

} // namespace

net::Task<std::map<std::string, ModelTotals>> model_totals(Admin& admin) {
  std::map<std::string, ModelTotals> totals;
  std::set<std::pair<std::string, std::string>> counted; // model and project
  actors::ListKeys list;
  list.limit = 1000;
  for (bool more = true; more;) {
    const auto page = co_await actors::ask(admin.gateway.port, admin.gateway.pool, list);
    if (!page)
      break;
    for (const auto& key : page->keys) {
      if (!key.config.enabled || key.state == actors::KeyState::invalid)
        continue;
      for (const auto& use : key.models) {
        auto& total = totals[use.model];
        ++total.keys;
        if (!key.config.project.empty() && !counted.emplace(use.model, key.config.project).second)
          continue;
        add(total.rpm, use.rpm);
        add(total.tpm, use.tpm);
        add(total.rpd, use.rpd);
      }
    }
    more = page->more && !page->keys.empty();
    if (more)
      list.after = page->keys.back().config.id;
  }
  co_return totals;
}

json to_json(const ModelTotals& totals) {
  return {
      {"keys", totals.keys}, {"rpm", to_json(totals.rpm)}, {"tpm", to_json(totals.tpm)}, {"rpd", to_json(totals.rpd)}};
}

} // namespace geminid::admin
