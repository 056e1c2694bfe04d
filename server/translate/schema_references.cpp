#include "server/translate/schema_references.hpp"

namespace geminid::translate {
namespace {

constexpr std::string_view home = "#/$defs/";

// The name of a definition where the reference is to one, and the name needs no escapes in either place.
std::optional<std::string_view> definition_name(std::string_view reference) {
  for (const std::string_view place : {home, std::string_view{"#/definitions/"}})
    if (reference.starts_with(place) && reference.find_first_of("/%~", place.size()) == std::string_view::npos)
      return reference.substr(place.size());
  return std::nullopt;
}

} // namespace

std::optional<std::string> SchemaReferences::rewritten(std::string_view reference) {
  if (reference == "#")
    return std::string{reference};
  if (const auto known = names_.find(reference); known != names_.end())
    return std::string{home} + known->second;
  const auto target = document_.resolve(reference);
  if (!target || definitions_.size() >= definitions_max)
    return std::nullopt;
  std::string name{definition_name(reference).value_or("")};
  if (name.empty() || taken_.contains(name))
    name = unused_name();
  taken_.insert(name);
  names_[reference] = name;
  definitions_.push_back({name, *target});
  return std::string{home} + name;
}

std::string SchemaReferences::unused_name() const {
  auto name = "ref_" + std::to_string(definitions_.size() + 1);
  while (taken_.contains(name))
    name += '_';
  return name;
}

} // namespace geminid::translate
