// The whole gateway and a simulated Google in one process, on one io_context, under clocks that tests move. Tests speak
// HTTP with it and read as plain code: each call below runs the io_context until its answer is there.
#pragma once

#include "server/app/service.hpp"
#include "tests/support/answer_recorder.hpp"
#include "tests/support/coroutine.hpp"
#include "tests/support/raw_client.hpp"
#include "tests/support/temp_directory.hpp"
#include "tools/gemini_sim/simulator.hpp"

#include <nlohmann/json.hpp>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace geminid::test {

using nlohmann::json;

inline constexpr auto default_model = "gemini-2.5-flash";

/// A chat of one user message.
[[nodiscard]] json chat_body(std::string_view text = "hello", std::string_view model = default_model);

struct Answer : RawAnswer {
  /// The body as JSON; null when it is none.
  json document = nullptr;
  /// The `data:` of a streamed answer's events, keep-alive comments left out.
  std::vector<std::string> events = {};

  /// The content of the message, whole or put together from its deltas.
  [[nodiscard]] std::string text() const;
  /// The `error` object, of a whole answer or of a stream's last event; null when there is none.
  [[nodiscard]] json error() const;
  /// A stream that ended with `[DONE]`.
  [[nodiscard]] bool done() const { return !events.empty() && events.back() == "[DONE]"; }
};

/// A request under way, for tests that do something meanwhile.
class PendingAnswer {
public:
  explicit PendingAnswer(net::asio::io_context& io) : client_(io) {}
  [[nodiscard]] bool arrived() const { return arrived_; }
  /// Closes the connection, as a client does that loses patience.
  void leave() { client_.close(); }

private:
  friend class GatewayWorld;
  RawClient client_;
  RecordedCall call_;
  RawAnswer answer_;
  bool arrived_ = false;
};
using PendingAnswerPtr = std::shared_ptr<PendingAnswer>;

/// How a Gemini key is added. Keys of one `project` share their quota at Google too, unless `google_project` says else.
struct KeyTraits {
  std::string project = {};
  std::int64_t priority = 0;
  double weight = 1;
  std::string google_project = {};
};

class GatewayWorld {
public:
  /// 127.0.0.1, which hosts called "….example" have; "private.example" has 10.0.0.1, others none.
  static bool is_loopback(const net::asio::ip::address& address);
  static net::Task<fetch::Addresses> look_up_example(std::string host, upstream::Event& woken);

  struct Options {
    /// Of every project at Google.
    sim::ProjectOptions google = {};
    /// Changed settings, as for PATCH /admin/api/settings.
    json settings = json::object();
    /// Off, or leaps would bring invalid keys back.
    bool health_checks = false;
    std::chrono::seconds upstream_head_timeout{60};
    /// The environment's; nothing: one is made, which costs a hash.
    std::optional<std::string> admin_password = "world-admin-password-1";
    bool fetch_urls = true;
    bool pass_trace_headers = false;
    std::string cors_origins = {};
    /// Keep-alive's; empty: not known.
    std::string public_url = {};
    /// Where URLs may lead; a world never leaves its machine.
    fetch::Guard guard = {is_loopback, [](std::uint16_t) { return true; }, look_up_example};
    /// More trusted roots; empty: none.
    std::string ca_file = {};
  };

  GatewayWorld();
  explicit GatewayWorld(Options options);
  /// Expects that no answer and no line of the log ever held a whole Gemini key.
  ~GatewayWorld();
  GatewayWorld(const GatewayWorld&) = delete;
  GatewayWorld& operator=(const GatewayWorld&) = delete;

  /// Adds a key that Google knows; returns its id.
  std::string add_key(const KeyTraits& traits = {});
  std::vector<std::string> add_keys(std::size_t count, const KeyTraits& traits = {});
  /// A key that Google knows and geminid does not.
  std::string make_secret(const std::string& google_project = {});
  [[nodiscard]] const std::string& secret(const std::string& id) const { return secrets_.at(id); }

  // What a client does. `body` states no `stream`.
  Answer chat(json body = chat_body());
  Answer stream(json body = chat_body());
  PendingAnswerPtr begin_chat(json body = chat_body());
  PendingAnswerPtr begin_stream(json body = chat_body());
  Answer finish(const PendingAnswerPtr& pending);

  // What an admin does, with the token.
  Answer admin(std::string_view method, std::string_view path, const json& body = nullptr);
  /// Fails the test unless the settings are changed.
  void set(const json& settings);
  /// The key as the admin API shows it.
  json key(const std::string& id);
  /// `key(id)["models"][model]`.
  json use(const std::string& id, const std::string& model = default_model);

  /// Any request; `headers` are whole lines.
  Answer request(std::string_view method, std::string_view target, std::string_view headers, std::string_view body);
  PendingAnswerPtr begin(std::string_view method, std::string_view target, std::string_view headers,
                         std::string_view body);

  /// geminid's present and the simulator's. A world begins at noon in California.
  [[nodiscard]] Instant now() const;
  /// Moves both ahead and lets everything happen that is due then.
  void leap(Duration by);
  /// To the instant or a moment later: geminid and the world round their milliseconds each for itself.
  void leap_to(Instant instant) { leap(instant - now() + Duration{2}); }
  /// Lets everything have its turn that is ready, the network's news included. The disk may still be at work.
  void settle();
  /// Runs until the condition holds; fails the test when it takes too long.
  void run_until(const std::function<bool()>& condition);

  /// Ends geminid as SIGTERM does and starts it again.
  void restart(std::chrono::seconds patience = std::chrono::seconds{0});
  /// Starts geminid again from what was on disk at this moment, as after kill -9. What clients had under way is cut.
  void crash();
  /// Google cannot be reached any more.
  void lose_google();

  [[nodiscard]] sim::Simulator& google() { return *google_; }
  /// Requests at Google by key id; of all keys when empty. Lists of models are left out.
  [[nodiscard]] std::uint64_t attempts(const std::string& id = {});
  /// For servers of a test's own.
  [[nodiscard]] net::asio::io_context& io() { return io_; }
  /// Where geminid listens.
  [[nodiscard]] std::uint16_t port() const { return service_->port(); }
  /// Everything logged so far.
  [[nodiscard]] std::string log() const { return log_.str(); }

  static constexpr std::string_view user_key = "sk-world-user-key-1";
  static constexpr std::string_view admin_token = "world-admin-token-1";

private:
  void start_google();
  void start_service();
  void stop_service(std::chrono::seconds patience = std::chrono::seconds{0});
  void share_keys_with_google();
  void expect_no_secret(std::string_view text, std::string_view where) const;

  Options options_;
  std::ostringstream log_;
  net::asio::io_context io_{1};
  std::optional<TempDirectory> directory_{std::in_place};
  sim::KeyringOptions keyring_;
  std::map<std::string, std::string> secrets_; // by id
  std::optional<sim::Simulator> google_;
  app::Config config_;
  std::unique_ptr<app::Service> service_;
  Duration ahead_;
};

} // namespace geminid::test
