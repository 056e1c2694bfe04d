#include "shared/key_requests_dto.hpp"

#include <array>

namespace geminid::dto {
namespace {

constexpr std::array<std::pair<BulkAction, std::string_view>, 5> actions{{
    {BulkAction::enable, "enable"},
    {BulkAction::disable, "disable"},
    {BulkAction::remove, "delete"},
    {BulkAction::reset, "reset"},
    {BulkAction::check, "check"},
}};

constexpr std::size_t key_text_size_max = 4096; // longer than any key: key_text refuses it with its line

void read_project(Fields& fields, std::optional<std::string>& project) {
  Change<std::string> change;
  fields.change("project", change, [](Fields& in, std::string& text) { in.text("project", text); });
  if (change)
    project = change->value_or("");
}

void read_limit_patches(Fields& fields, LimitPatches& patches) {
  fields.map(
      "limits", limited_models_max, {.size_min = 1, .size_max = 128},
      [&patches](const std::string& model, Fields& in) { read_limit_patch(in, patches[model].emplace()); },
      [&patches](const std::string& model) { patches[model].reset(); });
}

// Keys by their ids, or all in a state.
Fields& read_whose(Fields& fields, std::optional<std::vector<std::string>>& ids, std::optional<KeyState>& state) {
  static constexpr ListRule rule{
      .count_min = 1, .count_max = keys_per_request_max, .item = {.size_min = 1, .size_max = 64}};
  return fields.optional("ids", ids, [](Fields& in, std::vector<std::string>& list) { in.strings("ids", list, rule); })
      .optional("state", state,
                [](Fields& in, KeyState& one) { in.choice<KeyState>("state", one, key_state_names()); });
}

} // namespace

EnumNames<BulkAction> bulk_action_names() {
  return actions;
}

Result<KeyPatch> parse_key_patch(const json& document) {
  KeyPatch patch;
  Fields fields{document};
  fields.optional("name", patch.name, [](Fields& in, std::string& text) { in.text("name", text); })
      .optional("weight", patch.weight,
                [](Fields& in, double& weight) { in.positive_number("weight", weight, weight_max); })
      .optional("enabled", patch.enabled, [](Fields& in, bool& enabled) { in.boolean("enabled", enabled); })
      .optional("priority", patch.priority,
                [](Fields& in, std::int64_t& priority) { in.integer("priority", priority, priority_range); })
      .optional("tags", patch.tags, [](Fields& in, std::vector<std::string>& tags) {
        in.strings("tags", tags, {.count_max = tags_max, .item = tag_rule});
      });
  read_project(fields, patch.project);
  read_limit_patches(fields, patch.limits);
  return fields.finish(std::move(patch));
}

json to_json(const KeyPatch& patch) {
  json out = json::object();
  const auto add = [&out](const char* name, const auto& value) {
    if (value)
      out[name] = *value;
  };
  add("name", patch.name);
  add("weight", patch.weight);
  add("enabled", patch.enabled);
  add("project", patch.project);
  add("priority", patch.priority);
  add("tags", patch.tags);
  for (const auto& [model, limits] : patch.limits)
    out["limits"][model] = limits ? to_json(*limits) : json(nullptr);
  return out;
}

Result<AddKeysRequest> parse_add_keys_request(const json& document) {
  AddKeysRequest request;
  std::optional<std::string> project;
  Fields fields{document};
  fields
      .optional("keys", request.keys,
                [](Fields& in, std::vector<std::string>& keys) {
                  in.strings("keys", keys,
                             {.count_min = 1,
                              .count_max = keys_per_request_max,
                              .item = {.size_max = key_text_size_max, .multiline = true},
                              .unique = false});
                })
      .optional("text", request.text,
                [](Fields& in, std::string& text) {
                  in.text("text", text, {.size_max = pasted_text_size_max, .multiline = true});
                })
      .positive_number("weight", request.weight, weight_max)
      .text("name", request.name)
      .integer("priority", request.priority, priority_range)
      .boolean("dry_run", request.dry_run);
  read_project(fields, project);
  request.project = project.value_or("");
  if (request.keys.has_value() == request.text.has_value())
    fields.fail("keys", "or text must be given, one of the two");
  return fields.finish(std::move(request));
}

json to_json(const AddKeysRequest& request) {
  json out{{"weight", request.weight},
           {"name", request.name},
           {"project", request.project},
           {"priority", request.priority},
           {"dry_run", request.dry_run}};
  if (request.keys)
    out["keys"] = *request.keys;
  if (request.text)
    out["text"] = *request.text;
  return out;
}

Result<BulkRequest> parse_bulk_request(const json& document) {
  BulkRequest request;
  Fields fields{document};
  read_whose(fields, request.ids, request.state)
      .required("action")
      .choice<BulkAction>("action", request.action, actions);
  if (request.ids.has_value() == request.state.has_value())
    fields.fail("ids", "or state must be given, one of the two");
  return fields.finish(std::move(request));
}

Result<CheckRequest> parse_check_request(const json& document) {
  CheckRequest request;
  Fields fields{document};
  read_whose(fields, request.ids, request.state).boolean("background", request.background);
  if (request.ids && request.state)
    fields.fail("ids", "and state must not both be given");
  return fields.finish(std::move(request));
}

json to_json(const BulkRequest& request) {
  json out{{"action", enum_name<BulkAction>(actions, request.action)}};
  if (request.ids)
    out["ids"] = *request.ids;
  if (request.state)
    out["state"] = enum_name(key_state_names(), *request.state);
  return out;
}

} // namespace geminid::dto
