#include "server/upstream/tls_context.hpp"

#include <boost/asio/ip/address.hpp>

#include <array>

namespace geminid::upstream {

namespace asio = boost::asio;

namespace {

/// Asio keeps its own object in the context's app_data (index 0), so ours needs its own place.
int own_index() {
  static const int index = SSL_CTX_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
  return index;
}

bool is_address(const std::string& host) {
  boost::system::error_code ec;
  asio::ip::make_address(host, ec);
  return !ec;
}

} // namespace

TlsContext::TlsContext(std::string host, const std::string& ca_file)
    : context_(asio::ssl::context::tls_client), host_(std::move(host)), host_is_address_(is_address(host_)) {
  context_.set_default_verify_paths();
  if (!ca_file.empty())
    context_.load_verify_file(ca_file);
  context_.set_verify_mode(asio::ssl::verify_peer);

  auto* const native = context_.native_handle();
  auto* const verification = SSL_CTX_get0_param(native);
  X509_VERIFY_PARAM_set_hostflags(verification, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
  if (host_is_address_)
    X509_VERIFY_PARAM_set1_ip_asc(verification, host_.c_str());
  else
    X509_VERIFY_PARAM_set1_host(verification, host_.c_str(), host_.size());

  SSL_CTX_set_min_proto_version(native, TLS1_2_VERSION);
  SSL_CTX_set_mode(native, SSL_MODE_RELEASE_BUFFERS); // 34 KB less for each idle connection
  constexpr std::array<unsigned char, 9> http_1_1{8, 'h', 't', 't', 'p', '/', '1', '.', '1'};
  SSL_CTX_set_alpn_protos(native, http_1_1.data(), static_cast<unsigned>(http_1_1.size()));

  // TLS 1.3 sends its tickets after the handshake, so only the callback sees them.
  SSL_CTX_set_session_cache_mode(native, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
  SSL_CTX_set_ex_data(native, own_index(), this);
  SSL_CTX_sess_set_new_cb(native, &TlsContext::on_new_session);
}

TlsContext::~TlsContext() {
  SSL_CTX_set_ex_data(context_.native_handle(), own_index(), nullptr);
}

void TlsContext::prepare(SSL* connection) {
  if (!host_is_address_)
    SSL_ctrl(connection, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, host_.data());
  if (session_ && SSL_SESSION_is_resumable(session_.get()) != 0)
    SSL_set_session(connection, session_.get());
}

int TlsContext::on_new_session(SSL* connection, SSL_SESSION* session) {
  auto* const self = static_cast<TlsContext*>(SSL_CTX_get_ex_data(SSL_get_SSL_CTX(connection), own_index()));
  if (self == nullptr)
    return 0;
  self->session_.reset(session);
  return 1;
}

Result<Done> check_ca_file(const std::string& ca_file) {
  asio::ssl::context context{asio::ssl::context::tls_client};
  boost::system::error_code ec;
  context.load_verify_file(ca_file, ec);
  if (ec)
    return Error{"expected a PEM file of certificates (" + ec.message() + ")"};
  return Done{};
}

} // namespace geminid::upstream
