// /admin/api/keys
#pragma once

#include "actors/messages.hpp"
#include "server/admin/answers.hpp"

namespace geminid::admin {

/// The names of orders in `?sort=`.
[[nodiscard]] dto::EnumNames<actors::ListKeys::Sort> key_sort_names();

net::Task<http::Response> list_keys(http::Exchange& exchange, Admin& admin);
net::Task<http::Response> add_keys(http::Exchange& exchange, Admin& admin);
net::Task<http::Response> patch_key(http::Exchange& exchange, Admin& admin);
net::Task<http::Response> delete_key(http::Exchange& exchange, Admin& admin);
net::Task<http::Response> bulk_keys(http::Exchange& exchange, Admin& admin);
/// One key by its id, or all of them.
net::Task<http::Response> check_keys(http::Exchange& exchange, Admin& admin);

} // namespace geminid::admin
