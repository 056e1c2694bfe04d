// Members and elements of JSON text whose last byte tells whether a comma is due, so that what was written last can be
// taken back by cutting it off.
#pragma once

#include "shared/json_text.hpp"

#include <string>
#include <string_view>

namespace geminid::translate {

/// Before an element or a member of what is open at the end of `out`, which must not be empty.
inline void separate(std::string& out) {
  if (out.back() != '{' && out.back() != '[')
    out += ',';
}

inline void append_key(std::string& out, std::string_view name) {
  separate(out);
  append_json_string(out, name);
  out += ':';
}

} // namespace geminid::translate
