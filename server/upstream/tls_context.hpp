// What every TLS connection to one host shares: trust, the name to verify and the session to resume.
#pragma once

#include "shared/result.hpp"

#include <boost/asio/ssl/context.hpp>

#include <memory>
#include <string>

namespace geminid::upstream {

class TlsContext {
public:
  /// Trusts the system's roots and those in `ca_file` (PEM; empty: none). Throws boost::system::system_error when that
  /// file cannot be read.
  TlsContext(std::string host, const std::string& ca_file);
  ~TlsContext();
  TlsContext(const TlsContext&) = delete;
  TlsContext& operator=(const TlsContext&) = delete;

  [[nodiscard]] boost::asio::ssl::context& native() { return context_; }
  /// Before the handshake of a new connection: names the server (unless it is an address) and offers the last session.
  void prepare(SSL* connection);
  /// After a failed handshake: the next one is a full one.
  void forget_session() { session_.reset(); }

private:
  struct FreeSession {
    void operator()(SSL_SESSION* session) const { SSL_SESSION_free(session); }
  };
  static int on_new_session(SSL* connection, SSL_SESSION* session);

  boost::asio::ssl::context context_;
  std::string host_;
  bool host_is_address_;
  std::unique_ptr<SSL_SESSION, FreeSession> session_;
};

/// Whether a TlsContext can be made with this file.
[[nodiscard]] Result<Done> check_ca_file(const std::string& ca_file);

} // namespace geminid::upstream
