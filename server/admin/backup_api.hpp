// /admin/api/backup and /admin/api/restore
#pragma once

#include "server/admin/answers.hpp"

namespace geminid::admin {

/// `{"passphrase"}`: the answer's body is the document.
net::Task<http::Response> back_up(http::Exchange& exchange, Admin& admin);
/// `{"passphrase","document"}`, the document as the object or as its text: replaces the configuration, all or nothing.
net::Task<http::Response> restore(http::Exchange& exchange, Admin& admin);

} // namespace geminid::admin
