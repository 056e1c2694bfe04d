#include "shared/key_text.hpp"

#include "shared/key_import/readers.hpp"
#include "shared/key_import/tokens.hpp"

#include <algorithm>

namespace geminid {
namespace {

key_import::Collector read(std::string_view text) {
  if (const auto begin = text.find_first_not_of(" \t\r\n"); begin != std::string_view::npos)
    if (text[begin] == '{' || text[begin] == '[')
      if (key_import::Collector json{"json"}; key_import::read_json(text, json))
        return json;
  if (key_import::Collector csv{"csv"}; key_import::read_table(text, csv))
    return csv;
  key_import::Collector lines{"text"};
  key_import::read_lines(text, lines);
  return lines;
}

} // namespace

bool is_key(std::string_view token) {
  return token.size() >= key_size_min && token.size() <= key_size_max &&
         std::all_of(token.begin(), token.end(), key_import::is_key_char);
}

Result<PastedKeys> parse_pasted_keys(std::string_view text) {
  constexpr std::string_view byte_order_mark = "\ufeff";
  if (text.starts_with(byte_order_mark))
    text.remove_prefix(byte_order_mark.size());
  auto found = read(text);
  if (found.empty() && !key_import::trimmed(text).empty())
    found.reject(1, "no key was found in the text");
  return found.finish();
}

Result<PastedKeys> check_key_list(const std::vector<std::string>& keys) {
  key_import::Collector out{"list"};
  for (std::size_t i = 0; i < keys.size() && !out.too_many(); ++i) {
    const auto token = key_import::trimmed(keys[i]);
    if (auto fault = key_import::fault_of(token); fault.empty())
      out.take(token, i + 1);
    else
      out.reject(i + 1, std::move(fault));
  }
  return out.finish();
}

} // namespace geminid
