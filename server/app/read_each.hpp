#pragma once

#include "server/log/log.hpp"
#include "shared/result.hpp"
#include "shared/store.hpp"

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
      log::error("a damaged record is left as it is, and passed over").with("error", damaged->message);
  return Done{};
}

} // namespace geminid::app
