#include "shared/log_dto.hpp"

#include "shared/json_text.hpp"
#include "shared/money.hpp"

namespace geminid::dto {
namespace {

constexpr TextRule body_text{.size_max = log_body_bytes_max, .multiline = true};
constexpr std::size_t attempts_max = 1'000;

void read_tokens(Fields& fields, LogTokens& tokens) {
  fields.integer("prompt_tokens", tokens.prompt, count_range)
      .integer("completion_tokens", tokens.completion, count_range)
      .integer("thinking_tokens", tokens.thinking, count_range)
      .integer("cached_tokens", tokens.cached, count_range);
}

void read_cost(Fields& fields, std::optional<std::int64_t>& cost) {
  fields.nullable("cost", cost, [](Fields& f, std::int64_t& value) { read_dollars(f, "cost", value); });
}

void write_tokens(JsonWriter& out, const LogTokens& tokens) {
  out.key("prompt_tokens").number(tokens.prompt);
  out.key("completion_tokens").number(tokens.completion);
  out.key("thinking_tokens").number(tokens.thinking);
  out.key("cached_tokens").number(tokens.cached);
}

void write_cost(JsonWriter& out, const std::optional<std::int64_t>& cost) {
  out.key("cost");
  if (cost)
    write_dollars(out, *cost);
  else
    out.null();
}

LogAttempt read_attempt(Fields& fields) {
  LogAttempt attempt;
  fields.text("key", attempt.key, name_rule)
      .text("key_id", attempt.key_id, name_rule)
      .integer("status", attempt.status, status_range)
      .integer("ms", attempt.ms, count_range)
      .text("reason", attempt.reason, prose_rule)
      .text("kind", attempt.kind, name_rule);
  read_tokens(fields, attempt.tokens);
  read_cost(fields, attempt.cost);
  return attempt;
}

void write(JsonWriter& out, const LogAttempt& attempt) {
  out.begin_object();
  out.key("key").string(attempt.key);
  out.key("key_id").string(attempt.key_id);
  out.key("status").number(attempt.status);
  out.key("ms").number(attempt.ms);
  out.key("reason").string(attempt.reason);
  out.key("kind").string(attempt.kind);
  write_tokens(out, attempt.tokens);
  write_cost(out, attempt.cost);
  out.end_object();
}

void read_body(Fields& fields, LogBody& body) {
  fields.text("text", body.text, body_text).integer("bytes", body.bytes, count_range).boolean("cut", body.cut);
}

void read_bodies(Fields& fields, LogBodies& bodies) {
  fields.object("request", [&](Fields& inner) { read_body(inner, bodies.request); })
      .object("answer", [&](Fields& inner) { read_body(inner, bodies.answer); });
}

void write(JsonWriter& out, const LogBody& body) {
  out.begin_object();
  out.key("text").string(body.text);
  out.key("bytes").number(body.bytes);
  out.key("cut").boolean(body.cut);
  out.end_object();
}

void write(JsonWriter& out, const LogBodies& bodies) {
  out.begin_object().key("request");
  write(out, bodies.request);
  out.key("answer");
  write(out, bodies.answer);
  out.end_object();
}

} // namespace

Result<LogRecord> parse_log_record(const json& document) {
  LogRecord record;
  Fields fields{document};
  fields.text("id", record.id, name_rule)
      .text("request_id", record.request_id, name_rule)
      .instant("at", record.at)
      .text("surface", record.surface, name_rule)
      .text("user", record.user, name_rule)
      .text("user_id", record.user_id, name_rule)
      .text("model", record.model, name_rule)
      .text("upstream_model", record.upstream_model, name_rule)
      .integer("status", record.status, status_range)
      .boolean("stream", record.stream)
      .nullable("first_byte_ms", record.first_byte_ms,
                [](Fields& f, std::int64_t& value) { f.integer("first_byte_ms", value, count_range); })
      .integer("latency_ms", record.latency_ms, count_range)
      .text("error", record.error, prose_rule)
      .text("error_code", record.error_code, name_rule);
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

std::string to_text(const LogRecord& record) {
  constexpr std::size_t usual_size = 768;
  std::string text;
  text.reserve(usual_size);
  JsonWriter out{text};
  out.begin_object();
  out.key("id").string(record.id);
  out.key("request_id").string(record.request_id);
  out.key("at").string(to_rfc3339(record.at));
  out.key("surface").string(record.surface);
  out.key("user").string(record.user);
  out.key("user_id").string(record.user_id);
  out.key("model").string(record.model);
  out.key("upstream_model").string(record.upstream_model);
  out.key("attempts").begin_array();
  for (const auto& attempt : record.attempts)
    write(out, attempt);
  out.end_array();
  out.key("status").number(record.status); // after the attempts', see journal_record_status
  out.key("stream").boolean(record.stream);
  out.key("first_byte_ms");
  if (record.first_byte_ms)
    out.number(*record.first_byte_ms);
  else
    out.null();
  out.key("latency_ms").number(record.latency_ms);
  out.key("error").string(record.error);
  out.key("error_code").string(record.error_code);
  write_tokens(out, record.tokens);
  write_cost(out, record.cost);
  if (record.bodies) {
    out.key("bodies");
    write(out, *record.bodies);
  }
  out.end_object();
  return text;
}

Result<LogBodies> parse_log_bodies(const json& document) {
  LogBodies bodies;
  Fields fields{document};
  read_bodies(fields, bodies);
  return fields.finish(std::move(bodies));
}

std::string to_text(const LogBodies& bodies) {
  std::string text;
  JsonWriter out{text};
  write(out, bodies);
  return text;
}

bool is_failure(std::int64_t status) {
  constexpr std::int64_t too_many_requests = 429;
  constexpr std::int64_t server_error = 500;
  return status == 0 || status == too_many_requests || status >= server_error;
}

} // namespace geminid::dto
