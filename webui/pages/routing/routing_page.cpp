#include "webui/pages/routing/routing_page.hpp"

#include "webui/core/format.hpp"
#include "webui/widgets/frames.hpp"
#include "webui/widgets/language.hpp"

#include <array>
#include <span>

namespace geminid::webui {
namespace {

/// The picture follows the keys' use at most so often: it costs a thousand keys.
constexpr Duration look_again{10'000};

constexpr Phrase keys_failed{"The keys could not be loaded: {}", "无法加载密钥：{}"};
constexpr Phrase models_failed{"The models could not be loaded: {}", "无法加载模型：{}"};

Result<std::vector<dto::Circuit>> parse_circuits(const dto::json& document) {
  std::vector<dto::Circuit> circuits;
  const auto list = document.find("circuits");
  if (list == document.end() || !list->is_array())
    return Error{"must be a list", "circuits"};
  for (const auto& entry : *list) {
    auto circuit = dto::parse_circuit(entry);
    if (!circuit)
      return circuit.error();
    circuits.push_back(std::move(*circuit));
  }
  return circuits;
}

} // namespace

void RoutingPage::enter(std::string_view) {
  form_.make_stale();
  keys_.make_stale();
  models_.make_stale();
  circuits_.make_stale();
}

void RoutingPage::changed(Change change) {
  const auto is = [change](Change kind) { return change == kind || change == Change::all; };
  if (is(Change::settings))
    form_.make_stale();
  if (is(Change::models))
    models_.make_stale();
  if (is(Change::circuits))
    circuits_.make_stale();
  if (change == Change::all)
    keys_.make_stale();
}

void RoutingPage::load() {
  auto& client = context().client;
  const auto loaded = keys_.loaded_at();
  if (loaded && context().host.now() - *loaded >= look_again)
    keys_.make_stale();
  if (keys_.wanted())
    client.load(keys_, "/admin/api/keys?limit=1000", dto::parse_key_page);
  if (models_.wanted())
    client.load(models_, "/admin/api/models", dto::parse_model_list);
  if (circuits_.wanted())
    client.load(circuits_, "/admin/api/circuits", parse_circuits);
  redraw_within(look_again);
}

RoutingView RoutingPage::view() const {
  static const dto::KeyPage no_keys;
  static const std::vector<dto::ModelListing> no_models;
  static const std::vector<dto::Circuit> no_circuits;
  const auto& keys = keys_.get() != nullptr ? *keys_.get() : no_keys;
  return make_routing_view(keys.keys, keys.total, models_.get() != nullptr ? *models_.get() : no_models,
                           circuits_.get() != nullptr ? *circuits_.get() : no_circuits, context().host.now(), locale());
}

void RoutingPage::draw() {
  load();
  if (!form_.ready())
    return;
  if (!keys_.error().empty())
    notice(NoticeKind::error, filled(tr(keys_failed), {keys_.error()}));
  if (!models_.error().empty())
    notice(NoticeKind::error, filled(tr(models_failed), {models_.error()}));
  const auto shown = view();
  draw_circuits(shown);
  draw_settings(shown);
  draw_save();
  static const std::vector<dto::ModelListing> no_models;
  if (keys_.get() != nullptr && !keys_.get()->keys.empty())
    spread_.draw(keys_.get()->keys, models_.get() != nullptr ? *models_.get() : no_models,
                 keys_.revision() * 1'000 + models_.revision(), form_.draft().current().routing, form_.wanted().routing,
                 context().host.now());
  draw_information(shown);
}

void RoutingPage::draw_column(std::span<const Card> cards, const RoutingView& view, float width) {
  ImGui::BeginGroup();
  for (const auto card : cards)
    (this->*card)(view, width);
  ImGui::EndGroup();
}

// What grows with changes stands below, so that no control moves away under the pointer.
void RoutingPage::draw_settings(const RoutingView& view) {
  static constexpr std::array<Card, 3> all{&RoutingPage::draw_choice, &RoutingPage::draw_attempts,
                                           &RoutingPage::draw_thresholds};
  static constexpr std::array<Card, 2> left{&RoutingPage::draw_choice, &RoutingPage::draw_thresholds};
  const std::span<const Card> cards{all};
  const auto grid = columns(350, 3);
  if (grid.count == 1) {
    draw_column(cards, view, grid.width);
    return;
  }
  draw_column(grid.count == 2 ? std::span<const Card>{left} : cards.first(1), view, grid.width);
  next_column(1, grid);
  draw_column(cards.subspan(1, 1), view, grid.width);
  if (grid.count == 2)
    return;
  next_column(2, grid);
  draw_column(cards.last(1), view, grid.width);
}

void RoutingPage::draw_information(const RoutingView& view) {
  static constexpr std::array<Card, 3> all{&RoutingPage::draw_priorities, &RoutingPage::draw_fallbacks,
                                           &RoutingPage::draw_failover};
  const std::span<const Card> cards{all};
  const auto grid = columns(350, 3);
  if (grid.count == 2) {
    draw_column(cards.first(2), view, grid.width);
    next_column(1, grid);
    draw_column(cards.last(1), view, grid.width);
    return;
  }
  for (std::size_t i = 0; i < cards.size(); ++i) {
    next_column(static_cast<int>(i), grid);
    draw_column(cards.subspan(i, 1), view, grid.width);
  }
}

} // namespace geminid::webui
