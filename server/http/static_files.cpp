#include "server/http/static_files.hpp"

#include "server/http/answer.hpp"

#include <openssl/evp.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace geminid::http {
namespace {

using boost::beast::file_posix;

/// What a client that reads slowly makes the server hold.
constexpr std::size_t piece_bytes = 32 * 1024;
constexpr std::size_t hash_digits = 10;

constexpr std::array<std::pair<std::string_view, std::string_view>, 8> types{{
    {"html", "text/html; charset=utf-8"},
    {"js", "text/javascript; charset=utf-8"},
    {"wasm", "application/wasm"},
    {"css", "text/css; charset=utf-8"},
    {"ttf", "font/ttf"},
    {"otf", "font/otf"},
    {"svg", "image/svg+xml"},
    {"png", "image/png"},
}};

/// Empty: a file of this name is not served.
std::string_view type_of(std::string_view name) {
  const auto dot = name.rfind('.');
  if (dot == std::string_view::npos)
    return {};
  const auto* const found =
      std::find_if(types.begin(), types.end(), [&](const auto& type) { return type.first == name.substr(dot + 1); });
  return found == types.end() ? std::string_view{} : found->second;
}

/// The digits of `<name>.<10 hex digits>.<ext>`, else nothing.
std::string_view hash_in(std::string_view name) {
  const auto end = name.rfind('.');
  if (end == std::string_view::npos || end < hash_digits + 2 || name[end - hash_digits - 1] != '.')
    return {};
  const auto digits = name.substr(end - hash_digits, hash_digits);
  return digits.find_first_not_of("0123456789abcdef") == std::string_view::npos ? digits : std::string_view{};
}

std::string hash_of(std::string_view content) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  EVP_Digest(content.data(), content.size(), digest.data(), nullptr, EVP_sha256(), nullptr);
  std::string text;
  for (std::size_t i = 0; i < hash_digits; ++i) {
    text += "0123456789abcdef"[digest[i] >> 4];
    text += "0123456789abcdef"[digest[i] & 15];
  }
  return text;
}

struct Split {
  std::string_view name;
  Coding coding;
};

Split split(std::string_view file_name) {
  if (file_name.ends_with(".br"))
    return {file_name.substr(0, file_name.size() - 3), Coding::br};
  if (file_name.ends_with(".gz"))
    return {file_name.substr(0, file_name.size() - 3), Coding::gzip};
  return {file_name, Coding::identity};
}

/// Each coding is a representation of its own, and so is its tag.
std::string etag_of(std::string_view hash, Coding coding) {
  std::string tag{"\""};
  tag += hash;
  if (coding != Coding::identity)
    tag.append("-").append(coding_name(coding));
  return tag + '"';
}

/// Our tags have no characters that could span two of the list's; whether they are weak does not matter here.
bool has_tag(std::string_view if_none_match, std::string_view etag) {
  return if_none_match == "*" || if_none_match.find(etag) != std::string_view::npos;
}

std::string last_error() {
  return std::strerror(errno);
}

} // namespace

/// Fills a table from a folder, file by file.
class StaticFiles::Loader {
public:
  explicit Loader(const StaticLimits& limits) : limits_(limits) {}

  Result<StaticFiles> load(const std::filesystem::path& folder) {
    std::error_code failure;
    std::size_t entries = 0;
    for (std::filesystem::directory_iterator at{folder, failure}, end; !failure && at != end; at.increment(failure)) {
      if (++entries > limits_.entries_max)
        return Error{"expected at most " + std::to_string(limits_.entries_max) + " files"};
      if (auto taken = take(at->path()); !taken)
        return Error{at->path().filename().string() + ": " + taken.error().message};
    }
    if (failure)
      return Error{"the folder can't be read: " + failure.message()};
    for (const auto& [name, file] : table_.files_)
      if (!file.contents[static_cast<std::size_t>(Coding::identity)])
        return Error{"expected " + name + " beside its compressed form"};
    if (!table_.files_.contains("index.html"))
      return Error{"expected a folder with index.html"};
    return std::move(table_);
  }

private:
  Result<Done> take(const std::filesystem::path& path) {
    const auto file_name = path.filename().string();
    const auto [name, coding] = split(file_name);
    const auto type = type_of(name);
    if (type.empty())
      return Done{};
    // Without O_NONBLOCK a pipe of that name would hold the start up.
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (descriptor < 0)
      return errno == ELOOP ? Result<Done>{Done{}} : Error{last_error()};
    Content content;
    content.file.native_handle(descriptor);
    struct stat status {};
    if (::fstat(descriptor, &status) != 0)
      return Error{last_error()};
    if (!S_ISREG(status.st_mode))
      return Done{};
    content.bytes = static_cast<std::size_t>(status.st_size);
    if (content.bytes > limits_.file_bytes_max)
      return Error{"expected at most " + std::to_string(limits_.file_bytes_max) + " bytes"};
    const auto hash = hash_in(name);
    if (hash.empty())
      if (auto held = hold(content); !held)
        return held;
    content.etag = etag_of(hash.empty() ? hash_of(content.held) : hash, coding);
    auto& file = table_.files_[std::string{name}];
    file.type = type;
    file.immutable = !hash.empty();
    file.contents[static_cast<std::size_t>(coding)] = std::move(content);
    return Done{};
  }

