#include "shared/key_import/collector.hpp"

#include "shared/key_import/tokens.hpp"
#include "shared/redact.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <iterator>
#include <utility>

namespace geminid::key_import {
namespace {

constexpr std::size_t text_size_max = 200;
constexpr std::size_t tag_size_max = 64;
constexpr std::size_t tags_max = 32;
constexpr double weight_max = 1000;
constexpr double priority_max = 1000;
constexpr std::int64_t gemini_channel = 24;

std::optional<double> number(std::string_view text) {
  const auto value = nlohmann::json::parse(text, nullptr, false);
  return value.is_number() ? std::optional{value.get<double>()} : std::nullopt;
}

std::string append(std::optional<std::string>& text, std::string_view more, std::string_view what) {
  auto& all = text.has_value() ? text->append(" ") : text.emplace();
  all.append(more.substr(0, text_size_max + 1));
  if (all.size() <= text_size_max)
    return {};
  all.resize(text_size_max);
  return std::string{what} + " must be at most 200 bytes long";
}

} // namespace

void Collector::take(std::string_view token, std::size_t line, const KeyAttributes& said) {
  const auto [first, is_new] = first_lines_.try_emplace(std::string{token}, line);
  if (!is_new) {
    ++found_.duplicates;
    if (found_.doubled.size() < listed_rejections_max)
      found_.doubled.push_back({line, first->second, mask_secret(token)});
    return;
  }
  if (found_.keys.size() < pasted_keys_max)
    found_.keys.push_back({std::string{token}, line, said});
  else
    too_many_ = true;
}

void Collector::reject(std::size_t line, std::string reason) {
  ++found_.rejected_total;
  if (found_.rejected.size() < listed_rejections_max)
    found_.rejected.push_back({line, std::move(reason)});
}

Result<PastedKeys> Collector::finish() {
  if (too_many_)
    return Error{"at most " + std::to_string(pasted_keys_max) + " keys can be added at once", "keys"};
  return std::move(found_);
}

void Record::key(std::string_view token, std::size_t line, std::string_view member) {
  auto fault = pasted_fault_of(token);
  keys_ += fault.empty() ? 1U : 0U;
  candidates_.push_back({fault.empty() ? std::string{token} : std::string{}, line, std::move(fault),
                         std::string{member.substr(0, text_size_max)}});
}

void Record::reject(std::size_t line, std::string reason) {
  candidates_.push_back({{}, line, std::move(reason), {}});
}

void Record::attribute(FieldRole role, std::string_view value) {
  value = trimmed(value);
  if (role == FieldRole::none || role == FieldRole::key || value.empty() || !fault_.empty())
    return;
  if (std::any_of(value.begin(), value.end(),
                  [](char c) { return static_cast<unsigned char>(c) < ' ' || c == 0x7f; })) {
    fault_ = "its attributes hold a control character";
    return;
  }
  if (role == FieldRole::name) {
    fault_ = append(said_.name, value, "name");
  } else if (role == FieldRole::project) {
    fault_ = append(said_.project, value, "project");
  } else if (role == FieldRole::weight) {
    const auto weight = number(value);
    if (!weight || *weight < 0 || *weight > weight_max)
      fault_ = "weight must be a number over 0 and at most 1000";
    else if (*weight > 0) // 0 is how others write that nothing is said
      said_.weight = *weight;
  } else if (role == FieldRole::priority) {
    const auto priority = number(value);
    if (!priority || *priority < 0 || *priority > priority_max || *priority != static_cast<std::int32_t>(*priority))
      fault_ = "priority must be a whole number from 0 to 1000";
    else
      said_.priority = static_cast<std::int32_t>(*priority);
  } else if (role == FieldRole::tags) {
    if (!said_.tags)
      said_.tags.emplace();
    if (std::find(said_.tags->begin(), said_.tags->end(), value) != said_.tags->end())
      return;
    if (value.size() > tag_size_max || said_.tags->size() >= tags_max)
      fault_ = "tags must be at most 32, each at most 64 bytes long";
    else
      said_.tags->emplace_back(value);
  }
}

void Record::absorb(Record inner) {
  keys_ += inner.keys_;
  if (candidates_.empty())
    candidates_ = std::move(inner.candidates_);
  else
    std::move(inner.candidates_.begin(), inner.candidates_.end(), std::back_inserter(candidates_));
}

void Record::flush(Collector& out) {
  const bool is_channel = channel_type_ && lists_models_;
  if (is_channel)
    said_.priority.reset(); // the greatest comes first there
  for (auto& candidate : candidates_) {
    auto& [token, line, fault, member] = candidate;
    if (fault.empty() && is_channel && *channel_type_ != gemini_channel && !has_known_prefix(token))
      fault = "is of a channel of type " + std::to_string(*channel_type_) + "; Gemini's type is 24";
    if (fault.empty())
      fault = fault_;
    if (!fault.empty()) {
      out.reject(line, std::move(fault));
      continue;
    }
    auto said = said_;
    if (!said.name && !member.empty() && keys_ > 1)
      said.name = member;
    out.take(token, line, said);
  }
  *this = {};
}

} // namespace geminid::key_import
