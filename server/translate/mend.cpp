#include "server/translate/mend.hpp"

#include "server/translate/dom_writer.hpp"
#include "server/translate/parse_json.hpp"
#include "server/translate/thought_signature.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace geminid::translate {
namespace {

using policy::RefusedField;
using simdjson::dom::element;
using simdjson::dom::object;

std::span<const std::string_view> config_members(RefusedField field) {
  static constexpr std::array<std::string_view, 1> thinking{"thinkingConfig"};
  static constexpr std::array<std::string_view, 2> penalties{"presencePenalty", "frequencyPenalty"};
  static constexpr std::array<std::string_view, 2> logprobs{"responseLogprobs", "logprobs"};
  static constexpr std::array<std::string_view, 1> candidate_count{"candidateCount"};
  switch (field) {
  case RefusedField::thinking:
    return thinking;
  case RefusedField::penalties:
    return penalties;
  case RefusedField::logprobs:
    return logprobs;
  case RefusedField::candidate_count:
    return candidate_count;
  case RefusedField::signatures:
    break;
  }
  return {};
}

/// A finding about a value, such as a level, must not cost other values.
std::string needle(std::string_view name, element value, RefusedField field) {
  std::string text;
  append_json_string(text, name);
  text += ':';
  if (field == RefusedField::thinking)
    append_json(text, value);
  return text;
}

void write_config(DomWriter& json, object config, RefusedField field, std::vector<std::string>& removed) {
  const auto unwanted = config_members(field);
  json.begin_object();
  for (const auto [name, value] : config) {
    if (std::find(unwanted.begin(), unwanted.end(), name) != unwanted.end()) {
      removed.push_back(needle(name, value, field));
      continue;
    }
    json.key(name);
    json.element(value);
  }
  json.end_object();
}

class SignatureMender {
public:
  SignatureMender(DomWriter& json, bool demanded) : json_(json), demanded_(demanded) {}

  void contents(element value) {
    simdjson::dom::array turns;
    if (value.get(turns) != simdjson::SUCCESS)
      return void(json_.element(value));
    json_.begin_array();
    for (const auto turn : turns)
      write_turn(turn);
    json_.end_array();
  }
  [[nodiscard]] bool changed() const { return changed_; }

private:
  void write_turn(element value) {
    object turn;
    if (value.get(turn) != simdjson::SUCCESS || text_of(turn, "role") != "model")
      return void(json_.element(value));
    json_.begin_object();
    for (const auto [name, member] : turn) {
      json_.key(name);
      simdjson::dom::array parts;
      if (name == "parts" && member.get(parts) == simdjson::SUCCESS)
        write_parts(parts);
      else
        json_.element(member);
    }
    json_.end_object();
  }

  void write_parts(simdjson::dom::array parts) {
    bool first_call = true;
    json_.begin_array();
    for (const auto value : parts) {
      if (object part; value.get(part) == simdjson::SUCCESS)
        write_part(part, first_call);
      else
        json_.element(value);
    }
    json_.end_array();
  }

  // Gemini insists on the signature of a turn's first call and on those of images (section 2.2).
  void write_part(object part, bool& first_call) {
    const bool call = object_of(part, "functionCall").has_value();
    const bool wanted = demanded_ && ((call && first_call) || object_of(part, "inlineData"));
    first_call = first_call && !call;
    json_.begin_object();
    for (const auto [name, value] : part) {
      if (name == "thoughtSignature")
        continue;
      json_.key(name);
      json_.element(value);
    }
    if (wanted)
      json_.key("thoughtSignature").string(signature_sentinel);
    json_.end_object();
    const auto before = text_of(part, "thoughtSignature");
    changed_ = changed_ || before != (wanted ? signature_sentinel : std::string_view{});
  }

  DomWriter& json_;
  bool demanded_;
  bool changed_ = false;
};

} // namespace

std::optional<Mended> mended(std::string_view request, RefusedField field, const ModelTraits& model,
                             JsonParser& parser) {
  const ParsedJson document{parser, request};
  const auto root = document.object();
  if (!root)
    return std::nullopt;
  Mended result;
  result.body.reserve(request.size());
  DomWriter json{result.body};
  SignatureMender signatures{json, model.demands_signatures()};
  json.begin_object();
  for (const auto [name, value] : *root) {
    json.key(name);
    object config;
    if (field == RefusedField::signatures && name == "contents")
      signatures.contents(value);
    else if (name == "generationConfig" && value.get(config) == simdjson::SUCCESS)
      write_config(json, config, field, result.removed);
    else
      json.element(value);
  }
  json.end_object();
  if (!signatures.changed() && result.removed.empty())
    return std::nullopt;
  return result;
}

} // namespace geminid::translate
