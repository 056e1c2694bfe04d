#include "webui/view/hints_view.hpp"

#include "webui/core/format.hpp"
#include "webui/view/name_list.hpp"

#include <algorithm>

namespace geminid::webui {
namespace {

constexpr Phrase of_keys{"{} keys seem to share one project", "{} 个密钥似乎属于同一项目"};
constexpr Phrase with_projects{"{} keys and projects seem to be one project", "{} 个密钥和项目似乎是同一项目"};
constexpr Phrase why{"Google refused them together {} [time|times] by limits of {}, the last time {}, though little of "
                     "these limits was used here. In one project they share one count, and Google need not refuse.",
                     "Google 曾 {} 次因 {} 的限额同时拒绝它们，最近一次在 {}，而本网关并未用到这些限额。"
                     "归入同一项目后共享一份计数，即可避免被拒绝。"};

/// As far as it tells one key from another.
constexpr std::size_t suggested_id_size = 4;

HintView view_of(const dto::Hint& hint, const std::map<std::string, std::string>& titles) {
  HintView view;
  view.keys = hint.keys;
  view.projects = hint.projects;
  auto names = hint.projects;
  for (const auto& id : hint.keys) {
    const auto title = titles.find(id);
    names.push_back(title == titles.end() ? id : title->second);
  }
  view.members = join_names(names, ", ");
  if (!hint.projects.empty())
    view.suggestion = hint.projects.front();
  else if (!hint.keys.empty() && hint.keys.front().size() >= suggested_id_size)
    view.suggestion = "shared-" + hint.keys.front().substr(hint.keys.front().size() - suggested_id_size);
  return view;
}

} // namespace

std::vector<HintView> make_hint_views(std::span<const dto::Hint> hints,
                                      const std::map<std::string, std::string>& titles, Instant now,
                                      const Locale& locale) {
  std::vector<HintView> views;
  for (auto hint = hints.begin(); hint != hints.end(); ++hint) {
    const auto alike = [&](const dto::Hint& other) {
      return other.keys == hint->keys && other.projects == hint->projects;
    };
    if (std::any_of(hints.begin(), hint, alike))
      continue;
    std::vector<std::string> models;
    std::int64_t times = 0;
    auto last = hint->last_at;
    for (const auto& other : hints)
      if (alike(other)) {
        models.push_back(other.model);
        times += other.times;
        last = std::max(last, other.last_at);
      }
    auto view = view_of(*hint, titles);
    const auto count = static_cast<std::int64_t>(hint->keys.size() + hint->projects.size());
    view.title = filled((hint->projects.empty() ? of_keys : with_projects).in(locale), {format_integer(count)});
    view.detail = filled(
        why.in(locale), {format_integer(times), join_names(models, ", "), format_relative(last, now, locale.language)});
    views.push_back(std::move(view));
  }
  return views;
}

} // namespace geminid::webui
