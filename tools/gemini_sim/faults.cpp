#include "tools/gemini_sim/faults.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace geminid::sim {
namespace {

using nlohmann::json;

constexpr std::size_t faults_max = 1000;

constexpr std::array kinds{
    std::pair{FaultKind::status, "status"},
    std::pair{FaultKind::hang, "hang"},
    std::pair{FaultKind::slow, "slow"},
    std::pair{FaultKind::reset, "reset"},
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

std::optional<FaultKind> kind_named(std::string_view name) {
  for (const auto& [kind, known] : kinds)
    if (name == known)
      return kind;
  return std::nullopt;
}

Error wrong(std::string_view member, std::string_view expected) {
  return {std::string{member} + ": expected " + std::string{expected}, std::string{member}};
}

bool matches(std::string_view pattern, std::string_view name) {
  return pattern == "*" || pattern == name;
}

bool matches_model(std::string_view pattern, std::string_view model) {
  return model == models_fault_target ? pattern == model : matches(pattern, model);
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

void read_count(MemberReader& reader, Fault& fault) {
  const auto* member = reader.take("count");
  if (member == nullptr)
    return;
  if (reader.check(member->is_null() || member->is_number_unsigned(), "count", "null or a whole number"))
    fault.count = member->is_null() ? std::optional<std::uint64_t>{} : member->get<std::uint64_t>();
}

void read_status(MemberReader& reader, Fault& fault) {
  std::uint64_t status = 0;
  reader.number("status", status, 599);
  if (status != 0 && reader.check(status >= 200, "status", "a status from 200 to 599"))
    fault.status = static_cast<int>(status);
}

std::string names_text() {
  std::string text = "custom";
  for (const auto name : error_names())
    text += ", " + std::string{name};
  return text;
}

} // namespace

std::string_view to_string(FaultKind kind) {
  const auto found =
      std::find_if(kinds.begin(), kinds.end(), [kind](const auto& entry) { return entry.first == kind; });
  return found->second;
}

json fault_json(const Fault& fault) {
  json out{{"kind", to_string(fault.kind)}, {"key", fault.key},
           {"model", fault.model},          {"body", fault.body},
           {"ms", fault.ms.count()},        {"after", fault.after},
           {"bytes", fault.bytes},          {"array", fault.array},
           {"reason", fault.reason},        {"delimiter", fault.delimiter}};
  out["count"] = fault.count ? json(*fault.count) : json(nullptr);
  if (fault.status)
    out["status"] = *fault.status;
  return out;
}

Result<Fault> parse_fault(const json& value) {
  if (!value.is_object())
    return wrong("fault", "an object");
  Fault fault;
  MemberReader reader{value};
  std::string kind;
  reader.text("kind", kind);
  const auto known = kind_named(kind);
  std::string kinds_text;
  for (const auto& [unused, name] : kinds)
    kinds_text += (kinds_text.empty() ? "one of " : ", ") + std::string{name};
  if (reader.check(known.has_value(), "kind", kinds_text))
    fault.kind = *known;
  reader.text("key", fault.key);
  reader.text("model", fault.model);
  read_count(reader, fault);
  reader.text("body", fault.body);
  reader.check(fault.body == "custom" || named_error(fault.body, {}), "body", "one of " + names_text());
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

ErrorAnswer fault_answer(const Fault& fault, const ErrorContext& context) {
  ErrorAnswer answer{fault.status.value_or(500), fault.content_type, fault.content};
  if (const auto named = named_error(fault.body, context)) {
    answer = *named;
    answer.status = fault.status.value_or(answer.status);
  }
  if (fault.array)
    answer.body = "[" + answer.body + "]\n";
  return answer;
}

const Fault* RequestFaults::find(FaultKind kind) const {
  const auto found = std::find_if(faults_.begin(), faults_.end(), [kind](const Fault& f) { return f.kind == kind; });
  return found == faults_.end() ? nullptr : &*found;
}

const Fault* RequestFaults::broken_end() const {
  for (const auto kind :
       {FaultKind::reset_mid_stream, FaultKind::close_mid_stream, FaultKind::raw_error, FaultKind::data_error})
    if (const auto* fault = find(kind))
      return fault;
  return nullptr;
}

std::size_t RequestFaults::signature_bytes() const {
  const auto* fault = find(FaultKind::huge_signature);
  return fault ? fault->bytes : 0;
}

void RequestFaults::spoil(Reply& reply) const {
  if (const auto* fault = find(FaultKind::blocked_prompt)) {
    reply.block_reason = fault->reason;
    reply.thinking_tokens = 0;
  }
  const auto only = [&reply](CandidateReply candidate) {
    reply.candidates.assign(1, std::move(candidate));
    reply.thinking_tokens = 0;
  };
  if (has(FaultKind::empty_candidate))
    only({});
  if (has(FaultKind::no_finish))
    for (auto& candidate : reply.candidates)
      candidate.finish.clear();
  if (has(FaultKind::malformed_function_call)) {
    CandidateReply candidate;
    candidate.finish = "MALFORMED_FUNCTION_CALL";
    candidate.finish_message = "Malformed function call: print(default_api.get_weather(city='Oslo'";
    only(std::move(candidate));
  }
}

void RequestFaults::spoil(StreamShape& shape) const {
  shape.stop_everywhere = has(FaultKind::stop_everywhere);
  shape.stop_first = has(FaultKind::stop_first);
  shape.call_and_stop_apart = has(FaultKind::call_and_stop_apart);
  shape.without_finish = has(FaultKind::no_finish);
}

Result<Done> FaultBook::add(Fault fault) {
  if (faults_.size() >= faults_max)
    return Error{"too many faults at once: at most " + std::to_string(faults_max)};
  faults_.push_back(std::move(fault));
  return Done{};
}

RequestFaults FaultBook::take(std::string_view key, std::string_view model) {
  std::vector<Fault> taken;
  for (auto& fault : faults_) {
    const bool same_kind =
        std::any_of(taken.begin(), taken.end(), [&](const Fault& t) { return t.kind == fault.kind; });
    if (same_kind || fault.count == 0 || !matches(fault.key, key) || !matches_model(fault.model, model))
      continue;
    taken.push_back(fault);
    if (fault.count)
      --*fault.count;
  }
  std::erase_if(faults_, [](const Fault& fault) { return fault.count == 0; });
  return RequestFaults{std::move(taken)};
}

} // namespace geminid::sim
