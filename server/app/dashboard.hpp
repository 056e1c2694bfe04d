// The dashboard's pages: where they come from, and under which paths and headers they are served.
#pragma once

#include "server/http/router.hpp"
#include "server/http/static_files.hpp"
#include "shared/result.hpp"

#include <filesystem>
#include <memory>

namespace geminid::app {

/// Null: there is none.
using DashboardFiles = std::shared_ptr<const http::StaticFiles>;

/// Opens `named`; where it is empty, what is installed beside the program, should there be anything. The error names
/// the folder.
[[nodiscard]] Result<DashboardFiles> open_dashboard(const std::filesystem::path& named);

/// `/admin/` and the files below it, and the ways there; `/admin/api/` stays the API's. Without files it says how to
/// get them.
void add_dashboard(http::Router& router, DashboardFiles files);

} // namespace geminid::app
