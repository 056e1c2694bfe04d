#include "server/translate/media_url.hpp"

#include "server/translate/media_type.hpp"

#include <algorithm>
#include <array>

namespace geminid::translate {
namespace {

constexpr std::string_view files_api = "https://generativelanguage.googleapis.com/v1beta/";

constexpr std::array<std::string_view, 6> hosts{
    "www.youtube.com", "youtube.com", "m.youtube.com", "music.youtube.com", "www.youtube-nocookie.com", "youtu.be"};

// What stands before the video's id in a path.
constexpr std::array<std::string_view, 4> shelves{"shorts/", "live/", "embed/", "v/"};

bool take(std::string_view& text, std::string_view beginning) {
  if (!text.starts_with(beginning))
    return false;
  text.remove_prefix(beginning.size());
  return true;
}

std::string_view until(std::string_view text, std::string_view ends) {
  return text.substr(0, text.find_first_of(ends));
}

std::string_view query_member(std::string_view query, std::string_view name) {
  while (!query.empty()) {
    auto member = until(query, "&#");
    query.remove_prefix(std::min(query.size(), member.size() + 1));
    if (take(member, name) && take(member, "="))
      return member;
  }
  return {};
}

// `path` is what follows the host's slash.
std::string_view video_id(std::string_view host, std::string_view path) {
  if (host == "youtu.be")
    return until(path, "/?&#");
  for (const auto shelf : shelves)
    if (take(path, shelf))
      return until(path, "/?&#");
  return take(path, "watch?") ? query_member(path, "v") : std::string_view{};
}

} // namespace

std::string youtube_page(std::string_view url) {
  if (!take(url, "https://") && !take(url, "http://"))
    return {};
  const auto host = until(url, "/");
  const auto name = lower_case(host);
  if (std::find(hosts.begin(), hosts.end(), name) == hosts.end())
    return {};
  url.remove_prefix(std::min(url.size(), host.size() + 1));
  const auto id = video_id(name, url);
  return id.empty() ? std::string{} : std::string{"https://www.youtube.com/watch?v="}.append(id);
}

bool is_files_api(std::string_view url) {
  return take(url, files_api) && url.starts_with("files/");
}

std::string files_api_url(std::string_view name) {
  return std::string{files_api}.append(name);
}

std::string_view mime_type_of_url(std::string_view url) {
  const auto path = until(url, "?#");
  return file_mime_type(path.substr(path.rfind('/') + 1));
}

} // namespace geminid::translate
