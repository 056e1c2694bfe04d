#include "webui/view/attention_view.hpp"

#include "actors/policy/pacific_day.hpp"
#include "webui/api/client.hpp"
#include "webui/core/format.hpp"
#include "webui/core/order.hpp"
#include "webui/view/model_quota_view.hpp"

#include <set>

namespace geminid::webui {
namespace {

using namespace std::chrono_literals;
using Place = Cause::Place;

/// A minute's limit is no news for longer than that.
constexpr Duration minute_warning_shown = 2min;

constexpr Phrase none_serves{"No key can serve a request now", "目前没有可用的密钥"};
constexpr Phrase none_serves_detail{"Requests wait, then are refused.", "请求会先等待，然后被拒绝。"};

constexpr Phrase invalid_one{"1 key is invalid", "1 个密钥无效"};
constexpr Phrase invalid_many{"{} keys are invalid", "{} 个密钥无效"};
constexpr Phrase invalid_detail{"Google refuses them. Check, replace or delete them.",
                                "Google 拒绝了它们。请检查、更换或删除。"};
constexpr Phrase exhausted_one{"1 key is exhausted for today", "1 个密钥今日额度已用尽"};
constexpr Phrase exhausted_many{"{} keys are exhausted for today", "{} 个密钥今日额度已用尽"};
constexpr Phrase exhausted_detail{"Back at midnight Pacific, in {}.", "太平洋时间零点恢复，还有 {}。"};
constexpr Phrase cooling_one{"1 key is cooling down", "1 个密钥冷却中"};
constexpr Phrase cooling_many{"{} keys are cooling down", "{} 个密钥冷却中"};
constexpr Phrase cooling_detail{"They come back by themselves.", "会自动恢复。"};
constexpr Phrase near_one{"1 key is near a limit", "1 个密钥接近限额"};
constexpr Phrase near_many{"{} keys are near a limit", "{} 个密钥接近限额"};
constexpr Phrase near_detail{"They serve until it is reached.", "达到限额前仍可使用。"};

constexpr Phrase waiting_one{"1 request waits for a key with room", "1 个请求正在等待有余量的密钥"};
constexpr Phrase waiting_many{"{} requests wait for a key with room", "{} 个请求正在等待有余量的密钥"};
constexpr Phrase waiting_detail{"The pool is at its limits. More keys help.", "密钥池已到限额，可添加更多密钥。"};

constexpr Phrase model_circuit{"{} is throttled for every key", "{} 对所有密钥限流"};
constexpr Phrase location_circuit{"Google refuses this server's location", "Google 拒绝了此服务器所在地区"};
constexpr Phrase project_circuit{"Spending limit reached: {}", "已达消费上限：{}"};
constexpr Phrase circuit_detail{"Asked again in {}.", "{}后重试。"};
constexpr Phrase circuit_trying{"Being tried again.", "正在重试。"};

constexpr Phrase hint_text{"{} keys seem to share one project", "{} 个密钥似乎属于同一项目"};
constexpr Phrase hint_detail{"They hit their limits of {} together: name the project.",
                             "它们同时触及 {} 的限额，请设置同一项目名。"};

constexpr Phrase limit_text{"{} has used {} of its {}", "{} 已用掉 {} 的 {} 限额"};
constexpr Phrase limit_detail{"{} of {} · {}", "{} / {} · {}"};

constexpr Phrase not_persistent{"Data is lost when this host restarts", "主机重启后数据会丢失"};
constexpr Phrase not_persistent_detail{"Make a backup and put it into GEMINID_RESTORE.",
                                       "请制作备份并放入 GEMINID_RESTORE。"};
constexpr Phrase keep_alive_failed{"The last keep-alive call failed", "最近一次保活调用失败"};

class Collector {
public:
  Collector(Instant now, const Locale& locale) : now_(now), locale_(locale) {}

  [[nodiscard]] const char* in(const Phrase& phrase) const { return phrase.in(locale_); }
  [[nodiscard]] std::string rest(Instant until) const { return countdown(until, now_, locale_.language); }
  [[nodiscard]] std::string counted(std::int64_t count, const Phrase& one, const Phrase& many) const {
    return count == 1 ? std::string{in(one)} : filled(in(many), {format_integer(count)});
  }
  [[nodiscard]] Instant now() const { return now_; }

