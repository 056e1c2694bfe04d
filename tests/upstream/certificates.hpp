// Certificates made on the spot: an authority and what it issues.
#pragma once

#include <boost/asio/ssl/context.hpp>

#include <memory>
#include <string>

namespace geminid::upstream {

class TestAuthority {
public:
  TestAuthority();
  ~TestAuthority();
  TestAuthority(const TestAuthority&) = delete;
  TestAuthority& operator=(const TestAuthority&) = delete;

  /// A PEM file with the authority's certificate; removed with this object.
  [[nodiscard]] const std::string& file() const { return file_; }
  /// What a server needs to show a certificate for these names: "DNS:localhost,IP:127.0.0.1".
  [[nodiscard]] std::shared_ptr<boost::asio::ssl::context> server_context(const std::string& subject_names) const;

private:
  struct Pair;
  std::unique_ptr<Pair> own_;
  std::string file_;
};

} // namespace geminid::upstream
