#include "tools/gemini_sim/fault_json.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace geminid::sim {
namespace {

using nlohmann::json;

constexpr std::array kinds{
    std::pair{FaultKind::status, "status"},
    std::pair{FaultKind::hang, "hang"},
    std::pair{FaultKind::slow, "slow"},
    std::pair{FaultKind::reset, "reset"},
    std::pair{FaultKind::egress_throttle, "egress_throttle"},
    std::pair{FaultKind::refuse_field, "refuse_field"},
    std::pair{FaultKind::foreign_signatures, "foreign_signatures"},
    std::pair{FaultKind::blocked_prompt, "blocked_prompt"},
    std::pair{FaultKind::empty_candidate, "empty_candidate"},
    std::pair{FaultKind::malformed_function_call, "malformed_function_call"},
    std::pair{FaultKind::huge_signature, "huge_signature"},
    std::pair{FaultKind::stop_everywhere, "stop_everywhere"},
    std::pair{FaultKind::stop_first, "stop_first"},
    std::pair{FaultKind::call_and_stop_apart, "call_and_stop_apart"},
    std::pair{FaultKind::no_finish, "no_finish"},
    std::pair{FaultKind::reset_mid_stream, "reset_mid_stream"},
    std::pair{FaultKind::close_mid_stream, "close_mid_stream"},
    std::pair{FaultKind::raw_error, "raw_error"},
    std::pair{FaultKind::data_error, "data_error"},
    std::pair{FaultKind::split, "split"},
    std::pair{FaultKind::framing, "framing"},
};

// Conditions that last, where the others are incidents.
bool lasts(FaultKind kind) {
  return kind == FaultKind::egress_throttle || kind == FaultKind::refuse_field || kind == FaultKind::foreign_signatures;
}

Error wrong(std::string_view member, std::string_view expected) {
  return {std::string{member} + ": expected " + std::string{expected}, std::string{member}};
}

/// Reads members one after another and remembers the first that is wrong.
class MemberReader {
public:
  explicit MemberReader(const json& value) : value_(value) {}

  void text(const char* name, std::string& target) {
    if (const auto* member = take(name); member && check(member->is_string(), name, "a string"))
      target = member->get<std::string>();
  }
  template <class Number>
  void number(const char* name, Number& target, std::uint64_t max) {
    const auto* member = take(name);
    const auto expected = "a whole number from 0 to " + std::to_string(max);
    if (member && check(member->is_number_unsigned() && member->get<std::uint64_t>() <= max, name, expected))
      target = static_cast<Number>(member->get<std::uint64_t>());
  }
  void flag(const char* name, bool& target) {
    if (const auto* member = take(name); member && check(member->is_boolean(), name, "true or false"))
      target = member->get<bool>();
  }
  const json* take(const char* name) {
    if (!value_.contains(name))
      return nullptr;
    ++taken_;
    return &value_[name];
  }
  bool check(bool fine, std::string_view name, std::string_view expected) {
    if (!fine && !error_)
      error_ = wrong(name, expected);
    return fine;
  }
  /// The first error; members that nobody asked for are one.
  std::optional<Error> finish() {
    check(taken_ == value_.size(), "fault", "no members other than those of sim::Fault");
    return error_;
  }

private:
  const json& value_;
  std::size_t taken_ = 0;
  std::optional<Error> error_;
};

void read_kind(MemberReader& reader, Fault& fault) {
  std::string name;
  reader.text("kind", name);
  std::string names;
  for (const auto& [unused, known] : kinds)
    names += (names.empty() ? "one of " : ", ") + std::string{known};
  if (const auto kind = fault_kind_named(name); reader.check(kind.has_value(), "kind", names))
    fault.kind = *kind;
}

void read_count(MemberReader& reader, Fault& fault) {
  if (lasts(fault.kind))
    fault.count = std::nullopt;
  const auto* member = reader.take("count");
  if (member == nullptr)
    return;
  const bool positive = member->is_number_unsigned() && member->get<std::uint64_t>() > 0;
  if (reader.check(member->is_null() || positive, "count", "null or a whole number over 0"))
    fault.count = member->is_null() ? std::optional<std::uint64_t>{} : member->get<std::uint64_t>();
}

void read_status(MemberReader& reader, Fault& fault) {
  const auto* member = reader.take("status");
  if (member == nullptr)
    return;
  const auto status = member->is_number_unsigned() ? member->get<std::uint64_t>() : 0;
  if (reader.check(status >= 200 && status <= 599, "status", "a status from 200 to 599"))
    fault.status = static_cast<int>(status);
}

std::string names_text() {
  std::string text = "custom";
  for (const auto name : error_names())
    text += ", " + std::string{name};
  return text;
}

} // namespace

std::optional<FaultKind> fault_kind_named(std::string_view name) {
  for (const auto& [kind, known] : kinds)
    if (name == known)
      return kind;
  return std::nullopt;
}

std::string_view to_string(FaultKind kind) {
  const auto found =
      std::find_if(kinds.begin(), kinds.end(), [kind](const auto& entry) { return entry.first == kind; });
  return found->second;
}

json fault_json(const Fault& fault) {
  // Lengths and counts are unsigned, as the reader wants them.
  json out{{"kind", to_string(fault.kind)}, {"key", fault.key},
           {"model", fault.model},          {"body", fault.body},
           {"content", fault.content},      {"content_type", fault.content_type},
           {"array", fault.array},          {"ms", static_cast<std::uint64_t>(fault.ms.count())},
           {"after", fault.after},          {"bytes", fault.bytes},
           {"reason", fault.reason},        {"delimiter", fault.delimiter},
           {"field", fault.field}};
  out["count"] = fault.count ? json(*fault.count) : json(nullptr);
  if (fault.status)
    out["status"] = static_cast<unsigned>(*fault.status);
  return out;
}

Result<Fault> parse_fault(const json& value) {
  if (!value.is_object())
    return wrong("fault", "an object");
  Fault fault;
  MemberReader reader{value};
  read_kind(reader, fault);
  reader.text("key", fault.key);
  reader.text("model", fault.model);
  read_count(reader, fault);
  reader.text("body", fault.body);
  reader.check(fault.body == "custom" || named_error(fault.body, {}), "body", "one of " + names_text());
  reader.text("field", fault.field);
  reader.check(fault.field.empty() == (fault.kind != FaultKind::refuse_field), "field",
               "a path, and only with refuse_field");
  read_status(reader, fault);
  reader.text("content", fault.content);
  reader.text("content_type", fault.content_type);
  reader.flag("array", fault.array);
  std::uint64_t ms = 0;
  reader.number("ms", ms, 600'000);
  fault.ms = std::chrono::milliseconds{ms};
  reader.number("after", fault.after, 1'000'000);
  reader.number("bytes", fault.bytes, 16 * 1024 * 1024);
  reader.check(fault.bytes > 0, "bytes", "at least 1");
  reader.text("reason", fault.reason);
  reader.text("delimiter", fault.delimiter);
  const bool known_delimiter = fault.delimiter == "\r\n\r\n" || fault.delimiter == "\n\n" || fault.delimiter == "\r\r";
  reader.check(known_delimiter, "delimiter", R"("\r\n\r\n", "\n\n" or "\r\r")");
  const auto safe = [](const std::string& text) { return text.find_first_of("\r\n") == std::string::npos; };
  reader.check(safe(fault.content_type), "content_type", "a single line");
  if (auto error = reader.finish())
    return std::move(*error);
  return fault;
}

} // namespace geminid::sim
