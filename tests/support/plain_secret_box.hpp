// Sealing that a test can read: no cryptography.
#pragma once

#include "shared/secret_box.hpp"

namespace geminid::testing_support {

class PlainSecretBox final : public SecretBox {
public:
  std::string seal(std::string_view plaintext, std::string_view context) const override {
    return std::string{context} + "|" + std::string{plaintext};
  }
  Result<std::string> open(std::string_view sealed, std::string_view context) const override {
    const auto prefix = std::string{context} + "|";
    if (!sealed.starts_with(prefix))
      return Error{"sealed for another context"};
    return std::string{sealed.substr(prefix.size())};
  }
  std::string fingerprint(std::string_view secret) const override { return "print:" + std::string{secret}; }
  std::string fingerprint_key() const override { return std::string(fingerprint_key_size, 'f'); }
  void use_fingerprint_key(std::string_view) override {}
};

} // namespace geminid::testing_support
