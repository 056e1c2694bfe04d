#include "shared/model_list_dto.hpp"

#include "shared/config_rules.hpp"

#include <array>

namespace geminid::dto {
namespace {

constexpr std::size_t models_max = 100'000;
constexpr TextRule model_name{.size_max = 1'024}; // clients name models as they like

constexpr std::array<std::pair<UnavailableCause, std::string_view>, 4> causes{{
    {UnavailableCause::missing, "missing"},
    {UnavailableCause::not_in_tier, "not_in_tier"},
    {UnavailableCause::exhausted, "exhausted"},
    {UnavailableCause::cooling_down, "cooling_down"},
}};

void read_amount(Fields& fields, std::string_view name, std::int64_t& amount) {
  std::optional<std::int64_t> known = amount;
  fields.nullable(name, known, [&](Fields& f, std::int64_t& value) { f.integer(name, value, count_range); });
  amount = known.value_or(0);
}

void read(Fields& fields, PoolWindow& window) {
  std::int64_t whole = 0; // follows from the others
  read_amount(fields, "limit", whole);
  read_amount(fields, "known_limit", window.known_limit);
  read_amount(fields, "remaining", window.remaining);
  fields.integer("used", window.used, count_range)
      .integer("limited", window.limited, count_range)
      .integer("unlimited", window.unlimited, count_range)
      .integer("unknown", window.unknown, count_range)
      .nullable("resets_at", window.resets_at, [](Fields& f, Instant& at) { f.instant("resets_at", at); });
}

void read(Fields& fields, ModelTotals& totals) {
  fields.integer("keys", totals.keys, count_range)
      .integer("projects", totals.projects, count_range)
      .object("rpm", [&](Fields& of) { read(of, totals.rpm); })
      .object("tpm", [&](Fields& of) { read(of, totals.tpm); })
      .object("rpd", [&](Fields& of) { read(of, totals.rpd); })
      .strings("counted_with", totals.counted_with, {.count_max = models_max, .item = model_name});
}

void read_nullable_text(Fields& fields, std::string_view name, std::string& out) {
  std::optional<std::string> text;
  fields.nullable(name, text, [name](Fields& in, std::string& value) { in.text(name, value); });
  out = std::move(text).value_or("");
}

Result<UnavailableProject> parse_unavailable(const json& document) {
  UnavailableProject who;
  Fields fields{document, "models.unavailable"};
  read_nullable_text(fields, "project", who.project);
  read_nullable_text(fields, "key_id", who.key_id);
  read_nullable_text(fields, "key", who.key);
  fields.choice<UnavailableCause>("cause", who.cause, causes)
      .text("reason", who.reason, prose_rule)
      .nullable("until", who.until, [](Fields& in, Instant& at) { in.instant("until", at); });
  return fields.finish(std::move(who));
}

// Nothing wrong: nothing.
std::optional<Error> read_unavailable(Fields& fields, std::vector<UnavailableProject>& out) {
  const auto* const list = fields.member("unavailable");
  if (list == nullptr)
    return std::nullopt;
  if (!list->is_array() || list->size() > unavailable_listed_max) {
    fields.fail("unavailable", "must be a list of at most " + std::to_string(unavailable_listed_max));
    return std::nullopt;
  }
  for (const auto& entry : *list) {
    auto who = parse_unavailable(entry);
    if (!who)
      return who.error();
    out.push_back(std::move(*who));
  }
  return std::nullopt;
}

json unless_empty(const std::string& text) {
  return text.empty() ? json(nullptr) : json(text);
}

json to_json(const UnavailableProject& who) {
  return {{"project", unless_empty(who.project)},
          {"key_id", unless_empty(who.key_id)},
          {"key", unless_empty(who.key)},
          {"cause", enum_name<UnavailableCause>(causes, who.cause)},
          {"reason", who.reason},
          {"until", nullable_json(who.until)}};
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

EnumNames<UnavailableCause> unavailable_cause_names() {
  return causes;
}

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
        of.object("totals", [&](Fields& inner) {
            read(inner, model.totals);
          }).integer("unavailable_total", model.unavailable_total, count_range);
        if (const auto error = read_unavailable(of, model.unavailable))
          return *error;
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
    auto& unavailable = entry["unavailable"] = json::array();
    for (const auto& who : model.unavailable)
      unavailable.push_back(to_json(who));
    entry["unavailable_total"] = model.unavailable_total;
    list.push_back(std::move(entry));
  }
  return {{"models", std::move(list)}};
}

} // namespace geminid::dto
