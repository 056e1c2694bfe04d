#include "shared/json_fields.hpp"

#include <utility>
#include <vector>

namespace geminid::dto {
namespace {

constexpr std::size_t json_depth_max = 100; // no document of ours is nested as deep

// What json::parse does, which would bring its parser into the dashboard a second time, for callbacks that nobody uses.
class Builder {
public:
  explicit Builder(json& root) : root_(root) {}

  bool null() { return add(nullptr); }
  bool boolean(bool value) { return add(value); }
  bool number_integer(json::number_integer_t value) { return add(value); }
  bool number_unsigned(json::number_unsigned_t value) { return add(value); }
  bool number_float(json::number_float_t value, const std::string& /*text*/) { return add(value); }
  bool string(std::string& value) { return add(std::move(value)); }
  bool binary(json::binary_t& /*value*/) { return false; }
  bool start_object(std::size_t /*size*/) { return open(json::value_t::object); }
  bool start_array(std::size_t /*size*/) { return open(json::value_t::array); }
  bool end_object() { return close(); }
  bool end_array() { return close(); }
  bool key(std::string& name) {
    member_ = &(*open_.back())[name];
    return true;
  }
  bool parse_error(std::size_t /*position*/, const std::string& /*token*/, const json::exception& /*error*/) {
    return false;
  }

private:
  json& place(json value) {
    if (open_.empty())
      return root_ = std::move(value);
    if (!open_.back()->is_array())
      return *member_ = std::move(value);
    open_.back()->push_back(std::move(value));
    return open_.back()->back();
  }
  bool add(json value) {
    place(std::move(value));
    return true;
  }
  bool open(json::value_t type) {
    if (open_.size() == json_depth_max)
      return false;
    open_.push_back(&place(type));
    return true;
  }
  bool close() {
    open_.pop_back();
    return true;
  }

  json& root_;
  std::vector<json*> open_; // each within the one before
  json* member_ = nullptr;  // of the last, to get the next value
};

} // namespace

Result<json> parse_document(std::string_view text) {
  json document;
  Builder builder{document};
  if (!json::sax_parse(text, &builder))
    return Error{"the body is not valid JSON"};
  return document;
}

std::string to_text(const json& document) {
  return document.dump(-1, ' ', false, json::error_handler_t::replace);
}

} // namespace geminid::dto
