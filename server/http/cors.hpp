// From which web pages a browser lets scripts call the API (CORS, the Fetch standard). Pure.
#pragma once

#include "server/http/exchange.hpp"
#include "shared/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace geminid::http {

class CorsPolicy {
public:
  /// Nobody.
  CorsPolicy() = default;
  /// `origins`: "*", or origins as browsers send them ("https://app.example", "http://localhost:3000"), separated by
  /// commas or spaces; empty: nobody. `path_prefixes`: what the policy is for; other paths never get such a header.
  static Result<CorsPolicy> parse(std::string_view origins, std::vector<std::string> path_prefixes);

  /// Whether answers for that path depend on `Origin`.
  [[nodiscard]] bool concerns(std::string_view path) const;
  /// For any answer there; `origin` empty: the request named none.
  [[nodiscard]] std::vector<Header> headers(std::string_view origin) const;
  /// For the answer to a preflight: those, and what the request that it announces may have. `methods`: the path's.
  [[nodiscard]] std::vector<Header> preflight_headers(std::string_view origin, std::string_view wanted_headers,
                                                      const std::vector<std::string>& methods) const;

private:
  [[nodiscard]] bool allows(std::string_view origin) const;

  bool everybody_ = false;
  std::vector<std::string> origins_;
  std::vector<std::string> path_prefixes_;
};

} // namespace geminid::http