  void add(Tone tone, std::string text, std::string detail, Cause cause) {
    list_.push_back({tone, std::move(text), std::move(detail), std::move(cause)});
  }
  [[nodiscard]] std::vector<Attention> sorted() && {
    sort_stably(list_, [](const auto& a, const auto& b) { return a.tone > b.tone; });
    return std::move(list_);
  }

private:
  Instant now_;
  const Locale& locale_;
  std::vector<Attention> list_;
};
static_assert(Tone::info < Tone::warn && Tone::warn < Tone::bad);

std::int64_t count_of(const dto::Pulse& pulse, const char* state) {
  const auto found = pulse.keys.find(state);
  return found == pulse.keys.end() ? 0 : found->second;
}

void add_keys(Collector& to, const dto::Pulse& pulse) {
  std::int64_t all = 0;
  for (const auto& [state, count] : pulse.keys)
    all += count;
  const auto usable = count_of(pulse, "healthy") + count_of(pulse, "warning");
  if (all > 0 && usable == 0)
    to.add(Tone::bad, to.in(none_serves), to.in(none_serves_detail), {});
  if (const auto count = count_of(pulse, "invalid"); count > 0)
    to.add(Tone::bad, to.counted(count, invalid_one, invalid_many), to.in(invalid_detail),
           {Place::keys, "state=invalid"});
  if (const auto count = count_of(pulse, "exhausted"); count > 0)
    to.add(Tone::warn, to.counted(count, exhausted_one, exhausted_many),
           filled(to.in(exhausted_detail), {to.rest(policy::next_pacific_midnight(to.now()))}),
           {Place::keys, "state=exhausted"});
  if (const auto count = count_of(pulse, "cooling_down"); count > 0)
    to.add(Tone::info, to.counted(count, cooling_one, cooling_many), to.in(cooling_detail),
           {Place::keys, "state=cooling_down"});
  if (const auto count = count_of(pulse, "warning"); count > 0)
    to.add(Tone::info, to.counted(count, near_one, near_many), to.in(near_detail), {Place::keys, "state=warning"});
  if (pulse.waiting > 0)
    to.add(Tone::warn, to.counted(pulse.waiting, waiting_one, waiting_many), to.in(waiting_detail),
           {Place::models, {}});
}

void add_circuits(Collector& to, const std::vector<dto::Circuit>& circuits, const KnownKeys* keys) {
  for (const auto& circuit : circuits) {
    const bool trying = circuit.state == dto::CircuitState::half_open || circuit.until <= to.now();
    auto detail = trying ? std::string{to.in(circuit_trying)} : filled(to.in(circuit_detail), {to.rest(circuit.until)});
    switch (circuit.scope) {
    case dto::CircuitScope::model:
      to.add(Tone::bad, filled(to.in(model_circuit), {circuit.subject}), std::move(detail),
             {Place::models, "id=" + percent_encoded(circuit.subject)});
      break;
    case dto::CircuitScope::location:
      to.add(Tone::bad, to.in(location_circuit), std::move(detail), {Place::system, {}});
      break;
    case dto::CircuitScope::project: {
      const auto subject = keys != nullptr ? name_of_key(*keys, circuit.subject) : std::string_view{circuit.subject};
      to.add(Tone::bad, filled(to.in(project_circuit), {subject}), std::move(detail),
             {Place::keys, "q=" + percent_encoded(circuit.subject)});
      break;
    }
    }
  }
}

void add_hints(Collector& to, const std::vector<dto::Hint>& hints) {
  for (const auto& hint : hints) {
    const auto count = static_cast<std::int64_t>(hint.keys.size() + hint.projects.size());
    to.add(Tone::info, filled(to.in(hint_text), {format_integer(count)}), filled(to.in(hint_detail), {hint.model}),
           {Place::keys, {}});
  }
}

std::string window_name(std::string_view window) {
  std::string name{window};
  for (auto& letter : name)
    letter = letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
  return name;
}

bool is_over(const LimitWarning& warning, Instant now) {
  return warning.window == "rpd" ? policy::pacific_day(warning.at) != policy::pacific_day(now)
                                 : now - warning.at > minute_warning_shown;
}

void add_limits(Collector& to, const std::deque<LimitWarning>& warnings, const KnownKeys* keys) {
  std::set<std::string> seen;
  for (const auto& warning : warnings) {
    if (seen.size() == limit_warnings_shown)
      return;
    const auto& whose = warning.key_id.empty() ? warning.project : warning.key_id;
    if (is_over(warning, to.now()) || !seen.insert(whose + '\n' + warning.model + '\n' + warning.window).second)
      continue;
    const auto name = keys != nullptr ? name_of_key(*keys, whose) : std::string_view{whose};
    const auto ratio = warning.limit > 0
                           ? std::optional{static_cast<double>(warning.used) / static_cast<double>(warning.limit)}
                           : std::nullopt;
    const auto window = window_name(warning.window);
    to.add(Tone::warn, filled(to.in(limit_text), {name, format_percent(ratio), window}),
           filled(to.in(limit_detail), {format_integer(warning.used), format_integer(warning.limit), warning.model}),
           {Place::keys, (warning.key_id.empty() ? "q=" : "id=") + percent_encoded(whose)});
  }
}

void add_system(Collector& to, const dto::SystemStatus& system) {
  if (!system.store.persistent)
    to.add(Tone::warn, to.in(not_persistent), to.in(not_persistent_detail), {Place::settings, "card=backup"});
  if (const auto& last = system.keep_alive.last; last && !last->error.empty())
    to.add(Tone::warn, to.in(keep_alive_failed), last->error, {Place::system, {}});
}

} // namespace

std::vector<Attention> make_attention(const AttentionInput& input, Instant now, const Locale& locale) {
  Collector to{now, locale};
  if (input.pulse != nullptr)
    add_keys(to, *input.pulse);
  if (input.circuits != nullptr)
    add_circuits(to, *input.circuits, input.keys);
  if (input.warnings != nullptr)
    add_limits(to, *input.warnings, input.keys);
  if (input.hints != nullptr)
    add_hints(to, *input.hints);
  if (input.system != nullptr)
    add_system(to, *input.system);
  return std::move(to).sorted();
}

} // namespace geminid::webui
