// NO_PROXY: the hosts that are connected to directly.
#pragma once

#include "server/upstream/origin.hpp"

#include <string_view>

namespace geminid::upstream {

/// The list is separated by commas or spaces: "*" for every host; "example.org", ".example.org" and "*.example.org" for
/// it and its subdomains; addresses and networks ("10.0.0.0/8") for hosts given as addresses, since names are not
/// looked up for this; each with ":port" for that port only. What is none of these covers nothing, for the list is
/// written for many programs.
[[nodiscard]] bool listed_in_no_proxy(std::string_view list, const Origin& origin);

} // namespace geminid::upstream
