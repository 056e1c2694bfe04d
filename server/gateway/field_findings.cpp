#include "server/gateway/field_findings.hpp"

#include <utility>

namespace geminid::gateway {

void FieldFindings::note(const std::string& model, policy::RefusedField field, std::vector<std::string> removed,
                         Instant now) {
  if (removed.empty())
    return;
  if (by_model_.size() >= models_max && !by_model_.contains(model))
    forget_all(); // costs each model one refusal
  auto& findings = by_model_[model];
  for (auto& text : removed) {
    std::erase_if(findings, [&](const Finding& known) { return known.removed == text; });
    if (findings.size() >= findings_max)
      findings.erase(findings.begin());
    findings.push_back({field, std::move(text), now + kept_for});
  }
  tell(model);
}

void FieldFindings::apply(const std::string& model, std::string& body, translate::JsonParser& parser, Instant now) {
  const auto found = by_model_.find(model);
  if (found == by_model_.end())
    return;
  auto& findings = found->second;
  if (std::erase_if(findings, [now](const Finding& known) { return known.until <= now; }) > 0)
    tell(model);
  for (const auto& finding : findings)
    if (body.find(finding.removed) != std::string::npos)
      if (auto mended = translate::mended(body, finding.field, translate::model_traits(model), parser))
        body = std::move(mended->body);
  if (findings.empty())
    by_model_.erase(found);
}

std::vector<Finding> FieldFindings::about(const std::string& model) const {
  const auto found = by_model_.find(model);
  return found == by_model_.end() ? std::vector<Finding>{} : found->second;
}

void FieldFindings::restore(std::vector<ModelFindings> models) {
  for (auto& [model, findings] : models) {
    if (by_model_.size() < models_max && findings.size() <= findings_max)
      by_model_[model] = std::move(findings);
    else
      tell(model);
  }
}

void FieldFindings::forget_all() {
  for (const auto& [model, findings] : std::exchange(by_model_, {}))
    tell(model);
}

void FieldFindings::tell(const std::string& model) const {
  if (changed_)
    changed_(model);
}

} // namespace geminid::gateway
