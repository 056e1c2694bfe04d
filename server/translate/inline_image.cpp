#include "server/translate/inline_image.hpp"

namespace geminid::translate {
namespace {
constexpr std::string_view opening = "![image](";
constexpr std::string_view marker = "![image](data:";
} // namespace

void split_inline_images(std::string_view text, std::vector<InlineImagePiece>& pieces) {
  while (!text.empty()) {
    const auto begin = text.find(marker);
    const auto end = begin == std::string_view::npos ? begin : text.find(')', begin);
    if (end == std::string_view::npos)
      break;
    if (begin > 0)
      pieces.push_back({text.substr(0, begin)});
    const auto url = begin + opening.size();
    pieces.push_back({text.substr(begin, end + 1 - begin), text.substr(url, end - url)});
    text.remove_prefix(end + 1);
  }
  if (!text.empty())
    pieces.push_back({text});
}

void append_inline_image(std::string& out, std::string_view mime_type, std::string_view base64) {
  out.append(opening).append("data:").append(mime_type).append(";base64,").append(base64).append(")");
}

} // namespace geminid::translate
