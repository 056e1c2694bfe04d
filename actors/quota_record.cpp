#include "actors/quota_record.hpp"

#include "actors/record_fields.hpp"

#include <algorithm>

namespace geminid::actors {
namespace {

using nlohmann::json;

constexpr auto minute_field = "minute";
constexpr auto minute_block_field = "minute_block";

std::string text(const json& record, const char* name) {
  const auto found = record.find(name);
  return found != record.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

bool is_entry(const json& array, std::size_t size) {
  return array.is_array() && array.size() == size &&
         std::all_of(array.begin(), array.end(), [](const json& n) { return n.is_number_integer(); });
}

std::int64_t count(Instant instant) {
  return instant.time_since_epoch().count();
}

Instant instant(std::int64_t count) {
  return Instant{Duration{count}};
}

void put_hold(json& record, const char* name, const policy::Hold& hold) {
  if (hold.kind != policy::Block::none)
    record[name] = {{"kind", static_cast<int>(hold.kind)}, {"until", count(hold.until)}, {"reason", hold.reason}};
}

policy::Hold read_hold(const json& record, const char* name) {
  const auto found = record.find(name);
  if (found == record.end() || !found->is_object())
    return {};
  const auto kind = integer(*found, "kind").value_or(0);
  if (kind <= 0 || kind >= static_cast<std::int64_t>(policy::block_kinds))
    return {};
  return {static_cast<policy::Block>(kind), instant(integer(*found, "until").value_or(0)), text(*found, "reason")};
}

void put_quota(json& record, const policy::Quota& quota, std::int64_t day_reserved) {
  record["day"] = quota.day.day;
  record["reserved"] = day_reserved;
  if (quota.learned.rpm)
    record["learned_rpm"] = *quota.learned.rpm;
  if (quota.learned.tpm)
    record["learned_tpm"] = *quota.learned.tpm;
  if (quota.learned.rpd)
    record["learned_rpd"] = *quota.learned.rpd;
  if (quota.learned != policy::LearnedLimits{})
    record["learned_at"] = count(quota.learned_at);
  // The project's spending has a record of its own.
  put_hold(record, "block", quota.named.kind == policy::Block::none ? quota.bare : quota.named);
}

void put_block(json& record, const policy::MinuteBlock& block) {
  if (block.requests > 0 || block.tokens > 0)
    record[minute_block_field] = {count(block.until), std::max<std::int64_t>(0, block.requests),
                                  std::max<std::int64_t>(0, block.tokens)};
}

void read_block(const json& record, policy::MinuteWindow& minute, Instant now) {
  const auto found = record.find(minute_block_field);
  if (found == record.end() || !is_entry(*found, 3))
    return;
  const auto at_least_0 = [&](std::size_t i) { return std::max<std::int64_t>(0, (*found)[i].get<std::int64_t>()); };
  const auto last = std::min(instant((*found)[0].get<std::int64_t>()), now);
  minute.absorb({last, last, at_least_0(1), at_least_0(2)});
  minute.expire(now);
}

policy::Quota read_quota(const json& record, Instant now) {
  policy::Quota quota;
  quota.day.day = static_cast<policy::PacificDay>(integer(record, "day").value_or(0));
  quota.day.reserved = quota.day.used = std::max<std::int64_t>(0, integer(record, "reserved").value_or(0));
  quota.learned = {integer(record, "learned_rpm"), integer(record, "learned_tpm"), integer(record, "learned_rpd")};
  quota.learned_at = instant(integer(record, "learned_at").value_or(count(now)));
  if (auto hold = read_hold(record, "block"); hold.kind != policy::Block::none)
    policy::block(quota, std::move(hold));
  read_minute(record, quota.minute, now);
  read_block(record, quota.minute, now);
  policy::advance(quota, now);
  return quota;
}

} // namespace

std::string to_record(const policy::Quota* quota, const ReservedCounts& reserved, const ModelFacts& facts) {
  json record{{"v", 1}};
  if (quota) {
    put_quota(record, *quota, reserved.day);
    record[minute_field] = minute_to_json(quota->minute);
    put_block(record, reserved.minute);
  }
  if (!facts.family.empty())
    record["family"] = facts.family;
  put_hold(record, "missing", facts.missing);
  return record.dump();
}

QuotaRecord quota_from_record(std::string_view value, Instant now) {
  const auto record = json::parse(value, nullptr, false);
  if (!record.is_object())
    return {};
  QuotaRecord result;
  if (record.contains("day"))
    result.quota = read_quota(record, now);
  result.facts.family = text(record, "family");
  result.facts.missing = read_hold(record, "missing");
  return result;
}

json minute_to_json(const policy::MinuteWindow& minute) {
  auto entries = json::array();
  for (const auto& entry : minute.entries())
    entries.push_back({count(entry.first), count(entry.last), entry.requests, entry.tokens});
  return entries;
}

void read_minute(const json& record, policy::MinuteWindow& minute, Instant now) {
  const auto entries = record.find(minute_field);
  if (entries == record.end() || !entries->is_array())
    return;
  for (const auto& entry : *entries) {
    if (!is_entry(entry, 4))
      continue;
    // A clock that was set back meanwhile must not keep an entry in the window for longer than a minute.
    const auto last = std::min(instant(entry[1].get<std::int64_t>()), now);
    minute.absorb({std::min(instant(entry[0].get<std::int64_t>()), last), last, entry[2].get<std::int64_t>(),
                   entry[3].get<std::int64_t>()});
  }
  minute.expire(now);
}

} // namespace geminid::actors
