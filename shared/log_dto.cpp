#include "shared/log_dto.hpp"

#include "shared/money.hpp"

#include <limits>

namespace geminid::dto {
namespace {

constexpr IntegerRange count{0, std::numeric_limits<std::int64_t>::max()};
constexpr IntegerRange status_range{0, 999};
constexpr TextRule word{.size_max = 1'024};
constexpr TextRule prose{.size_max = 8'192, .multiline = true};
constexpr TextRule body_text{.size_max = log_body_bytes_max, .multiline = true};
constexpr std::size_t attempts_max = 1'000;

void read_tokens(Fields& fields, LogTokens& tokens) {
  fields.integer("prompt_tokens", tokens.prompt, count)
      .integer("completion_tokens", tokens.completion, count)
      .integer("thinking_tokens", tokens.thinking, count)
      .integer("cached_tokens", tokens.cached, count);
}

void read_cost(Fields& fields, std::optional<std::int64_t>& cost) {
  fields.nullable("cost", cost, [](Fields& f, std::int64_t& value) { read_dollars(f, "cost", value); });
}

json with_cost(json object, const std::optional<std::int64_t>& cost) {
  object["cost"] = cost ? dollars_json(*cost) : json(nullptr);
  return object;
}

json with_tokens(json object, const LogTokens& tokens) {
  object["prompt_tokens"] = tokens.prompt;
  object["completion_tokens"] = tokens.completion;
  object["thinking_tokens"] = tokens.thinking;
  object["cached_tokens"] = tokens.cached;
  return object;
}

LogAttempt read_attempt(Fields& fields) {
  LogAttempt attempt;
  fields.text("key", attempt.key, word)
      .text("key_id", attempt.key_id, word)
      .integer("status", attempt.status, status_range)
      .integer("ms", attempt.ms, count)
      .text("reason", attempt.reason, prose)
      .text("kind", attempt.kind, word);
  read_tokens(fields, attempt.tokens);
  read_cost(fields, attempt.cost);
  return attempt;
}

json to_json(const LogAttempt& attempt) {
  return with_cost(with_tokens({{"key", attempt.key},
                                {"key_id", attempt.key_id},
                                {"status", attempt.status},
                                {"ms", attempt.ms},
                                {"reason", attempt.reason},
                                {"kind", attempt.kind}},
                               attempt.tokens),
                   attempt.cost);
}

void read_body(Fields& fields, LogBody& body) {
  fields.text("text", body.text, body_text).integer("bytes", body.bytes, count).boolean("cut", body.cut);
}

void read_bodies(Fields& fields, LogBodies& bodies) {
  fields.object("request", [&](Fields& inner) { read_body(inner, bodies.request); })
      .object("answer", [&](Fields& inner) { read_body(inner, bodies.answer); });
}

json to_json(const LogBody& body) {
  return {{"text", body.text}, {"bytes", body.bytes}, {"cut", body.cut}};
}

} // namespace

Result<LogRecord> parse_log_record(const json& document) {
  LogRecord record;
  Fields fields{document};
  fields.text("id", record.id, word)
      .text("request_id", record.request_id, word)
      .instant("at", record.at)
      .text("surface", record.surface, word)
      .text("user", record.user, word)
      .text("user_id", record.user_id, word)
      .text("model", record.model, word)
      .text("upstream_model", record.upstream_model, word)
      .integer("status", record.status, status_range)
      .boolean("stream", record.stream)
      .nullable("first_byte_ms", record.first_byte_ms,
                [](Fields& f, std::int64_t& value) { f.integer("first_byte_ms", value, count); })
      .integer("latency_ms", record.latency_ms, count)
      .text("error", record.error, prose)
      .text("error_code", record.error_code, word);
  read_tokens(fields, record.tokens);
  read_cost(fields, record.cost);
  if (const auto* attempts = fields.member("attempts")) {
    if (!attempts->is_array() || attempts->size() > attempts_max)
      fields.fail("attempts", "must be a list of at most 1000");
    else
      for (const auto& entry : *attempts) {
        Fields of_attempt{entry, "attempts"};
        record.attempts.push_back(read_attempt(of_attempt));
      }
  }
  fields.nullable("bodies", record.bodies, [](Fields& f, LogBodies& bodies) {
    f.object("bodies", [&](Fields& inner) { read_bodies(inner, bodies); });
  });
  return fields.finish(std::move(record));
}

json to_json(const LogRecord& record) {
  json attempts = json::array();
  for (const auto& attempt : record.attempts)
    attempts.push_back(to_json(attempt));
  auto document = with_tokens({{"id", record.id},
                               {"request_id", record.request_id},
                               {"at", to_rfc3339(record.at)},
                               {"surface", record.surface},
                               {"user", record.user},
                               {"user_id", record.user_id},
                               {"model", record.model},
                               {"upstream_model", record.upstream_model},
                               {"status", record.status},
                               {"stream", record.stream},
                               {"first_byte_ms", nullable_json(record.first_byte_ms)},
                               {"latency_ms", record.latency_ms},
                               {"error", record.error},
                               {"error_code", record.error_code},
                               {"attempts", std::move(attempts)}},
                              record.tokens);
  document = with_cost(std::move(document), record.cost);
  if (record.bodies)
    document["bodies"] = to_json(*record.bodies);
  return document;
}

Result<LogBodies> parse_log_bodies(const json& document) {
  LogBodies bodies;
  Fields fields{document};
  read_bodies(fields, bodies);
  return fields.finish(std::move(bodies));
}

json to_json(const LogBodies& bodies) {
  return {{"request", to_json(bodies.request)}, {"answer", to_json(bodies.answer)}};
}

bool is_failure(std::int64_t status) {
  constexpr std::int64_t too_many_requests = 429;
  constexpr std::int64_t server_error = 500;
  return status == 0 || status == too_many_requests || status >= server_error;
}

} // namespace geminid::dto
