#include "tools/load_test/admin_watch.hpp"

#include "shared/json_fields.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace geminid::load {
namespace {

constexpr std::size_t answer_bytes_max = 64UL * 1024 * 1024;
constexpr std::size_t pages_max = 100; // of 1,000 keys
constexpr std::chrono::seconds timeout{10};

bool is_safe_cursor(const std::string& cursor) {
  return std::all_of(cursor.begin(), cursor.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_' ||
           c == '.' || c == '~';
  });
}

// Outside of the coroutines: g++ 12 destroys temporaries of theirs twice.
Error failed(const std::string& what) {
  return {what};
}

std::string page_target(const std::string& cursor) {
  return "keys?limit=1000" + (cursor.empty() ? "" : "&cursor=" + cursor);
}

std::int64_t number_at(const nlohmann::json& object, const char* pointer) {
  const nlohmann::json::json_pointer at{pointer};
  return object.contains(at) && object[at].is_number_integer() ? object[at].get<std::int64_t>() : 0;
}

std::string text_of(const nlohmann::json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

bool is_list_of_objects(const nlohmann::json& document, const char* name) {
  const auto list = document.is_object() ? document.find(name) : document.end();
  return document.is_object() && list != document.end() && list->is_array() &&
         std::all_of(list->begin(), list->end(), [](const auto& entry) { return entry.is_object(); });
}

} // namespace

KeySpread spread_between(const KeyTotals& before, const KeyTotals& after) {
  KeySpread spread;
  std::vector<std::int64_t> used;
  for (const auto& [id, key] : after) {
    const auto found = before.find(id);
    const auto then = found == before.end() ? KeyCount{} : found->second;
    KeyUse use{id, key.name, key.attempts - then.attempts, key.failures - then.failures};
    spread.attempts += use.attempts;
    spread.failures += use.failures;
    if (use.attempts > 0)
      used.push_back(use.attempts);
    spread.keys.push_back(std::move(use));
  }
  std::stable_sort(spread.keys.begin(), spread.keys.end(),
                   [](const KeyUse& a, const KeyUse& b) { return a.attempts > b.attempts; });
  std::sort(used.begin(), used.end());
  spread.used = used.size();
  if (!used.empty()) {
    spread.least = used.front();
    spread.median = used[used.size() / 2];
    spread.most = used.back();
  }
  return spread;
}

Result<std::string> add_key_page(const nlohmann::json& document, KeyTotals& totals) {
  if (!is_list_of_objects(document, "keys"))
    return Error{"the admin API's list of keys can't be read: expected {\"keys\": [...]}"};
  for (const auto& key : document["keys"]) {
    const auto name = text_of(key, "name");
    KeyCount count{name.empty() ? text_of(key, "masked") : name, number_at(key, "/totals/requests"),
                   number_at(key, "/totals/failures")};
    totals.insert_or_assign(text_of(key, "id"), std::move(count));
  }
  return text_of(document, "next_cursor");
}

Result<RetrySample> read_retries(const nlohmann::json& document) {
  if (!is_list_of_objects(document, "logs"))
    return Error{"the admin API's request log can't be read: expected {\"logs\": [...]}"};
  RetrySample sample;
  for (const auto& record : document["logs"]) {
    const auto found = record.find("attempts");
    const auto attempts = static_cast<std::int64_t>(found == record.end() ? 0 : found->size());
    ++sample.requests;
    sample.tried_again += attempts > 1 ? 1 : 0;
    sample.attempts_most = std::max(sample.attempts_most, attempts);
  }
  return sample;
}

AdminWatch::AdminWatch(net::asio::io_context& io, upstream::Client::Options options, std::string token)
    : client_(io, std::move(options)), token_(std::move(token)) {}

net::Task<Result<nlohmann::json>> AdminWatch::get(std::string target) {
  const auto call = client_.call();
  upstream::Request request;
  request.method = "GET";
  request.target = "/admin/api/" + target;
  request.headers.emplace_back("Authorization", "Bearer " + token_);
  request.head_timeout = timeout;
  const auto head = co_await call->send(std::move(request));
  if (!head)
    co_return failed("the admin API does not answer: " + std::string{upstream::to_string(head.error())});
  const auto body = co_await call->read_all(answer_bytes_max);
  if (!body)
    co_return failed("the admin API's answer broke off: " + std::string{upstream::to_string(body.error())});
  if (head->status != 200)
    co_return failed("the admin API answered " + std::to_string(head->status) + " to GET /admin/api/" + target);
  co_return dto::parse_document(*body);
}

net::Task<Result<KeyTotals>> AdminWatch::keys() {
  KeyTotals totals;
  std::string cursor;
  for (std::size_t page = 0; page < pages_max; ++page) {
    auto target = page_target(cursor);
    const auto document = co_await get(std::move(target));
    if (!document)
      co_return document.error();
    const auto next = add_key_page(*document, totals);
    if (!next)
      co_return next.error();
    cursor = *next;
    if (cursor.empty() || !is_safe_cursor(cursor))
      break;
  }
  co_return totals;
}

net::Task<Result<RetrySample>> AdminWatch::retries() {
  std::string target = "logs?limit=1000";
  const auto document = co_await get(std::move(target));
  if (!document)
    co_return document.error();
  co_return read_retries(*document);
}

} // namespace geminid::load
