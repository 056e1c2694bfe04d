// /admin/api/keys
#pragma once

#include "actors/messages.hpp"
#include "server/admin/answers.hpp"
#include "shared/key_dto.hpp"

#include <string>
#include <vector>

namespace geminid::admin {

/// The names of orders in `?sort=`.
[[nodiscard]] dto::EnumNames<actors::ListKeys::Sort> key_sort_names();

net::Task<http::Response> list_keys(http::Exchange& exchange, Admin& admin);
net::Task<http::Response> add_keys(http::Exchange& exchange, Admin& admin);
net::Task<http::Response> get_key(http::Exchange& exchange, Admin& admin);
net::Task<http::Response> patch_key(http::Exchange& exchange, Admin& admin);
net::Task<http::Response> delete_key(http::Exchange& exchange, Admin& admin);
net::Task<http::Response> bulk_keys(http::Exchange& exchange, Admin& admin);

/// A change of many keys shows so many of them at most.
inline constexpr std::size_t changed_shown_max = 1'000;

/// The keys as they are after a change; those that are gone by then are left out.
net::Task<json> shown_keys(Admin& admin, std::vector<std::string> ids);
net::Task<std::vector<std::string>> ids_in_state(Admin& admin, dto::KeyState state);

} // namespace geminid::admin
