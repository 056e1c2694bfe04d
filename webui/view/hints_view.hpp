// Keys that seem to share a project which they do not name, in words. Pure.
#pragma once

#include "shared/live_dto.hpp"
#include "webui/core/locale.hpp"

#include <map>
#include <span>
#include <string>
#include <vector>

namespace geminid::webui {

struct HintView {
  std::vector<std::string> keys; // ids
  std::vector<std::string> projects;
  std::string title;      // "3 keys seem to share one project"
  std::string detail;     // why, and what naming it does
  std::string members;    // "first, AIza…Wxyz, shop"
  std::string suggestion; // a name for the project

  bool operator==(const HintView&) const = default;
};

/// What is said of the same keys by several models is one. `titles`: what keys are called, by id; others by their ids.
[[nodiscard]] std::vector<HintView> make_hint_views(std::span<const dto::Hint> hints,
                                                    const std::map<std::string, std::string>& titles, Instant now,
                                                    const Locale& locale);

} // namespace geminid::webui
