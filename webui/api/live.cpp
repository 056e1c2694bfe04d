#include "webui/api/live.hpp"

#include <array>
#include <utility>

namespace geminid::webui {
namespace {

std::string nullable_text(const dto::json& document, const char* name) {
  const auto member = document.find(name);
  return member != document.end() && member->is_string() ? member->get<std::string>() : std::string{};
}

std::int64_t integer(const dto::json& document, const char* name) {
  const auto member = document.find(name);
  return member != document.end() && member->is_number_integer() ? member->get<std::int64_t>() : 0;
}

struct Operation {
  std::string_view part; // of the operation's name in the API's description
  Change change;
};
// The first that fits; "UserKey" before "Key".
constexpr std::array operations{Operation{"UserKey", Change::user_keys}, Operation{"Key", Change::keys},
                                Operation{"Model", Change::models},      Operation{"Settings", Change::settings},
                                Operation{"assword", Change::sessions},  Operation{"log", Change::sessions},
                                Operation{"Check", Change::check},       Operation{"restore", Change::all}};

Change change_of(std::string_view operation) {
  for (const auto& [part, change] : operations)
    if (operation.find(part) != std::string_view::npos)
      return change;
  return Change::none;
}

} // namespace

Change Live::take(std::string_view type, std::string_view data, Instant now) {
  const auto document = dto::parse_document(data);
  return document && document->is_object() ? take_document(type, *document, now) : Change::none;
}

// With no traffic in all that is kept, and nothing else that moved, there is nothing to draw: a tab at rest costs
// nothing.
Change Live::take_pulse(dto::Pulse pulse) {
  const auto* const before = latest();
  bool news = before == nullptr || pulse.keys != before->keys || pulse.waiting != before->waiting ||
              pulse.circuits != before->circuits || pulse.attempts > 0 || pulse.requests > 0;
  for (const auto& kept : pulses_)
    news = news || kept.requests > 0;
  pulses_.push_back(std::move(pulse));
  if (pulses_.size() > pulses_max)
    pulses_.pop_front();
  return news ? Change::pulse : Change::none;
}

Change Live::take_document(std::string_view type, const dto::json& document, Instant now) {
  if (type == "pulse") {
    auto pulse = dto::parse_pulse(document);
    if (!pulse)
      return Change::none;
    return take_pulse(std::move(*pulse));
  }
  if (type == "key")
    return Change::keys;
  if (type == "warning") {
    LimitWarning warning{now,
                         nullable_text(document, "id"),
                         nullable_text(document, "project"),
                         nullable_text(document, "model"),
                         nullable_text(document, "window"),
                         integer(document, "used"),
                         integer(document, "limit")};
    warnings_.push_front(std::move(warning));
    if (warnings_.size() > warnings_max)
      warnings_.pop_back();
    return Change::keys;
  }
  if (type == "circuit")
    return Change::circuits;
  if (type == "hint")
    return Change::hints;
  if (type == "check") {
    auto job = dto::parse_check_job(document);
    if (!job)
      return Change::none;
    check_ = std::move(*job);
    return Change::check;
  }
  if (type == "changed")
    return change_of(nullable_text(document, "operation"));
  return type == "lost" ? Change::all : Change::none;
}

} // namespace geminid::webui
