#include "server/translate/schema_references.hpp"

namespace geminid::translate {
namespace {

constexpr std::string_view home = "#/$defs/";

} // namespace

std::optional<std::string> SchemaReferences::rewritten(std::string_view reference) {
  const bool anchor = reference.size() > 1 && reference[0] == '#' && reference[1] != '/';
  if (reference == "#" || anchor)
    return std::string{reference};
  const auto target = resolve(root_, reference);
  if (!target)
    return std::nullopt;
  for (const std::string_view place : {home, std::string_view{"#/definitions/"}})
    if (reference.starts_with(place) && reference.find('/', place.size()) == std::string_view::npos)
      return std::string{home}.append(reference.substr(place.size()));
  const auto known = names_.find(reference);
  if (known != names_.end())
    return std::string{home} + known->second;
  if (further_.size() >= further_max)
    return std::nullopt;
  const auto& name = names_[reference] = unused_name();
  further_.push_back({name, *target});
  return std::string{home} + name;
}

std::string SchemaReferences::unused_name() const {
  auto name = "ref_" + std::to_string(further_.size() + 1);
  while (resolve(root_, std::string{home} + name) || resolve(root_, "#/definitions/" + name))
    name += '_';
  return name;
}

} // namespace geminid::translate
