// What Google's models were found to refuse: left out of later requests at once, so that a refusal is provoked once and
// not each time (gemini-wire.md, section 7: "remember per model"). io thread only.
#pragma once

#include "server/translate/mend.hpp"
#include "shared/time.hpp"

#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

namespace geminid::gateway {

struct Finding {
  policy::RefusedField field;
  std::string removed; // translate::Mended
  Instant until;       // after it the field is tried again
};

struct ModelFindings {
  std::string model;
  std::vector<Finding> findings;
};

class FieldFindings {
public:
  /// `model` served a request once `removed` (translate::Mended) was out of it.
  void note(const std::string& model, policy::RefusedField field, std::vector<std::string> removed, Instant now);
  /// Takes out of `body` what is known of `model`.
  void apply(const std::string& model, std::string& body, translate::JsonParser& parser, Instant now);

  /// Is told each model about which something new is known, or nothing any more. None at first.
  void on_change(std::function<void(const std::string& model)> changed) { changed_ = std::move(changed); }
  /// Empty when nothing is known.
  [[nodiscard]] std::vector<Finding> about(const std::string& model) const;
  /// What a former run left.
  void restore(std::vector<ModelFindings> models);

private:
  /// Models change: after this a field is tried again.
  static constexpr Duration kept_for{24 * 3'600'000};
  static constexpr std::size_t models_max = 256;
  static constexpr std::size_t findings_max = 16; // of a model

  void forget_all();
  void tell(const std::string& model) const;

  std::unordered_map<std::string, std::vector<Finding>> by_model_;
  std::function<void(const std::string& model)> changed_;
};

} // namespace geminid::gateway
