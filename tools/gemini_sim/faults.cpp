#include "tools/gemini_sim/faults.hpp"

#include "tools/gemini_sim/content_check.hpp"

#include <algorithm>
#include <utility>

namespace geminid::sim {
namespace {

using nlohmann::json;

constexpr std::size_t faults_max = 1000;

bool matches(std::string_view pattern, std::string_view name) {
  return pattern == "*" || pattern == name;
}

bool matches_model(std::string_view pattern, std::string_view model) {
  return model == models_fault_target ? pattern == model : matches(pattern, model);
}

// Whether the dotted path leads to a member; a list is searched whole.
bool has_member(const json& value, std::string_view path) {
  if (value.is_array())
    return std::any_of(value.begin(), value.end(), [path](const json& entry) { return has_member(entry, path); });
  const auto dot = path.find('.');
  const auto found = value.is_object() ? value.find(path.substr(0, dot)) : value.end();
  if (!value.is_object() || found == value.end())
    return false;
  return dot == std::string_view::npos || has_member(*found, path.substr(dot + 1));
}

void count_down(Fault& fault) {
  if (fault.count)
    --*fault.count;
}

bool depends_on_request(FaultKind kind) {
  return kind == FaultKind::refuse_field || kind == FaultKind::foreign_signatures;
}

bool refuses(const Fault& fault, const json& request) {
  if (fault.kind == FaultKind::refuse_field)
    return has_member(request, fault.field);
  return fault.kind == FaultKind::foreign_signatures && has_own_signature(request["contents"]);
}

} // namespace

ErrorAnswer fault_answer(const Fault& fault, const ErrorContext& context) {
  if (fault.kind == FaultKind::egress_throttle)
    return *named_error("bare429", context);
  if (fault.kind == FaultKind::foreign_signatures)
    return *named_error("corrupted_signature", context);
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

const Fault* RequestFaults::refusal() const {
  const auto* throttled = find(FaultKind::egress_throttle);
  return throttled ? throttled : find(FaultKind::status);
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
    reply.candidates.clear();
    reply.candidates.push_back(std::move(candidate));
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
  forget_spent();
  return Done{};
}

void FaultBook::remove(const FaultFilter& filter) {
  const auto selected = [&filter](const Fault& fault) {
    return (!filter.kind || filter.kind == fault.kind) && (!filter.key || filter.key == fault.key) &&
           (!filter.model || filter.model == fault.model);
  };
  std::erase_if(faults_, selected);
}

RequestFaults FaultBook::take(std::string_view key, std::string_view model) {
  std::vector<Fault> taken;
  for (auto& fault : faults_) {
    const bool same_kind =
        std::any_of(taken.begin(), taken.end(), [&](const Fault& t) { return t.kind == fault.kind; });
    if (same_kind || depends_on_request(fault.kind) || !matches(fault.key, key) || !matches_model(fault.model, model))
      continue;
    taken.push_back(fault);
    count_down(fault);
  }
  forget_spent();
  return RequestFaults{std::move(taken)};
}

std::optional<Fault> FaultBook::take_refusal(std::string_view key, std::string_view model, const json& request) {
  const auto found = std::find_if(faults_.begin(), faults_.end(), [&](const Fault& fault) {
    return matches(fault.key, key) && matches_model(fault.model, model) && refuses(fault, request);
  });
  if (found == faults_.end())
    return std::nullopt;
  auto taken = *found;
  count_down(*found);
  forget_spent();
  return taken;
}

void FaultBook::forget_spent() {
  std::erase_if(faults_, [](const Fault& fault) { return fault.count == 0; });
}

} // namespace geminid::sim
