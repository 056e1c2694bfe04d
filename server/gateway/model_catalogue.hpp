// Which models Google offers, as its own list says. Asked with several keys, so that one dead key does not empty it
// (user-demand.md, B17), and kept: a failure leaves the last good list.
#pragma once

#include "server/gateway/gateway.hpp"
#include "server/translate/gemini_models.hpp"

#include <vector>

namespace geminid::gateway {

class ModelCatalogue {
public:
  explicit ModelCatalogue(Gateway& gateway) : gateway_(gateway) {}

  /// Asks upstream when the list is older than `fresh_for`. Empty only when it never succeeded.
  net::Task<std::vector<translate::GeminiModel>> models();

private:
  static constexpr Duration fresh_for{10 * 60'000};
  /// After a failure upstream is left alone for so long.
  static constexpr Duration failed_for{5'000};
  static constexpr std::size_t keys_asked_max = 3;
  static constexpr std::size_t pages_max = 20;

  net::Task<std::optional<std::vector<translate::GeminiModel>>> ask_with(std::string secret);

  Gateway& gateway_;
  std::vector<translate::GeminiModel> models_;
  Instant refresh_at_{};
};

} // namespace geminid::gateway
