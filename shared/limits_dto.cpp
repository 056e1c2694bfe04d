#include "shared/limits_dto.hpp"

namespace geminid::dto {
namespace {

using Kind = LimitSetting::Kind;

void read_limit(Fields& fields, std::string_view name, LimitSetting& limit) {
  Change<std::int64_t> change;
  fields.change(name, change, [name](Fields& in, std::int64_t& value) { in.integer(name, value, limit_range); });
  if (!change)
    return;
  limit = *change ? LimitSetting{Kind::value, **change} : LimitSetting{Kind::unlimited, 0};
}

void add_limit(json& object, std::string_view name, const LimitSetting& limit) {
  if (limit.kind == Kind::unlimited)
    object[std::string{name}] = nullptr;
  if (limit.kind == Kind::value)
    object[std::string{name}] = limit.value;
}

void patch_limit(LimitSetting& limit, const Change<std::int64_t>& change) {
  if (change)
    limit = *change ? LimitSetting{Kind::value, **change} : LimitSetting{};
}

} // namespace

void read_limits(Fields& fields, LimitSet& limits) {
  read_limit(fields, "rpm", limits.rpm);
  read_limit(fields, "tpm", limits.tpm);
  read_limit(fields, "rpd", limits.rpd);
}

void add_limits(json& object, const LimitSet& limits) {
  add_limit(object, "rpm", limits.rpm);
  add_limit(object, "tpm", limits.tpm);
  add_limit(object, "rpd", limits.rpd);
}

void read_limit_patch(Fields& fields, LimitPatch& patch) {
  const auto read = [&fields](std::string_view name, Change<std::int64_t>& out) {
    fields.change(name, out, [name](Fields& in, std::int64_t& value) { in.integer(name, value, limit_range); });
  };
  read("rpm", patch.rpm);
  read("tpm", patch.tpm);
  read("rpd", patch.rpd);
}

LimitSet patched(LimitSet limits, const LimitPatch& patch) {
  patch_limit(limits.rpm, patch.rpm);
  patch_limit(limits.tpm, patch.tpm);
  patch_limit(limits.rpd, patch.rpd);
  return limits;
}

json to_json(const LimitPatch& patch) {
  json out = json::object();
  add_change(out, "rpm", patch.rpm);
  add_change(out, "tpm", patch.tpm);
  add_change(out, "rpd", patch.rpd);
  return out;
}

} // namespace geminid::dto
