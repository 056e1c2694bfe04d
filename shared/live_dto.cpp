#include "shared/live_dto.hpp"

namespace geminid::dto {
namespace {

constexpr ListRule ids{.count_max = 1'000'000, .item = name_rule};

constexpr std::pair<CheckState, std::string_view> check_states[] = {
    {CheckState::running, "running"}, {CheckState::done, "done"}, {CheckState::cancelled, "cancelled"}};

// The one member of an object whose members are numbers with free names.
std::map<std::string, std::int64_t> counts_by_name(Fields& fields, const char* name) {
  std::map<std::string, std::int64_t> counts;
  const json* object = fields.member(name);
  if (object == nullptr)
    return counts;
  if (!object->is_object() || object->size() > states_max) {
    fields.fail(name, "must be an object of numbers");
    return counts;
  }
  for (const auto& [key, value] : object->items())
    if (value.is_number_integer())
      counts[key] = value.get<std::int64_t>();
    else
      fields.fail(name, "must be an object of numbers");
  return counts;
}

} // namespace

EnumNames<CheckState> check_state_names() {
  return check_states;
}

Result<Pulse> parse_pulse(const json& document) {
  Pulse pulse;
  Fields fields{document};
  fields.instant("at", pulse.at)
      .instant("since", pulse.since)
      .integer("requests", pulse.requests, count_range)
      .integer("failures", pulse.failures, count_range)
      .integer("attempts", pulse.attempts, count_range)
      .integer("prompt_tokens", pulse.prompt_tokens, count_range)
      .integer("completion_tokens", pulse.completion_tokens, count_range)
      .integer("waiting", pulse.waiting, count_range)
      .integer("circuits", pulse.circuits, count_range);
  pulse.keys = counts_by_name(fields, "keys");
  return fields.finish(std::move(pulse));
}

json to_json(const Pulse& pulse) {
  return {{"at", to_rfc3339(pulse.at)},
          {"since", to_rfc3339(pulse.since)},
          {"requests", pulse.requests},
          {"failures", pulse.failures},
          {"attempts", pulse.attempts},
          {"prompt_tokens", pulse.prompt_tokens},
          {"completion_tokens", pulse.completion_tokens},
          {"waiting", pulse.waiting},
          {"circuits", pulse.circuits},
          {"keys", pulse.keys}};
}

Result<CheckJob> parse_check_job(const json& document) {
  CheckJob job;
  Fields fields{document};
  fields.text("id", job.id, name_rule)
      .integer("total", job.total, count_range)
      .integer("done", job.done, count_range)
      .integer("valid", job.valid, count_range)
      .integer("invalid", job.invalid, count_range)
      .integer("unreachable", job.unreachable, count_range)
      .choice("state", job.state, check_state_names())
      .instant("started_at", job.started_at)
      .nullable("ended_at", job.ended_at, [](Fields& f, Instant& at) { f.instant("ended_at", at); });
  return fields.finish(std::move(job));
}

json to_json(const CheckJob& job) {
  return {{"id", job.id},
          {"total", job.total},
          {"done", job.done},
          {"valid", job.valid},
          {"invalid", job.invalid},
          {"unreachable", job.unreachable},
          {"state", enum_name(check_state_names(), job.state)},
          {"started_at", to_rfc3339(job.started_at)},
          {"ended_at", nullable_json(job.ended_at)}};
}

Result<Hint> parse_hint(const json& document) {
  Hint hint;
  Fields fields{document};
  fields.text("kind", hint.kind, name_rule)
      .text("model", hint.model, name_rule)
      .strings("keys", hint.keys, ids)
      .strings("projects", hint.projects, ids)
      .integer("times", hint.times, count_range)
      .instant("first_at", hint.first_at)
      .instant("last_at", hint.last_at);
  return fields.finish(std::move(hint));
}

json to_json(const Hint& hint) {
  return {{"kind", hint.kind},
          {"model", hint.model},
          {"keys", hint.keys},
          {"projects", hint.projects},
          {"times", hint.times},
          {"first_at", to_rfc3339(hint.first_at)},
          {"last_at", to_rfc3339(hint.last_at)}};
}

} // namespace geminid::dto
