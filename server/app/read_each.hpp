#pragma once

#include "shared/result.hpp"
#include "shared/store.hpp"

#include <spdlog/spdlog.h>

#include <optional>
#include <string_view>

namespace geminid::app {

/// Hands each readable record under `prefix` to `take`, which answers an error for one that it can't read.
template <class Take>
Result<Done> read_each(const Store& store, std::string_view prefix, Take take) {
  auto entries = store.scan(prefix);
  if (!entries)
    return entries.error();
  for (const auto& entry : *entries)
    if (const std::optional<Error> damaged = take(entry))
      spdlog::error("{} (left as it is, and passed over)", damaged->message);
  return Done{};
}

} // namespace geminid::app
