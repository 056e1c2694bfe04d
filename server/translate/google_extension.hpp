// Google's own members of a chat request. Clients put them under `extra_body.google`, or have their SDK lift that to
// `google` at the root, or do both (gemini-wire.md, 9.1).
#pragma once

#include "server/translate/request_reader.hpp"

#include <deque>
#include <optional>
#include <string_view>
#include <vector>

namespace geminid::translate {

struct GoogleMember {
  const ObjectReader& holder;
  std::string_view name; // as the client spelled it
};

/// Must not outlive the root's reader.
class GoogleExtension {
public:
  explicit GoogleExtension(const ObjectReader& root);
  GoogleExtension(const GoogleExtension&) = delete;
  GoogleExtension& operator=(const GoogleExtension&) = delete;

  /// Where a member of either spelling stands: in `extra_body.google` before `google`, in each of them directly before
  /// within `image_config` and `generation_config`.
  [[nodiscard]] std::optional<GoogleMember> find(std::string_view snake, std::string_view camel) const;
  /// Its text; empty where there is none.
  [[nodiscard]] std::string_view text(std::string_view snake, std::string_view camel) const;

private:
  const ObjectReader* open(const ObjectReader* holder, std::string_view name);
  const ObjectReader* open(const ObjectReader* holder, std::string_view snake, std::string_view camel);
  void search(const ObjectReader* holder);

  std::deque<ObjectReader> opened_; // at places that stay
  std::vector<const ObjectReader*> searched_;
};

} // namespace geminid::translate
