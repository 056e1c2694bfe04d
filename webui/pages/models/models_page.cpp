#include "webui/pages/models/models_page.hpp"

#include "shared/settings_dto.hpp"
#include "webui/core/format.hpp"
#include "webui/widgets/controls.hpp"
#include "webui/widgets/icons.hpp"
#include "webui/widgets/language.hpp"

#include <algorithm>

namespace geminid::webui {
namespace {

constexpr Phrase add_label{"Add model", "添加模型"};
constexpr Phrase search_label{"##Search models", "##搜索模型"};
constexpr Phrase search_hint{"Search by name or alias", "按名称或别名搜索"};
constexpr Phrase none_title{"No models yet", "还没有模型"};
constexpr Phrase none_explained{"A model appears here when somebody asks for it, or when you add it to set its limits.",
                                "有人请求过的模型会出现在这里；也可以先添加模型并设置限额。"};
constexpr Phrase nothing_found{"Nothing found", "没有匹配的模型"};
constexpr Phrase nothing_found_explained{"No name or alias holds what you search for.",
                                         "没有名称或别名包含所搜索的内容。"};
constexpr Phrase was_reset{"{} has its defaults again", "{} 已恢复默认设置"};
constexpr Phrase saved{"Saved", "已保存"};
constexpr const char* models_path = "/admin/api/models";
constexpr const char* settings_path = "/admin/api/settings";
constexpr Duration reload_every{5'000};

std::string path_of(const std::string& id) {
  return std::string{models_path} + "/" + percent_encoded(id);
}

Result<std::optional<dto::Prices>> parse_prices(const dto::json& document) {
  auto settings = dto::parse_settings(document);
  if (!settings)
    return settings.error();
  return document.contains("prices") ? std::optional{std::move(settings->prices)} : std::nullopt;
}

} // namespace

void ModelsPage::enter(std::string_view details) {
  models_.make_stale();
  prices_.make_stale();
  wanted_ = detail(details, "id");
}

void ModelsPage::changed(Change change) {
  if (change == Change::models || change == Change::all)
    models_.make_stale();
  if (change == Change::settings || change == Change::all)
    prices_.make_stale();
  const auto loaded = models_.loaded_at();
  if ((change == Change::pulse || change == Change::keys) && loaded && context().host.now() - *loaded >= reload_every)
    models_.make_stale();
}

void ModelsPage::load() {
  if (models_.wanted())
    context().client.load(models_, models_path, dto::parse_model_list);
  if (prices_.wanted())
    context().client.load(prices_, settings_path, parse_prices);
}

void ModelsPage::draw_actions() {
  const auto label = std::string{icon::add} + " " + tr(add_label);
  align_right(button_width(label));
  if (button(label, ButtonKind::primary))
    form_.begin_add();
}

void ModelsPage::draw() {
  load();
  if (!models_.error().empty())
    notice(NoticeKind::error, models_.error());
  if (models_.get() == nullptr && models_.loading())
    loading_line();
  if (models_.get() != nullptr) {
    if (!wanted_.empty())
      edit(std::exchange(wanted_, {}));
    draw_cards();
  }
  draw_form();
}

void ModelsPage::draw_cards() {
  const auto* const priced = prices_.get();
  const auto* const prices = priced != nullptr && *priced ? &**priced : nullptr;
  const auto view = make_models_view(*models_.get(), prices, resetting_, filter_, context().host.now(), locale());
  if (models_.get()->empty()) {
    if (empty_state(icon::model, tr(none_title), tr(none_explained),
                    std::string{icon::add} + " " + tr(add_label) + "##empty"))
      form_.begin_add();
    return;
  }
  text_field(tr(search_label), filter_, {.hint = tr(search_hint), .width = 340, .size_max = 200});
  text(view.summary, muted(small_text_size));
  if (view.cards.empty())
    empty_state(icon::search, tr(nothing_found), tr(nothing_found_explained));
  const auto grid = columns(360, 3);
  const auto height = card_height(view);
  for (std::size_t i = 0; i < view.cards.size(); ++i) {
    next_column(static_cast<int>(i), grid);
    if (draw_card(view.cards[i], {grid.width, height}))
      edit(view.cards[i].id);
  }
}

void ModelsPage::draw_form() {
  std::optional<Availability> availability;
  if (const auto* const model = form_.is_open() ? find(form_.draft().id) : nullptr)
    availability = make_availability(*model, context().host.now(), locale());
  const auto action =
      form_.draw(prices_.get() != nullptr && prices_.get()->has_value(), availability ? &*availability : nullptr);
  if (auto details = form_.take_wanted_keys()) {
    form_.close();
    context().navigator.go(PageId::keys, std::move(*details));
  }
  if (action == ModelFormAction::save)
    save();
  if (action == ModelFormAction::reset) {
    reset(form_.draft().id);
    form_.close();
  }
}

void ModelsPage::edit(const std::string& id) {
  const auto* const model = find(id);
  if (model == nullptr)
    return;
  const dto::ModelPrice* price = nullptr;
  if (const auto* const prices = prices_.get(); prices != nullptr && *prices)
    if (const auto found = (*prices)->find(id); found != (*prices)->end())
      price = &found->second;
  form_.begin_edit(id, resetting_.contains(id) ? dto::ModelConfig{} : model->config, price);
}

void ModelsPage::save() {
  const auto& draft = form_.draft();
  const auto config = model_config_of(draft, locale());
  const auto price = price_of(draft, locale());
  if (!config || !price) {
    form_.fail((config ? price.error() : config.error()).message);
    return;
  }
  form_.set_busy();
  const auto then = [this, id = draft.id, price = *price](const ApiResult& result) {
    if (!result) {
      tell_failure(result.error());
      return;
    }
    if (form_.price_changed()) {
      save_price(id, price);
      return;
    }
    form_.close();
    context().tell(NoticeKind::good, tr(saved));
  };
  put(draft.id, *config, then);
}

void ModelsPage::save_price(const std::string& id, const std::optional<dto::ModelPrice>& price) {
  const auto of_model = price ? dto::to_json(dto::Prices{{id, *price}})[id] : dto::json(nullptr);
  context().client.call("PATCH", settings_path, {{"prices", {{id, of_model}}}}, [this](const ApiResult& result) {
    prices_.make_stale();
    if (!result) {
      tell_failure(result.error());
      return;
    }
    form_.close();
    context().tell(NoticeKind::good, tr(saved));
  });
}

void ModelsPage::tell_failure(const ApiError& error) {
  if (!form_.is_open())
    context().tell(error);
  form_.fail(error.message);
}

void ModelsPage::set_enabled(const std::string& id, bool enabled) {
  auto* const model = find(id);
  if (model == nullptr)
    return;
  const auto former = resetting_.contains(id) ? dto::ModelConfig{} : model->config;
  model->config = former;
  model->config.enabled = enabled;
  put(id, model->config, [this, id, former](const ApiResult& result) {
    if (result)
      return;
    context().tell(result.error());
    if (auto* const shown = find(id))
      shown->config = former;
  });
}

// What is put now is not to be undone by a reset that still waits.
void ModelsPage::put(const std::string& id, const dto::ModelConfig& config, Client::OnResult on_result) {
  resetting_.erase(id);
  context().client.call("PUT", path_of(id), dto::to_json(config),
                        [this, on_result = std::move(on_result)](ApiResult result) {
                          models_.make_stale();
                          on_result(std::move(result));
                        });
}

void ModelsPage::reset(const std::string& id) {
  resetting_.insert(id);
  const auto commit = [this, id] {
    if (!resetting_.contains(id))
      return;
    context().client.call("DELETE", path_of(id), nullptr, [this, id](const ApiResult& result) {
      if (!result && result.error().status != 404)
        context().tell(result.error());
      else if (auto* const model = find(id))
        model->config = dto::ModelConfig{};
      resetting_.erase(id);
      models_.make_stale();
    });
  };
  context().toasts.undoable(filled(tr(was_reset), {id}), context().host.now(), commit,
                            [this, id] { resetting_.erase(id); });
}

dto::ModelListing* ModelsPage::find(const std::string& id) {
  auto* const models = models_.get();
  if (models == nullptr)
    return nullptr;
  const auto found =
      std::find_if(models->begin(), models->end(), [&](const dto::ModelListing& model) { return model.id == id; });
  return found == models->end() ? nullptr : &*found;
}

} // namespace geminid::webui
