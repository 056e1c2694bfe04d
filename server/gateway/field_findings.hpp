// What Google's models were found to refuse: left out of later requests at once, so that a refusal is provoked once and
// not each time (gemini-wire.md, section 7: "remember per model"). io thread only.
#pragma once

#include "server/translate/mend.hpp"
#include "shared/time.hpp"

#include <string>
#include <unordered_map>
#include <vector>

namespace geminid::gateway {

class FieldFindings {
public:
  /// `model` served a request once `removed` (translate::Mended) was out of it.
  void note(const std::string& model, policy::RefusedField field, std::vector<std::string> removed, Instant now);
  /// Takes out of `body` what is known of `model`.
  void apply(const std::string& model, std::string& body, translate::JsonParser& parser, Instant now);

private:
  /// Models change: after this a field is tried again.
  static constexpr Duration kept_for{24 * 3'600'000};
  static constexpr std::size_t models_max = 256;
  static constexpr std::size_t findings_max = 16; // of a model

  struct Finding {
    policy::RefusedField field;
    std::string removed;
    Instant until;
  };
  std::unordered_map<std::string, std::vector<Finding>> by_model_;
};

} // namespace geminid::gateway
