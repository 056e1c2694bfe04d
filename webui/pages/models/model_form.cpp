#include "webui/pages/models/model_form.hpp"

#include "shared/config_rules.hpp"
#include "webui/core/format.hpp"
#include "webui/pages/models/availability_list.hpp"
#include "webui/pages/thinking_fields.hpp"
#include "webui/widgets/controls.hpp"
#include "webui/widgets/language.hpp"
#include "webui/widgets/surfaces.hpp"

#include <algorithm>

namespace geminid::webui {
namespace {

constexpr Phrase add_title{"Add a model", "添加模型"};
constexpr Phrase name_label{"Name, as Google knows it", "模型名（Google 的名称）"};
constexpr Phrase enabled_label{"Enabled", "启用"};
constexpr Phrase limits_title{"Limits of each key", "每个密钥的限额"};
constexpr Phrase limits_explained{
    "Learned: used freely until Google names a limit in a refusal, which is kept from then on. Keys of one project "
    "share theirs.",
    "自动学习：先不限制，Google 在拒绝请求时告知限额后即按其执行。同一项目的密钥共享限额。"};
constexpr std::array<Phrase, 3> window_names{{{"Requests per minute (RPM)", "每分钟请求数（RPM）"},
                                              {"Input tokens per minute (TPM)", "每分钟输入 Token 数（TPM）"},
                                              {"Requests per day (RPD)", "每日请求数（RPD）"}}};
constexpr Phrase number_of{"Number ({})", "数值（{}）"};
constexpr std::array short_names{"RPM", "TPM", "RPD"};
constexpr Phrase aliases_label{"Aliases, one a line", "别名，每行一个"};
constexpr Phrase fallbacks_label{"Fallbacks, tried in this order, one a line", "后备模型，按顺序尝试，每行一个"};
constexpr Phrase thinking_label{"Thinking", "思考"};
constexpr Phrase thinking_inherited{"As the settings say", "跟随全局设置"};
constexpr Phrase price_title{"Price", "价格"};
constexpr Phrase price_explained{"US dollars per million tokens, for the estimates of cost. Empty: no price.",
                                 "每百万 Token 的美元价格，用于估算费用。留空表示没有价格。"};
constexpr Phrase input_label{"Input", "输入"};
constexpr Phrase output_label{"Output", "输出"};
constexpr Phrase cached_label{"Cached input", "缓存输入"};
constexpr Phrase save_label{"Save", "保存"};
constexpr Phrase cancel_label{"Cancel", "取消"};
constexpr Phrase reset_label{"Reset to defaults", "恢复默认"};
constexpr std::size_t names_size_max = 16U << 10U;

} // namespace

void ModelForm::begin_add() {
  *this = ModelForm{};
  open_ = adding_ = true;
}

void ModelForm::begin_edit(const std::string& id, const dto::ModelConfig& config, const dto::ModelPrice* price) {
  *this = ModelForm{};
  before_ = draft_ = model_draft(id, config, price);
  open_ = true;
}

void ModelForm::fail(std::string error) {
  error_ = std::move(error);
  busy_ = false;
}

bool ModelForm::price_changed() const {
  return draft_.input_price != before_.input_price || draft_.output_price != before_.output_price ||
         draft_.cached_price != before_.cached_price;
}

ModelFormAction ModelForm::draw(bool priced, const Availability* availability) {
  if (!begin_drawer("##model-form", adding_ ? tr(add_title) : draft_.id.c_str(), open_, 540))
    return ModelFormAction::none;
  auto action = ModelFormAction::none;
  if (adding_)
    text_field(tr(name_label), draft_.id, {.hint = "gemini-2.5-flash", .size_max = dto::model_name_size_max});
  toggle(tr(enabled_label), draft_.enabled);
  space();
  draw_limits();
  space();
  text_field(tr(aliases_label), draft_.aliases, {.lines = 3, .size_max = names_size_max});
  text_field(tr(fallbacks_label), draft_.fallbacks, {.lines = 3, .size_max = names_size_max});
  thinking_fields(tr(thinking_label), draft_.thinking, thinking_inherited);
  space();
  if (priced)
    draw_price();
  if (!error_.empty())
    notice(NoticeKind::error, error_);
  if (button(tr(save_label), ButtonKind::primary, !busy_))
    action = ModelFormAction::save;
  ImGui::SameLine();
  if (button(tr(cancel_label), ButtonKind::quiet))
    open_ = false;
  if (!adding_) {
    align_right(button_width(tr(reset_label)));
    if (button(tr(reset_label), ButtonKind::danger, !busy_))
      action = ModelFormAction::reset;
  }
  if (!adding_ && availability != nullptr) {
    space(12);
    wanted_keys_ = draw_availability(*availability);
  }
  space(20);
  end_drawer();
  return action;
}

void ModelForm::draw_limits() {
  heading(tr(limits_title), 2);
  paragraph(tr(limits_explained), muted(small_text_size));
  std::array<const char*, limit_choices.size()> choices{};
  for (std::size_t i = 0; i < choices.size(); ++i)
    choices[i] = tr(limit_choices[i]);
  for (std::size_t i = 0; i < window_names.size(); ++i) {
    auto& limit = draft_.limits[i];
    const auto* const name = tr(window_names[i]);
    const auto grid = columns(170, 2);
    next_column(0, grid);
    select(name, limit.choice, choices, grid.width);
    if (static_cast<dto::LimitSetting::Kind>(limit.choice) != dto::LimitSetting::Kind::value)
      continue;
    next_column(1, grid);
    integer_field(filled(tr(number_of), {short_names[i]}), limit.value, dto::limit_range.min, dto::limit_range.max,
                  {.width = grid.width});
  }
}

void ModelForm::draw_price() {
  heading(tr(price_title), 2);
  paragraph(tr(price_explained), muted(small_text_size));
  const auto grid = columns(130, 3);
  const std::array prices{&draft_.input_price, &draft_.output_price, &draft_.cached_price};
  const std::array labels{&input_label, &output_label, &cached_label};
  for (std::size_t i = 0; i < prices.size(); ++i) {
    next_column(static_cast<int>(i), grid);
    text_field(tr(*labels[i]), *prices[i], {.hint = "0.30", .width = grid.width, .size_max = 20});
  }
  space();
}

} // namespace geminid::webui
