#include "server/gateway/field_findings.hpp"

namespace geminid::gateway {

void FieldFindings::note(const std::string& model, policy::RefusedField field, std::vector<std::string> removed,
                         Instant now) {
  if (by_model_.size() >= models_max && !by_model_.contains(model))
    by_model_.clear(); // costs each model one refusal
  auto& findings = by_model_[model];
  for (auto& text : removed) {
    std::erase_if(findings, [&](const Finding& known) { return known.removed == text; });
    if (findings.size() >= findings_max)
      findings.erase(findings.begin());
    findings.push_back({field, std::move(text), now + kept_for});
  }
}

void FieldFindings::apply(const std::string& model, std::string& body, translate::JsonParser& parser, Instant now) {
  const auto found = by_model_.find(model);
  if (found == by_model_.end())
    return;
  std::erase_if(found->second, [now](const Finding& known) { return known.until <= now; });
  for (const auto& finding : found->second)
    if (body.find(finding.removed) != std::string::npos)
      if (auto mended = translate::mended(body, finding.field, translate::model_traits(model), parser))
        body = std::move(mended->body);
}

} // namespace geminid::gateway