  Result<Done> hold(Content& content) {
    held_bytes_ += content.bytes;
    if (held_bytes_ > limits_.held_bytes_max)
      return Error{"expected at most " + std::to_string(limits_.held_bytes_max) +
                   " bytes of files without a hash in their names"};
    content.held.resize(content.bytes);
    for (std::size_t at = 0; at < content.bytes;) {
      const auto got = ::read(content.file.native_handle(), content.held.data() + at, content.bytes - at);
      if (got <= 0)
        return Error{got < 0 ? last_error() : "it became shorter while it was read"};
      at += static_cast<std::size_t>(got);
    }
    content.file = file_posix{};
    return Done{};
  }

  const StaticLimits& limits_;
  StaticFiles table_;
  std::size_t held_bytes_ = 0;
};

Result<StaticFiles> StaticFiles::load(const std::filesystem::path& folder, const StaticLimits& limits) {
  return Loader{limits}.load(folder);
}

StaticFiles::Answer StaticFiles::answer(std::string_view name, std::string_view accept_encoding,
                                        std::string_view if_none_match) const {
  const auto found = files_.find(name);
  if (found == files_.end())
    return {plain_answer(404, "There is no such file.\n")};
  const auto& file = found->second;
  StoredCodings stored{};
  for (std::size_t i = 0; i < coding_count; ++i)
    stored[i] = file.contents[i].has_value();
  const auto coding = choose_coding(accept_encoding, stored);
  if (!coding) {
    Answer refused{plain_answer(406, "Accept-Encoding refuses every coding of this file.\n")};
    refused.response.headers.push_back({"Vary", "Accept-Encoding"});
    return refused;
  }
  const auto& content = *file.contents[static_cast<std::size_t>(*coding)];
  Answer answer;
  auto& headers = answer.response.headers;
  headers.push_back({"Cache-Control", file.immutable ? "public, max-age=31536000, immutable" : "no-cache"});
  headers.push_back({"ETag", content.etag});
  headers.push_back({"Vary", "Accept-Encoding"});
  if (has_tag(if_none_match, content.etag)) {
    answer.response.status = 304;
    answer.response.content_type.clear();
    return answer;
  }
  answer.response.content_type = file.type;
  if (*coding != Coding::identity)
    headers.push_back({"Content-Encoding", std::string{coding_name(*coding)}});
  if (content.file.is_open())
    answer.content = &content;
  else
    answer.response.body = content.held;
  return answer;
}

net::Task<void> StaticFiles::serve(Exchange& exchange, std::string_view name) const {
  auto chosen = answer(name, exchange.header_list("accept-encoding"), exchange.header_list("if-none-match"));
  if (chosen.content)
    co_await stream(exchange, std::move(chosen.response), *chosen.content);
  else
    co_await exchange.respond(std::move(chosen.response));
}

net::Task<void> StaticFiles::stream(Exchange& exchange, Response head, const Content& content) {
  co_await exchange.begin_stream(std::move(head));
  std::string piece;
  for (std::size_t at = 0; at < content.bytes && exchange.method() != "HEAD";) {
    piece.resize(std::min(piece_bytes, content.bytes - at));
    // The kernel has such files in its memory after the first reader: a thread of its own would cost more.
    const auto got = ::pread(content.file.native_handle(), piece.data(), piece.size(), static_cast<off_t>(at));
    if (got <= 0)
      co_return;
    piece.resize(static_cast<std::size_t>(got));
    if (!co_await exchange.write(piece))
      co_return;
    at += piece.size();
  }
  co_await exchange.end_stream();
}

} // namespace geminid::http
