// The cards of the Routing page.
#include "shared/config_rules.hpp"
#include "webui/core/format.hpp"
#include "webui/pages/routing/routing_page.hpp"
#include "webui/view/setting_texts.hpp"
#include "webui/widgets/controls.hpp"
#include "webui/widgets/icons.hpp"
#include "webui/widgets/language.hpp"

namespace geminid::webui {
namespace {

constexpr Phrase choice_title{"Choice of the key", "密钥选择"};
constexpr Phrase attempts_title{"Attempts and waits", "尝试与等待"};
constexpr Phrase thresholds_title{"Thresholds", "阈值"};
constexpr Phrase priorities_title{"Priorities and weights", "优先级与权重"};
constexpr Phrase failover_title{"Failover", "故障转移"};
constexpr Phrase fallbacks_title{"Fallbacks of models", "模型后备"};
constexpr Phrase unsaved_title{"Changes that are not saved", "未保存的修改"};

constexpr Phrase round_robin_words{"Keys take turns, smoothly and in proportion to their weight.",
                                   "各密钥按权重比例平滑轮流。"};
constexpr Phrase least_used_words{"The key with the lowest share of its limits, divided by its weight, comes next.",
                                  "优先使用已用限额比例（除以权重）最低的密钥。"};

constexpr Phrase priorities_words{
    "Keys of the lowest number serve first; the next only when none of them has room. Both are set at each key.",
    "数字最小的先用；仅当它们都没有余量时才用下一级。权重和优先级在各密钥处设置。"};
constexpr Phrase no_keys{"There are no keys yet.", "还没有密钥。"};
constexpr Phrase to_keys{"To the keys", "前往密钥"};
constexpr Phrase part_of_weight{"{}: {} of the weight in service", "{}：占可用权重的 {}"};

constexpr std::array<Phrase, 5> failover_words{{
    {"A minute's limit reached (429): that key rests for this model, and another one serves at once.",
     "达到每分钟限额（429）：该密钥暂停服务此模型，立即换用其他密钥。"},
    {"A day's limit reached: the key or its project rests until midnight Pacific, for this model only.",
     "达到每日限额：该密钥或其项目对此模型暂停，直到太平洋时间午夜。"},
    {"A leaked, blocked or wrong key: out of service at once, until a check or you bring it back.",
     "密钥泄露、被封或无效：立即停用，直到检查通过或人工恢复。"},
    {"Google overloaded or out of reach (500, 503, 504, a timeout): another key is tried; none is blamed.",
     "Google 过载或无法连接（500、503、504、超时）：换用其他密钥重试，不归咎于密钥。"},
    {"A wrong request (400): back to the client at once, no other key is tried.",
     "请求本身有误（400）：立即返回客户端，不再尝试其他密钥。"},
}};
constexpr Phrase fallbacks_words{"When all attempts fail by overload or exhaustion, these models are asked instead.",
                                 "当所有尝试都因过载或额度用尽而失败时，改用这些模型。"};
constexpr Phrase no_fallbacks{"No model has fallbacks.", "没有为任何模型设置后备。"};
constexpr Phrase to_models{"To the models", "前往模型"};

} // namespace

void RoutingPage::draw_choice(const RoutingView&, float width) {
  auto& routing = form_.wanted().routing;
  begin_card("##choice", {width, 0});
  form_.title(choice_title, SettingsSection::routing);
  form_.explain("routing.strategy");
  const auto round_robin = setting_value_text("round_robin", locale());
  const auto least_used = setting_value_text("least_used", locale());
  const std::array names{least_used.c_str(), round_robin.c_str()};
  int chosen = routing.strategy == dto::Strategy::least_used ? 0 : 1;
  if (segmented("##strategy", chosen, names))
    routing.strategy = chosen == 0 ? dto::Strategy::least_used : dto::Strategy::round_robin;
  paragraph(tr(chosen == 0 ? least_used_words : round_robin_words), muted(small_text_size));
  space(4);
  form_.flag("routing.affinity", routing.affinity);
  end_card();
}

void RoutingPage::draw_attempts(const RoutingView&, float width) {
  auto& routing = form_.wanted().routing;
  begin_card("##attempts", {width, 0});
  heading(tr(attempts_title), 2);
  space(2);
  form_.number("routing.max_attempts", routing.max_attempts, dto::attempts_range);
  form_.number("routing.max_wait_ms", routing.max_wait_ms, dto::wait_ms_range);
  form_.number("routing.failure_threshold", routing.failure_threshold, dto::failure_threshold_range);
  form_.number("routing.cooldown_seconds", routing.cooldown_seconds, dto::cooldown_seconds_range);
  end_card();
}

void RoutingPage::draw_thresholds(const RoutingView&, float width) {
  auto& routing = form_.wanted().routing;
  begin_card("##thresholds", {width, 0});
  heading(tr(thresholds_title), 2);
  space(2);
  form_.number("routing.usage_warning_percent", routing.usage_warning_percent, dto::percent_range);
  form_.number("routing.usage_protection_percent", routing.usage_protection_percent, dto::percent_range);
  end_card();
}

void RoutingPage::draw_save() {
  if (!form_.dirty(SettingsSection::routing))
    return;
  begin_card("##unsaved");
  heading(tr(unsaved_title), 2);
  form_.footer(SettingsSection::routing);
  end_card();
}

void RoutingPage::draw_priorities(const RoutingView& view, float width) {
  begin_card("##priorities", {width, 0});
  heading(tr(priorities_title), 2);
  paragraph(tr(priorities_words), muted(small_text_size));
  space(4);
  if (view.priorities.empty())
    text(tr(no_keys), muted(14));
  for (const auto& row : view.priorities) {
    text(row.title, {14, true, 0});
    align_right(text_extent(row.weight, muted(small_text_size)).x);
    text(row.weight, muted(small_text_size));
    progress_bar(filled(tr(part_of_weight), {row.title, format_percent(row.part)}), static_cast<float>(row.part),
                 theme().accent, 6);
    paragraph(row.detail, muted(small_text_size));
    space(2);
  }
  if (!view.keys_left_out.empty())
    paragraph(view.keys_left_out, muted(small_text_size));
  if (link(tr(to_keys)))
    context().navigator.go(PageId::keys);
  end_card();
}

void RoutingPage::draw_failover(const RoutingView&, float width) {
  begin_card("##failover", {width, 0});
  heading(tr(failover_title), 2);
  space(2);
  for (const auto& words : failover_words) {
    const auto at = ImGui::GetCursorScreenPos();
    ImGui::GetWindowDrawList()->AddCircleFilled({at.x + 4, at.y + 9}, 2.5F, theme().accent);
    ImGui::Indent(16);
    paragraph(tr(words), {14, false, 0});
    ImGui::Unindent(16);
  }
  end_card();
}

void RoutingPage::draw_fallbacks(const RoutingView& view, float width) {
  begin_card("##fallbacks", {width, 0});
  heading(tr(fallbacks_title), 2);
  paragraph(tr(fallbacks_words), muted(small_text_size));
  space(4);
  if (view.fallbacks.empty())
    text(tr(no_fallbacks), muted(14));
  for (const auto& row : view.fallbacks) {
    paragraph(row.model, {14, true, 0});
    paragraph(row.chain, muted(14));
    space(2);
  }
  if (link(tr(to_models)))
    context().navigator.go(PageId::models);
  end_card();
}

void RoutingPage::draw_circuits(const RoutingView& view) {
  for (const auto& circuit : view.circuits)
    notice(NoticeKind::warning, circuit.title + ". " + circuit.detail);
}

} // namespace geminid::webui
