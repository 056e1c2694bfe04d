// The admin API's answers and errors: `{"error":{"code","message","field"?}}`.
#pragma once

#include "server/admin/admin.hpp"
#include "server/http/exchange.hpp"
#include "shared/json_fields.hpp"

namespace geminid::admin {

using dto::json;

[[nodiscard]] http::Response answer(int status, const json& document);
/// `document` is JSON.
[[nodiscard]] http::Response answer_text(int status, std::string document);
[[nodiscard]] http::Response refusal(int status, std::string_view code, std::string_view message,
                                     std::string_view field = {});
/// 400 for what the client sent.
[[nodiscard]] http::Response invalid(const Error& error);
[[nodiscard]] http::Response not_found(std::string_view what);
/// 503: an actor did not answer, or the disk refused.
[[nodiscard]] http::Response failed(const caf::error& error);

} // namespace geminid::admin
