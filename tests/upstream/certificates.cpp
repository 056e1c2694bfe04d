#include "tests/upstream/certificates.hpp"

#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <unistd.h>

namespace geminid::upstream {

namespace {

struct Free {
  void operator()(X509* certificate) const { X509_free(certificate); }
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(X509_EXTENSION* extension) const { X509_EXTENSION_free(extension); }
  void operator()(BIO* bio) const { BIO_free(bio); }
};

void require(bool done, const char* what) {
  if (!done)
    throw std::runtime_error(what);
}

void extend(X509* certificate, X509* issuer, int name, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  const std::unique_ptr<X509_EXTENSION, Free> extension(X509V3_EXT_conf_nid(nullptr, &context, name, value.c_str()));
  require(extension != nullptr, "extension");
  X509_add_ext(certificate, extension.get(), -1);
}

template <class F>
std::string pem(F write) {
  const std::unique_ptr<BIO, Free> bio(BIO_new(BIO_s_mem()));
  require(write(bio.get()) == 1, "PEM");
  std::string text(BIO_ctrl_pending(bio.get()), '\0');
  BIO_read(bio.get(), text.data(), static_cast<int>(text.size()));
  return text;
}

std::string temporary_file(const std::string& text) {
  auto path = (std::filesystem::temp_directory_path() / "geminid-test-ca-XXXXXX").string();
  const auto descriptor = ::mkstemp(path.data());
  require(descriptor >= 0, "mkstemp");
  ::close(descriptor);
  std::ofstream(path) << text;
  return path;
}

} // namespace

struct TestAuthority::Pair {
  /// Signed by itself when there is no issuer.
  Pair(const std::string& common_name, const std::string& subject_names, const Pair* issuer)
      : key(EVP_EC_gen("P-256")), certificate(X509_new()) {
    static long serial = 1;
    require(key && certificate, "key");
    auto* const cert = certificate.get();
    X509_set_version(cert, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(cert), serial++);
    X509_gmtime_adj(X509_getm_notBefore(cert), -60);
    X509_gmtime_adj(X509_getm_notAfter(cert), 3600);
    X509_set_pubkey(cert, key.get());
    const auto* const name = reinterpret_cast<const unsigned char*>(common_name.c_str());
    X509_NAME_add_entry_by_txt(X509_get_subject_name(cert), "CN", MBSTRING_UTF8, name, -1, -1, 0);
    const auto& signer = issuer == nullptr ? *this : *issuer;
    X509_set_issuer_name(cert, X509_get_subject_name(signer.certificate.get()));
    extend(cert, signer.certificate.get(), NID_basic_constraints, issuer == nullptr ? "critical,CA:TRUE" : "CA:FALSE");
    if (!subject_names.empty())
      extend(cert, signer.certificate.get(), NID_subject_alt_name, subject_names);
    require(X509_sign(cert, signer.key.get(), EVP_sha256()) != 0, "signature");
  }

  std::unique_ptr<EVP_PKEY, Free> key;
  std::unique_ptr<X509, Free> certificate;
};

TestAuthority::TestAuthority()
    : own_(std::make_unique<Pair>("geminid test authority", "", nullptr)),
      file_(temporary_file(pem([this](BIO* bio) { return PEM_write_bio_X509(bio, own_->certificate.get()); }))) {}

TestAuthority::~TestAuthority() {
  std::filesystem::remove(file_);
}

std::shared_ptr<boost::asio::ssl::context> TestAuthority::server_context(const std::string& subject_names) const {
  const Pair leaf("geminid test server", subject_names, own_.get());
  auto context = std::make_shared<boost::asio::ssl::context>(boost::asio::ssl::context::tls_server);
  const auto certificate = pem([&](BIO* bio) { return PEM_write_bio_X509(bio, leaf.certificate.get()); });
  const auto key = pem(
      [&](BIO* bio) { return PEM_write_bio_PrivateKey(bio, leaf.key.get(), nullptr, nullptr, 0, nullptr, nullptr); });
  context->use_certificate(boost::asio::buffer(certificate), boost::asio::ssl::context::pem);
  context->use_private_key(boost::asio::buffer(key), boost::asio::ssl::context::pem);
  return context;
}

} // namespace geminid::upstream
