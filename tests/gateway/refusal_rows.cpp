#include "tests/gateway/refusal_rows.hpp"

#include "tools/gemini_sim/errors.hpp"

namespace geminid::test {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using sim::Fault;

Fault named(std::string body) {
  Fault fault;
  fault.body = std::move(body);
  return fault;
}

Fault custom(const sim::ApiError& error) {
  Fault fault;
  fault.body = "custom";
  fault.status = error.code;
  fault.content = error.body();
  return fault;
}

// As some relays do.
Fault wrapped_in_200(Fault fault) {
  fault.status = 200;
  return fault;
}

Fault page(int status) {
  Fault fault;
  fault.body = "custom";
  fault.status = status;
  fault.content = "<html><title>Error</title></html>\n";
  fault.content_type = "text/html; charset=UTF-8";
  return fault;
}

Fault denied_because(std::string reason) {
  const json info{{"@type", "type.googleapis.com/google.rpc.ErrorInfo"}, {"reason", std::move(reason)}};
  return custom({403, "PERMISSION_DENIED", "Requests to this API are blocked.", json::array({info})});
}

const Told bad_request{400, "invalid_request_error", "invalid_value"};
const Told too_long{400, "invalid_request_error", "context_length_exceeded"};
const Told own_fault{500, "server_error", "internal_error"};
const Told not_found{404, "invalid_request_error", "not_found"};
const Told no_model{404, "invalid_request_error", "model_not_found"};
const Told too_large{413, "invalid_request_error", "invalid_value"};
const Told no_keys{503, "server_error", "no_upstream_keys", Retry::never};
const Told limited{429, "rate_limit_error", "rate_limit_exceeded", Retry::soon};
const Told limited_for_long{429, "rate_limit_error", "rate_limit_exceeded", Retry::later};
const Told exhausted{429, "insufficient_quota", "insufficient_quota", Retry::later};
const Told overloaded{503, "server_error", "service_unavailable"};
const Told upstream_error{502, "server_error", "upstream_error"};
const Told timed_out{504, "server_error", "upstream_timeout"};

// The request itself is wrong: back at once, and nobody is blamed.
RefusalRow at_once(std::string name, Fault fault, Told told, bool remembered = false) {
  return {.name = std::move(name),
          .fault = std::move(fault),
          .told = std::move(told),
          .rotates = false,
          .mark = {.remembered = remembered}};
}

// Google is in trouble: another key may do, and nobody is blamed.
RefusalRow elsewhere(std::string name, Fault fault, Told told) {
  return {.name = std::move(name), .fault = std::move(fault), .told = std::move(told)};
}

// The key is of no use any more.
RefusalRow ends_key(std::string name, Fault fault, std::string reason) {
  return {.name = std::move(name),
          .fault = std::move(fault),
          .told = no_keys,
          .mark = {.key_state = "invalid", .reason = std::move(reason), .blamed = true},
          .meanwhile = no_keys};
}

// One 401 or 403 without a recognised reason: a strike, of which it takes `failure_threshold`.
RefusalRow strikes(std::string name, Fault fault) {
  return {.name = std::move(name), .fault = std::move(fault), .told = no_keys, .mark = {.blamed = true}};
}

RefusalRow blocks(std::string name, std::string body, Told told, std::string state, std::optional<Duration> lasts,
                  std::string reason) {
  RefusalRow row{.name = std::move(name), .fault = named(std::move(body)), .told = told, .meanwhile = told};
  row.mark = {.key_state = state,
              .model_state = state,
              .lasts = lasts,
              .until_midnight = !lasts,
              .reason = std::move(reason),
              .blamed = true};
  return row;
}

} // namespace

