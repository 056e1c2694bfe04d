#include "tests/support/gateway_world.hpp"

#include "actors/policy/pacific_day.hpp"
#include "server/log/log.hpp"

#include <algorithm>

namespace geminid::test {
namespace {

Instant system_now() {
  return std::chrono::floor<Duration>(std::chrono::system_clock::now());
}

json parsed(const std::string& text) {
  auto document = json::parse(text, nullptr, false);
  return document.is_discarded() ? json(nullptr) : document;
}

std::vector<std::string> events_of(std::string_view body) {
  constexpr std::string_view field = "data: ";
  std::vector<std::string> events;
  for (std::size_t at = 0; at < body.size();) {
    const auto end = std::min(body.find("\n\n", at), body.size());
    if (const auto event = body.substr(at, end - at); event.starts_with(field))
      events.emplace_back(event.substr(field.size()));
    at = end + 2;
  }
  return events;
}

// The next noon in California: no test meets midnight unawares.
Duration until_noon() {
  const auto now = system_now();
  return policy::next_pacific_midnight(now) + std::chrono::hours{12} - now;
}

std::string bearer(std::string_view token) {
  return "Authorization: Bearer " + std::string{token} + "\r\n";
}

} // namespace

json chat_body(std::string_view text, std::string_view model) {
  return {{"model", model}, {"messages", {{{"role", "user"}, {"content", text}}}}};
}

std::string Answer::text() const {
  if (document.is_object())
    return document.at("choices").at(0).at("message").value("content", "");
  std::string text;
  for (const auto& event : events)
    if (const auto chunk = parsed(event); chunk.is_object() && chunk.contains("choices"))
      for (const auto& choice : chunk["choices"])
        if (const auto& delta = choice.at("delta"); delta.contains("content") && delta["content"].is_string())
          text += delta["content"].get<std::string>();
  return text;
}

json Answer::error() const {
  const auto last = events.empty() ? document : parsed(events.back());
  return last.is_object() ? last.value("error", json(nullptr)) : json(nullptr);
}

bool GatewayWorld::is_loopback(const net::asio::ip::address& address) {
  return address.to_string() == "127.0.0.1";
}

net::Task<fetch::Addresses> GatewayWorld::look_up_example(std::string host, upstream::Event&) {
  fetch::Addresses addresses;
  if (host.ends_with(".example"))
    addresses.push_back(net::asio::ip::make_address(host == "private.example" ? "10.0.0.1" : "127.0.0.1"));
  co_return addresses;
}

GatewayWorld::GatewayWorld() : GatewayWorld(Options{}) {}

GatewayWorld::GatewayWorld(Options options) : options_(std::move(options)), ahead_(until_noon()) {
  config_.log_level = log::Level::debug;
  log::start(config_.log_level, log::Format::text, log_);
  keyring_.default_project = options_.google;
  start_google();
  config_.host = "127.0.0.1";
  config_.port = 0;
  config_.data_dir = directory_->path() / "data";
  config_.upstream = *upstream::Origin::parse(google_->url());
  config_.upstream_head_timeout = options_.upstream_head_timeout;
  config_.upstream_ca_file = options_.ca_file;
  config_.fetch_urls = options_.fetch_urls;
  config_.pass_trace_headers = options_.pass_trace_headers;
  config_.cors = *http::CorsPolicy::parse(options_.cors_origins, {"/v1/", "/v1beta/"});
  config_.public_url = options_.public_url;
  if (!options_.public_url.empty())
    config_.public_origin = *upstream::Origin::parse(options_.public_url);
  config_.user_keys = std::string{user_key};
  config_.admin_token = std::string{admin_token};
  config_.admin_password = options_.admin_password;
  config_.trusted_proxies = *http::TrustedProxies::parse("loopback");
  start_service();
  if (!options_.health_checks)
    options_.settings["health_checks"]["enabled"] = false;
  if (!options_.settings.empty())
    set(options_.settings);
}

GatewayWorld::~GatewayWorld() {
  stop_service();
  google_.reset();
  settle();
  expect_no_secret(log(), "the log");
  log::stop();
}

void GatewayWorld::start_google() {
  sim::Simulator::Options options;
  options.keyring = keyring_;
  options.now = [this] { return now(); };
  options.recorded_requests = 16;
  google_.emplace(io_, std::move(options));
  const auto started = google_->start();
  ASSERT_TRUE(started) << started.error().message;
}

void GatewayWorld::start_service() {
  auto state = app::open_stored_state(config_);
  ASSERT_TRUE(state) << state.error().message;
  service_ = std::make_unique<app::Service>(io_, config_, std::move(*state), options_.guard);
  service_->clock().leap(ahead_); // before the first actor looks at it
  run(io_, [&]() -> net::Task<void> {
    const auto started = co_await service_->start();
    EXPECT_TRUE(started) << started.error().message;
  });
}

void GatewayWorld::stop_service(std::chrono::seconds patience) {
  run(io_, [&] { return service_->stop(patience); });
  settle(); // the actors see that they have ended
  service_.reset();
}

void GatewayWorld::restart(std::chrono::seconds patience) {
  stop_service(patience);
  start_service();
}

void GatewayWorld::crash() {
  // Opening a copy is what a new process finds after a kill: what the old one still held in memory is lost.
  TempDirectory survived;
  std::filesystem::copy(config_.data_dir, survived.path() / "data", std::filesystem::copy_options::recursive);
  stop_service();
  directory_.emplace();
  std::filesystem::rename(survived.path() / "data", directory_->path() / "data");
  config_.data_dir = directory_->path() / "data";
  start_service();
}

void GatewayWorld::lose_google() {
  google_.reset();
  settle();
}

std::string GatewayWorld::make_secret(const std::string& google_project) {
  auto secret = "AIzaSyWorld-" + std::to_string(100'000'000 + keyring_.keys.size()) + "-abcdefghijklmnopqr";
  keyring_.keys.push_back({secret, google_project});
  google_->keyring().replace(keyring_);
  return secret;
}

std::string GatewayWorld::add_key(const KeyTraits& traits) {
  auto secret = make_secret(traits.google_project.empty() ? traits.project : traits.google_project);
  const auto added = admin(
      "POST", "/keys",
      {{"keys", {secret}}, {"project", traits.project}, {"priority", traits.priority}, {"weight", traits.weight}});
  EXPECT_EQ(added.status, 201) << added.body;
  auto id = added.document.at("added").at(0).at("id").get<std::string>();
  secrets_[id] = std::move(secret);
  return id;
}

std::vector<std::string> GatewayWorld::add_keys(std::size_t count, const KeyTraits& traits) {
  std::vector<std::string> ids;
  for (std::size_t i = 0; i < count; ++i)
    ids.push_back(add_key(traits));
  return ids;
}

Answer GatewayWorld::chat(json body) {
  return finish(begin_chat(std::move(body)));
}

Answer GatewayWorld::stream(json body) {
  return finish(begin_stream(std::move(body)));
}

PendingAnswerPtr GatewayWorld::begin_chat(json body) {
  return begin("POST", "/v1/chat/completions", bearer(user_key), body.dump());
}

PendingAnswerPtr GatewayWorld::begin_stream(json body) {
  body["stream"] = true;
  return begin_chat(std::move(body));
}

Answer GatewayWorld::admin(std::string_view method, std::string_view path, const json& body) {
  return request(method, "/admin/api" + std::string{path}, bearer(admin_token),
                 body.is_null() ? std::string{} : body.dump());
}

void GatewayWorld::set(const json& settings) {
  const auto changed = admin("PATCH", "/settings", settings);
  EXPECT_EQ(changed.status, 200) << changed.body;
}

json GatewayWorld::key(const std::string& id) {
  const auto listed = admin("GET", "/keys?limit=1000");
  for (const auto& key : listed.document.at("keys"))
    if (key.at("id") == id)
      return key;
  ADD_FAILURE() << "there is no key " << id;
  return nullptr;
}

json GatewayWorld::use(const std::string& id, const std::string& model) {
  return key(id).at("models").value(model, json(nullptr));
}

Answer GatewayWorld::request(std::string_view method, std::string_view target, std::string_view headers,
                             std::string_view body) {
  return finish(begin(method, target, headers, body));
}

PendingAnswerPtr GatewayWorld::begin(std::string_view method, std::string_view target, std::string_view headers,
                                     std::string_view body) {
  auto pending = std::make_shared<PendingAnswer>(io_);
  pending->call_ = {std::string{method}, std::string{target}, std::string{body}};
  auto text = request_text(method, target, std::string{headers} + "Connection: close\r\n", body);
  // Each argument is a copy of the coroutine's own.
  const auto visit = [](PendingAnswerPtr of, std::uint16_t port, std::string request) -> net::Task<void> {
    EXPECT_TRUE(co_await of->client_.connect(port));
    of->answer_ = co_await of->client_.exchange(std::move(request));
    of->arrived_ = true;
  };
  net::asio::co_spawn(io_, visit(pending, service_->port(), std::move(text)), [](std::exception_ptr thrown) {
    if (thrown)
      std::rethrow_exception(thrown);
  });
  return pending;
}

Answer GatewayWorld::finish(const PendingAnswerPtr& pending) {
  run_until([&] { return pending->arrived_; });
  Answer answer{std::move(pending->answer_)};
  if (answer.header("content-type").starts_with("text/event-stream"))
    answer.events = events_of(answer.body);
  else
    answer.document = parsed(answer.body);
  expect_no_secret(answer.head + answer.body, "an answer");
  record(pending->call_, answer);
  return answer;
}

void GatewayWorld::expect_no_secret(std::string_view text, std::string_view where) const {
  for (const auto& key : keyring_.keys)
    EXPECT_EQ(text.find(key.key), std::string_view::npos) << where << " holds a whole key: " << text;
}

Instant GatewayWorld::now() const {
  return system_now() + ahead_;
}

void GatewayWorld::leap(Duration by) {
  ahead_ += by;
  service_->clock().leap(by);
  settle();
}

void GatewayWorld::settle() {
  run(io_, [&] { return test::settle(io_); });
}

void GatewayWorld::run_until(const std::function<bool()>& condition) {
  constexpr std::chrono::seconds longest{60};
  const auto end = std::chrono::steady_clock::now() + longest;
  io_.restart();
  while (!condition() && std::chrono::steady_clock::now() < end)
    io_.run_one_until(end);
  if (!condition()) {
    ADD_FAILURE() << "what the test waits for does not come; the log:\n" << log();
    std::abort(); // waiting on would never end
  }
}

std::uint64_t GatewayWorld::attempts(const std::string& id) {
  const auto key = id.empty() ? std::string{} : secret(id);
  std::uint64_t count = 0;
  const auto stats = google_->stats().to_json();
  for (const auto& entry : stats.at("requests"))
    if (entry.at("method") != "models" && (key.empty() || entry.at("key") == key))
      count += entry.at("count").get<std::uint64_t>();
  return count;
}

} // namespace geminid::test
