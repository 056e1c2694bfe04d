#include "actors/policy/rate_limit_headers.hpp"

namespace geminid::policy {

std::vector<std::pair<std::string, std::string>> rate_limit_headers(const Allowances& allowances) {
  std::vector<std::pair<std::string, std::string>> headers;
  const auto add = [&](const std::string& what, const std::optional<Allowance>& of) {
    if (!of)
      return;
    headers.emplace_back("x-ratelimit-limit-" + what, std::to_string(of->limit));
    headers.emplace_back("x-ratelimit-remaining-" + what, std::to_string(of->remaining));
    headers.emplace_back("x-ratelimit-reset-" + what, duration_text(of->reset));
  };
  add("requests", allowances.requests);
  add("tokens", allowances.tokens);
  return headers;
}

std::string duration_text(Duration duration) {
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(duration).count();
  std::string text;
  if (seconds >= 3600)
    text += std::to_string(seconds / 3600) + "h";
  if (seconds >= 60)
    text += std::to_string(seconds / 60 % 60) + "m";
  return text + std::to_string(seconds % 60) + "s";
}

} // namespace geminid::policy
