// The `continuationToken` of an answer that one request could not finish: good for the key that got it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace geminid::sim {

/// `place`: bytes of the text that were sent. Base64 text that tells the key's name to nobody.
[[nodiscard]] std::string issue_continuation(std::string_view key, std::size_t place);
/// The place; nothing for what was never issued, whoever's it is.
[[nodiscard]] std::optional<std::size_t> read_continuation(std::string_view token);
[[nodiscard]] bool continuation_belongs_to(std::string_view key, std::string_view token);

} // namespace geminid::sim
