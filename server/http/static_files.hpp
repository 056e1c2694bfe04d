// Serves the files of one folder to browsers: typed, compressed beforehand, cached by them.
#pragma once

#include "server/http/content_coding.hpp"
#include "server/http/exchange.hpp"
#include "shared/result.hpp"

#include <boost/beast/core/file_posix.hpp>

#include <array>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace geminid::http {

struct StaticLimits {
  /// What the folder has, of any kind.
  std::size_t entries_max = 200;
  std::size_t file_bytes_max = 8 * 1024 * 1024;
  /// All files together whose names do not change with their content: they are held in memory.
  std::size_t held_bytes_max = 256 * 1024;
};

/// A folder as it was at the start: what a request names is looked up in a table and never on the disk. Served are
/// regular files of known extensions (html, js, wasm, css, ttf, otf, svg, png); links, folders and all else are not. Of
/// `<name>` there may be `<name>.br` and `<name>.gz`, which clients get that take them. `<name>.<10 hex digits>.<ext>`
/// says that its content never changes: browsers keep it, and it is read from its open descriptor when asked for, lest
/// an idle process hold it. All others are asked for anew each time.
class StaticFiles {
public:
  /// The error names what is wrong with the folder: it can't be read, has no index.html, is beyond a limit, or has a
  /// compressed file without the file itself.
  [[nodiscard]] static Result<StaticFiles> load(const std::filesystem::path& folder, const StaticLimits& limits = {});

  /// Answers GET or HEAD: 200, 304, 404 where there is no such file, 406 where the client refuses every coding. A file
  /// that was cut short since the start ends the connection. The files outlive the exchange; io thread only.
  net::Task<void> serve(Exchange& exchange, std::string_view name) const;

private:
  struct Content {
    std::size_t bytes = 0;
    std::string etag = {};
    /// Open where `held` has not the content.
    boost::beast::file_posix file = {};
    std::string held = {};
  };
  struct File {
    std::string_view type = {};
    bool immutable = false;
    /// By Coding; identity is always there.
    std::array<std::optional<Content>, coding_count> contents = {};
  };
  class Loader;

  struct Answer {
    Response response = {};
    /// What the response's body will be; null: it has its own.
    const Content* content = nullptr;
  };

  [[nodiscard]] Answer answer(std::string_view name, std::string_view accept_encoding,
                              std::string_view if_none_match) const;
  static net::Task<void> stream(Exchange& exchange, Response head, const Content& content);

  std::map<std::string, File, std::less<>> files_;
};

} // namespace geminid::http
