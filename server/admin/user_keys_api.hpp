// /admin/api/user-keys
#pragma once

#include "server/admin/answers.hpp"

namespace geminid::admin {

net::Task<http::Response> list_user_keys(http::Exchange& exchange, Admin& admin);
net::Task<http::Response> create_user_key(http::Exchange& exchange, Admin& admin);
net::Task<http::Response> patch_user_key(http::Exchange& exchange, Admin& admin);
net::Task<http::Response> delete_user_key(http::Exchange& exchange, Admin& admin);

} // namespace geminid::admin
