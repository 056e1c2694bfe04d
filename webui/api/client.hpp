// Calls the admin API: documents out and in, failures in words, a session that ends, a server that is away for a while.
#pragma once

#include "shared/json_fields.hpp"
#include "webui/api/host.hpp"
#include "webui/core/resource.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace geminid::webui {

struct ApiError {
  int status = 0; // 0: no answer
  std::string code;
  /// For a person, in the viewer's language where the dashboard knows the code.
  std::string message;
  std::string field;

  bool operator==(const ApiError&) const = default;
};

using ApiResult = Result<dto::json, ApiError>;

class Client {
public:
  enum class Connection : std::uint8_t { online, offline, logged_out };
  using OnResult = std::function<void(ApiResult)>;

  Client(Host& host, const Locale& locale) : host_(host), locale_(locale) {}

  /// A null `body` sends none. An answer without a body is null.
  void call(std::string method, std::string path, const dto::json& body, OnResult on_result);
  void get(std::string path, OnResult on_result) { call("GET", std::move(path), nullptr, std::move(on_result)); }

  /// Loads a resource by `parse`, a function of the DTOs.
  template <class T, class Parse>
  void load(Resource<T>& resource, std::string path, Parse parse) {
    const auto ticket = resource.begin();
    get(std::move(path), [this, &resource, ticket, parse](ApiResult result) {
      if (!result) {
        resource.fail(ticket, std::move(result.error().message));
        return;
      }
      auto parsed = parse(*result);
      if (parsed)
        resource.finish(ticket, std::move(*parsed), host_.now());
      else
        resource.fail(ticket, unreadable(parsed.error()));
    });
  }

  [[nodiscard]] Connection connection() const { return connection_; }
  /// Called when the connection is another than before.
  void on_connection(std::function<void(Connection)> listener) { listener_ = std::move(listener); }
  /// Somebody logged in: calls may be made again.
  void logged_in() {
    ++login_;
    set_connection(Connection::online);
  }
  /// News from the live events.
  void seen_online() {
    if (connection_ == Connection::offline)
      set_connection(Connection::online);
  }
  void seen_offline() {
    if (connection_ == Connection::online)
      set_connection(Connection::offline);
  }

private:
  [[nodiscard]] ApiError error_of(const HttpReply& reply) const;
  [[nodiscard]] std::string unreadable(const Error& error) const;
  void set_connection(Connection connection);

  Host& host_;
  const Locale& locale_;
  std::function<void(Connection)> listener_;
  Connection connection_ = Connection::online;
  std::uint32_t login_ = 0; // how many there were since the page was opened
};

/// A value of a query or one segment of a path.
[[nodiscard]] std::string percent_encoded(std::string_view text);

/// Collects "?a=b&c=d"; what is empty is left out.
class Query {
public:
  Query& add(std::string_view name, std::string_view value);
  [[nodiscard]] const std::string& text() const { return text_; }

private:
  std::string text_;
};

} // namespace geminid::webui
