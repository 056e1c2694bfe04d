#include "webui/pages/settings/price_card.hpp"

#include "shared/model_dto.hpp"
#include "webui/core/format.hpp"
#include "webui/widgets/controls.hpp"
#include "webui/widgets/icons.hpp"
#include "webui/widgets/language.hpp"

#include <algorithm>

namespace geminid::webui {
namespace {

constexpr Phrase title{"Prices", "价格表"};
constexpr Phrase explanation{
    "US dollars per million tokens: input, output (thinking included), and input out of the cache. From these the "
    "costs "
    "in statistics are estimated; no price is built in.",
    "每百万 token 的美元价格：输入、输出（含思考）、缓存命中的输入。统计中的费用据此估算；没有内置价格。"};
constexpr Phrase input_head{"Input", "输入"};
constexpr Phrase output_head{"Output", "输出"};
constexpr Phrase cached_head{"Cached", "缓存"};
constexpr Phrase input_name{"Input price of {}", "{} 的输入价格"};
constexpr Phrase output_name{"Output price of {}", "{} 的输出价格"};
constexpr Phrase cached_name{"Cached input price of {}", "{} 的缓存输入价格"};
constexpr Phrase remove_name{"Remove the price of {}", "移除 {} 的价格"};
constexpr Phrase new_model{"Model to price", "要定价的模型"};
constexpr Phrase new_input{"Input price", "输入价格"};
constexpr Phrase new_output{"Output price", "输出价格"};
constexpr Phrase add_label{"Add price", "添加价格"};
constexpr Phrase empty{"No prices yet: costs are not shown.", "尚无价格，因此不显示费用。"};

constexpr float head_gap = 8;
constexpr std::size_t rows_max = 8; // more scroll

float remove_width() {
  return ImGui::GetFrameHeight();
}

// Of each of the three numbers, beside a name that takes the rest, or below it on a phone.
float number_width(float room) {
  const auto rest = room - remove_width() - head_gap * 3;
  return narrow() ? rest / 3 : std::min(92.0F, rest / 5);
}

float row_height() {
  const auto spacing = ImGui::GetStyle().ItemSpacing.y;
  return ImGui::GetFrameHeight() + spacing + (narrow() ? ImGui::GetTextLineHeight() + spacing : 0);
}

void draw_heads(float room) {
  const auto width = number_width(room);
  const auto left = ImGui::GetCursorPosX() + (narrow() ? 0 : room - remove_width() - (width + head_gap) * 3);
  int i = 0;
  for (const auto* head : {&input_head, &output_head, &cached_head}) {
    if (i > 0)
      ImGui::SameLine();
    ImGui::SetCursorPosX(left + static_cast<float>(i++) * (width + head_gap) + 2);
    text(tr(*head), muted(small_text_size));
  }
}

} // namespace

void PriceCard::draw(SettingsForm& form, float width) {
  begin_card("##prices", {width, 0});
  form.title(title, SettingsSection::prices);
  paragraph(tr(explanation), muted(small_text_size));
  space(2);
  auto& prices = form.wanted().prices;
  if (prices.empty())
    text(tr(empty), muted(14));
  else
    draw_heads(ImGui::GetContentRegionAvail().x);
  const auto rows = std::min(prices.size(), rows_max);
  if (!prices.empty()) {
    ImGui::BeginChild("##rows", {0, static_cast<float>(rows) * row_height()}, ImGuiChildFlags_NavFlattened);
    ImGuiListClipper clipper;
    clipper.Begin(static_cast<int>(prices.size()), row_height());
    while (clipper.Step()) {
      auto at = std::next(prices.begin(), clipper.DisplayStart);
      for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i, ++at)
        draw_row(form, at->first, at->second);
    }
    ImGui::EndChild();
  }
  if (!removed_.empty()) {
    prices.erase(removed_);
    form.forget_typed("prices." + removed_ + ".");
    removed_.clear();
  }
  draw_new(form);
  form.footer(SettingsSection::prices);
  end_card();
}

void PriceCard::draw_row(SettingsForm& form, const std::string& model, dto::ModelPrice& price) {
  const auto room = ImGui::GetContentRegionAvail().x;
  const auto width = number_width(room);
  const auto left = ImGui::GetCursorPosX();
  const auto numbers = left + (narrow() ? 0 : room - remove_width() - (width + head_gap) * 3);
  if (narrow()) {
    text_cut(model, room);
  } else {
    ImGui::AlignTextToFramePadding();
    text_cut(model, numbers - left - head_gap);
    ImGui::SameLine();
  }
  const auto path = "prices." + model;
  std::optional<double> input{price.input};
  std::optional<double> output{price.output};
  ImGui::SetCursorPosX(numbers);
  if (form.price(path + ".input", filled(tr(input_name), {model}), input, false, width))
    price.input = *input;
  ImGui::SameLine(0, head_gap);
  if (form.price(path + ".output", filled(tr(output_name), {model}), output, false, width))
    price.output = *output;
  ImGui::SameLine(0, head_gap);
  form.price(path + ".cached_input", filled(tr(cached_name), {model}), price.cached_input, true, width);
  ImGui::SameLine(0, head_gap);
  if (icon_button(icon::remove, filled(tr(remove_name), {model})))
    removed_ = model;
}

void PriceCard::draw_new(SettingsForm& form) {
  const auto room = ImGui::GetContentRegionAvail().x;
  const auto button_room = button_width(tr(add_label)) + head_gap;
  const auto number = narrow() ? (room - button_room - head_gap * 2) / 2 : 92.0F;
  TextFieldOptions options;
  options.hint = tr(new_model);
  options.width = narrow() ? 0 : room - button_room - (number + head_gap) * 2;
  options.size_max = 128;
  space(2);
  text_field(std::string{"##"} + tr(new_model), model_, options);
  if (!narrow())
    ImGui::SameLine(0, head_gap);
  options.width = number;
  options.size_max = 16;
  options.hint = tr(input_head);
  text_field(std::string{"##"} + tr(new_input), input_, options);
  ImGui::SameLine(0, head_gap);
  options.hint = tr(output_head);
  text_field(std::string{"##"} + tr(new_output), output_, options);
  ImGui::SameLine(0, head_gap);
  auto& prices = form.wanted().prices;
  const auto input = price_number(input_);
  const auto output = price_number(output_);
  const bool room_left = prices.size() < dto::priced_models_max || prices.contains(model_);
  if (!button(tr(add_label), ButtonKind::plain, dto::is_model_name(model_) && input && output && room_left))
    return;
  prices[model_] = {*input, *output, std::nullopt};
  model_.clear();
  input_.clear();
  output_.clear();
}

} // namespace geminid::webui
