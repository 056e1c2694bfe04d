// What the System page shows, in words. Pure.
#pragma once

#include "shared/system_dto.hpp"
#include "webui/core/locale.hpp"

#include <string>
#include <vector>

namespace geminid::webui {

struct Fact {
  std::string label;
  std::string value;
  bool bad = false;
};

struct FactGroup {
  std::string title;
  std::vector<Fact> facts;
};

struct SystemView {
  std::vector<FactGroup> groups;
  /// What an operator should do something about; empty when all is well.
  std::vector<std::string> warnings;
};

[[nodiscard]] SystemView make_system_view(const dto::SystemStatus& status, Instant now, const Locale& locale);

} // namespace geminid::webui
