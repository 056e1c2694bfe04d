#include "server/translate/model_name.hpp"

namespace geminid::translate {
namespace {

bool take_suffix(std::string_view& name, std::string_view suffix) {
  if (!name.ends_with(suffix) || name.size() == suffix.size())
    return false;
  name.remove_suffix(suffix.size());
  return true;
}

bool take_any_suffix(std::string_view& name, NamedModel& model) {
  using Amount = ThinkingWish::Amount;
  if (take_suffix(name, "-search")) {
    model.search = true;
    return true;
  }
  if (take_suffix(name, "-nothinking")) {
    model.thinking = {Amount::off};
    return true;
  }
  if (take_suffix(name, "-maxthinking")) {
    model.thinking = {Amount::level, 0, ThinkingLevel::xhigh};
    return true;
  }
  return false;
}

} // namespace

NamedModel read_model_name(std::string_view name, const ModelAliases* aliases) {
  constexpr std::string_view prefix = "models/";
  if (name.starts_with(prefix))
    name.remove_prefix(prefix.size());
  NamedModel model;
  do {
    if (!aliases)
      continue;
    if (const auto alias = aliases->find(name); alias != aliases->end()) {
      model.id = alias->second;
      return model;
    }
  } while (take_any_suffix(name, model));
  model.id = name;
  return model;
}

} // namespace geminid::translate
