#include "server/translate/google_extension.hpp"

namespace geminid::translate {

GoogleExtension::GoogleExtension(const ObjectReader& root) {
  for (const auto* google : {open(open(&root, "extra_body"), "google"), open(&root, "google")}) {
    search(google);
    search(open(google, "image_config", "imageConfig"));
    const auto* config = open(google, "generation_config", "generationConfig");
    search(config);
    search(open(config, "image_config", "imageConfig"));
  }
  search(open(&root, "image_config")); // as OpenRouter's clients write it
}

const ObjectReader* GoogleExtension::open(const ObjectReader* holder, std::string_view name) {
  const auto object = holder ? holder->object(name) : std::nullopt;
  return object ? &opened_.emplace_back(*object, holder->path_of(name), holder->complaint()) : nullptr;
}

const ObjectReader* GoogleExtension::open(const ObjectReader* holder, std::string_view snake, std::string_view camel) {
  const auto* reader = open(holder, snake);
  return reader ? reader : open(holder, camel);
}

void GoogleExtension::search(const ObjectReader* holder) {
  if (holder)
    searched_.push_back(holder);
}

std::optional<GoogleMember> GoogleExtension::find(std::string_view snake, std::string_view camel) const {
  for (const auto* holder : searched_)
    for (const auto name : {snake, camel})
      if (holder->find(name))
        return GoogleMember{*holder, name};
  return std::nullopt;
}

std::string_view GoogleExtension::text(std::string_view snake, std::string_view camel) const {
  const auto member = find(snake, camel);
  return member ? member->holder.string(member->name).value_or("") : std::string_view{};
}

} // namespace geminid::translate
