// Pages of keys: filter and order over what the pool knows, details from the key actors of the page.
#include "actors/gather.hpp"
#include "actors/key_pool_actor.hpp"

#include <algorithm>

namespace geminid::actors {
namespace {

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool contains(std::string_view text, std::string_view part) {
  return std::search(text.begin(), text.end(), part.begin(), part.end(),
                     [](char a, char b) { return lower(a) == lower(b); }) != text.end();
}

bool matches(const KeyIdentity& key, std::string_view text) {
  const auto& config = key.config;
  return contains(config.name, text) || contains(key.masked, text) || contains(config.project, text) ||
         std::any_of(config.tags.begin(), config.tags.end(), [&](const auto& tag) { return contains(tag, text); });
}

} // namespace

std::vector<Slot> KeyPoolState::matching(const ListKeys& request) const {
  std::vector<Slot> slots;
  for (Slot slot = 0; slot < members_.size(); ++slot) {
    const auto& member = members_[slot];
    if (member && (!request.state || member->state == *request.state) &&
        (request.text.empty() || matches(member->identity, request.text)))
      slots.push_back(slot);
  }
  std::sort(slots.begin(), slots.end(), [&](Slot a, Slot b) {
    const auto& x = *members_[a];
    const auto& y = *members_[b];
    if (request.sort == ListKeys::Sort::name && x.identity.config.name != y.identity.config.name)
      return x.identity.config.name < y.identity.config.name;
    if (request.sort == ListKeys::Sort::state && x.state != y.state)
      return x.state > y.state;
    const auto& p = x.identity.config;
    const auto& q = y.identity.config;
    return std::tie(p.created_at, p.position, a) < std::tie(q.created_at, q.position, b);
  });
  return slots;
}

caf::result<KeyPage> KeyPoolState::list(const ListKeys& request) {
  auto slots = matching(request);
  KeyPage page;
  page.total = slots.size();
  auto begin = slots.begin();
  if (!request.after.empty()) {
    begin = std::find_if(slots.begin(), slots.end(),
                         [&](Slot slot) { return members_[slot]->identity.config.id == request.after; });
    // The page's last key may have been deleted meanwhile: then the listing begins anew.
    begin = begin == slots.end() ? slots.begin() : begin + 1;
  }
  const auto left = static_cast<std::size_t>(slots.end() - begin);
  const auto size = std::min(request.limit, left);
  page.more = left > size;
  const std::vector<Slot> shown(begin, begin + static_cast<std::ptrdiff_t>(size));

  auto promise = self_->make_response_promise<KeyPage>();
  snapshots(shown, [promise, page = std::move(page)](std::vector<KeySnapshot> keys) mutable {
    page.keys = std::move(keys);
    promise.deliver(std::move(page));
  });
  return promise;
}

void KeyPoolState::snapshots(std::vector<Slot> slots, std::function<void(std::vector<KeySnapshot>)> done) {
  auto keys = std::make_shared<std::vector<std::optional<KeySnapshot>>>(slots.size());
  auto all = std::make_shared<Gather>(slots.size(), [keys, done = std::move(done)](bool) {
    std::vector<KeySnapshot> found;
    for (auto& key : *keys)
      if (key) // one that died or was deleted meanwhile is left out
        found.push_back(std::move(*key));
    done(std::move(found));
  });
  for (std::size_t i = 0; i < slots.size(); ++i)
    self_->request(members_[slots[i]]->actor, caf::infinite, GetSnapshot{})
        .then(
            [keys, all, i](KeySnapshot& snapshot) {
              (*keys)[i] = std::move(snapshot);
              all->arrived(true);
            },
            [all](const caf::error&) { all->arrived(false); });
}

void KeyPoolState::commit(std::vector<StoreWrite> writes, std::function<void(bool)> done) {
  Commit commit{std::move(writes)};
  self_->request(deps_->storage, caf::infinite, std::move(commit))
      .then([this, done, suspensions = suspensions_](const Committed&) { done(suspensions == suspensions_); },
            [done](const caf::error&) { done(false); });
}

} // namespace geminid::actors
