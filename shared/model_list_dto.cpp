#include "shared/model_list_dto.hpp"

#include "shared/config_rules.hpp"

#include <limits>

namespace geminid::dto {
namespace {

constexpr IntegerRange count{0, std::numeric_limits<std::int64_t>::max()};
constexpr std::size_t models_max = 100'000;
constexpr TextRule model_name{.size_max = 1'024}; // clients name models as they like

void read_amount(Fields& fields, std::string_view name, std::int64_t& amount) {
  std::optional<std::int64_t> known = amount;
  fields.nullable(name, known, [&](Fields& f, std::int64_t& value) { f.integer(name, value, count); });
  amount = known.value_or(0);
}

void read(Fields& fields, PoolWindow& window) {
  std::int64_t whole = 0; // follows from the others
  read_amount(fields, "limit", whole);
  read_amount(fields, "known_limit", window.known_limit);
  read_amount(fields, "remaining", window.remaining);
  fields.integer("used", window.used, count)
      .integer("limited", window.limited, count)
      .integer("unlimited", window.unlimited, count)
      .integer("unknown", window.unknown, count)
      .nullable("resets_at", window.resets_at, [](Fields& f, Instant& at) { f.instant("resets_at", at); });
}

void read(Fields& fields, ModelTotals& totals) {
  fields.integer("keys", totals.keys, count)
      .integer("projects", totals.projects, count)
      .object("rpm", [&](Fields& of) { read(of, totals.rpm); })
      .object("tpm", [&](Fields& of) { read(of, totals.tpm); })
      .object("rpd", [&](Fields& of) { read(of, totals.rpd); })
      .strings("counted_with", totals.counted_with, {.count_max = models_max, .item = model_name});
}

json to_json(const PoolWindow& window) {
  const auto of_known = [&](std::int64_t amount) { return window.limited > 0 ? json(amount) : json(nullptr); };
  return {{"used", window.used},
          {"limit", nullable_json(window.limit())},
          {"known_limit", of_known(window.known_limit)},
          {"remaining", of_known(window.remaining)},
          {"limited", window.limited},
          {"unlimited", window.unlimited},
          {"unknown", window.unknown},
          {"resets_at", nullable_json(window.resets_at)}};
}

json to_json(const ModelTotals& totals) {
  return {{"keys", totals.keys},        {"projects", totals.projects}, {"rpm", to_json(totals.rpm)},
          {"tpm", to_json(totals.tpm)}, {"rpd", to_json(totals.rpd)},  {"counted_with", totals.counted_with}};
}

} // namespace

std::optional<std::int64_t> PoolWindow::limit() const {
  return limited > 0 && unlimited == 0 && unknown == 0 ? std::optional{known_limit} : std::nullopt;
}

Result<std::vector<ModelListing>> parse_model_list(const json& document) {
  std::vector<ModelListing> models;
  Fields fields{document};
  if (const auto* list = fields.required("models").member("models"); list != nullptr) {
    if (!list->is_array() || list->size() > models_max)
      fields.fail("models", "must be a list of at most 100000");
    else
      for (const auto& entry : *list) {
        ModelListing model;
        Fields of{entry, "models"};
        of.required("id").text("id", model.id, model_name);
        read_model_config(of, model.config);
        of.object("totals", [&](Fields& inner) { read(inner, model.totals); });
        auto read_whole = of.finish(std::move(model));
        if (!read_whole)
          return read_whole.error();
        models.push_back(std::move(*read_whole));
      }
  }
  return fields.finish(std::move(models));
}

json to_json(const std::vector<ModelListing>& models) {
  json list = json::array();
  for (const auto& model : models) {
    auto entry = to_json(model.config);
    entry["id"] = model.id;
    entry["totals"] = to_json(model.totals);
    list.push_back(std::move(entry));
  }
  return {{"models", std::move(list)}};
}

} // namespace geminid::dto
