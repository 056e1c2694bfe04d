// /admin/api/settings and /admin/api/models
#pragma once

#include "server/admin/answers.hpp"

namespace geminid::admin {

net::Task<http::Response> get_settings(http::Exchange& exchange, Admin& admin);
net::Task<http::Response> patch_settings(http::Exchange& exchange, Admin& admin);
net::Task<http::Response> list_models(http::Exchange& exchange, Admin& admin);
net::Task<http::Response> put_model(http::Exchange& exchange, Admin& admin);
net::Task<http::Response> delete_model(http::Exchange& exchange, Admin& admin);

} // namespace geminid::admin