const std::vector<RefusalRow>& refusal_rows() {
  static const std::vector<RefusalRow> rows{
      at_once("InvalidArgument", custom(sim::invalid_argument("Invalid value at 'contents'")), bad_request),
      at_once("TooManyTokens",
              custom(sim::invalid_argument("The input token count (1048577) exceeds the maximum number of tokens "
                                           "allowed (1048576).")),
              too_long),
      at_once("SignatureRefusedThatIsNotThere", named("corrupted_signature"), bad_request),
      at_once("FieldRefusedThatIsNotThere", custom(sim::invalid_argument("Penalty is not enabled for this model")),
              bad_request),
      at_once("TwoCredentials",
              custom(sim::invalid_argument("Multiple authentication credentials received. Please pass only one.")),
              own_fault, true),
      at_once(
          "ForeignFile",
          custom({403, "PERMISSION_DENIED", "You do not have permission to access the File abc or it may not exist."}),
          not_found),
      at_once("ForeignCache", custom({403, "PERMISSION_DENIED", "CachedContent not found (or permission denied)"}),
              not_found),
      at_once("TooLarge", page(413), too_large),

      elsewhere("Internal", named("internal"), upstream_error),
      elsewhere("BadGateway", named("html_502"), upstream_error),
      elsewhere("Aborted", custom({409, "ABORTED", "The operation was aborted."}), upstream_error),
      elsewhere("Overloaded", named("overloaded"), overloaded),
      elsewhere("HighDemand", named("high_demand"), overloaded),
      elsewhere("DeadlineExceeded", named("deadline"), timed_out),
      elsewhere("OverloadedWrappedIn200", wrapped_in_200(custom({503, "UNAVAILABLE", "The model is overloaded."})),
                overloaded),

      ends_key("KeyInvalid", named("api_key_invalid"), "does not know the key"),
      ends_key("KeyExpired", custom(sim::invalid_argument("API key expired. Please renew the API key.")),
               "does not know the key"),
      ends_key("KeyNotFound", custom(sim::invalid_argument("API Key not found. Please pass a valid API key.")),
               "does not know the key"),
      ends_key("BillingDisabled",
               custom({400, "FAILED_PRECONDITION", "The billing account of this project is disabled."}),
               "billing is disabled"),
      ends_key("KeyInvalidWrappedIn200",
               wrapped_in_200(custom(sim::invalid_argument("API key not valid. Please pass a valid API key."))),
               "does not know the key"),
      ends_key("Suspended", named("suspended"), "suspended"),
      ends_key("Leaked", named("leaked"), "leaked"),
      ends_key("ServiceBlocked", denied_because("API_KEY_SERVICE_BLOCKED"), "may not use the Gemini API"),
      ends_key("ServiceDisabled", denied_because("SERVICE_DISABLED"), "is disabled in the key's project"),
      ends_key("AddressBlocked", denied_because("API_KEY_IP_ADDRESS_BLOCKED"), "restricted to other addresses"),
      ends_key("ReferrerBlocked", denied_because("API_KEY_HTTP_REFERRER_BLOCKED"), "restricted to web pages"),

      strikes("Unauthenticated", named("unauthenticated")),
      strikes("Denied", custom({403, "PERMISSION_DENIED", "Your project has been denied access."})),

      blocks("ModelMissing", "not_found", no_model, "exhausted", 1h, "does not have the model"),
      blocks("ModelClosed", "no_longer_available", no_model, "exhausted", 24h, "closed to this project"),
      blocks("NotInTier", "zero", no_model, "exhausted", 24h, "not in this project's tier"),
      blocks("PerMinute", "per_minute", limited, "cooling_down", 38s, "minute's requests are used up"),
      blocks("TokensPerMinute", "tokens_per_minute", limited, "cooling_down", 20s, "minute's tokens are used up"),
      blocks("PerDay", "per_day", exhausted, "exhausted", std::nullopt, "day's limit is used up"),
      blocks("Spending", "spend", limited_for_long, "cooling_down", 10min, "spending rate"),
      blocks("CreditEmpty", "prepaid", limited_for_long, "cooling_down", 24h, "credit is used up"),
      blocks("Bare", "bare429", limited, "cooling_down", 30s, "without naming a limit"),
  };
  return rows;
}

} // namespace geminid::test
