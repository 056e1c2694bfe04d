// What the setting of the added prompt means for a request. Pure.
#pragma once

#include "shared/settings_dto.hpp"
#include "webui/core/locale.hpp"

#include <string>
#include <vector>

namespace geminid::webui {

/// A message of the example, from several pieces one after the other.
struct PreviewPart {
  std::string text;
  bool added = false; // by the setting
};
struct RequestPreview {
  std::vector<PreviewPart> instruction; // of the system
  std::vector<PreviewPart> user;
};
/// How Google is asked what a client asked, with an example's instruction and message.
[[nodiscard]] RequestPreview preview_of(const dto::PromptInjectionSettings& injection, const Locale& locale);

} // namespace geminid::webui
