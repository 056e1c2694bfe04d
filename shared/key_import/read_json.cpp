#include "shared/key_import/readers.hpp"
#include "shared/key_import/tokens.hpp"

#include <nlohmann/json.hpp>

#include <iterator>
#include <utility>

namespace geminid::key_import {
namespace {

using nlohmann::json;

constexpr std::size_t depth_max = 64;

struct Position {
  std::string_view text;
  std::size_t at = 0;
  std::size_t line = 1;
};

// Counts lines while the parser reads. The parser reports a string or an opening before it reads on, so that the line
// is theirs.
class CountingIterator {
public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  explicit CountingIterator(Position* position) : position_(position) {}

  reference operator*() const { return position_->text[position_->at]; }
  CountingIterator& operator++() {
    const char c = position_->text[position_->at++];
    if (c == '\n' || (c == '\r' && position_->text.substr(position_->at, 1) != "\n"))
      ++position_->line;
    return *this;
  }
  CountingIterator operator++(int) {
    auto before = *this;
    ++*this;
    return before;
  }
  friend bool operator==(const CountingIterator& a, const CountingIterator& b) { return a.over() == b.over(); }
  friend bool operator!=(const CountingIterator& a, const CountingIterator& b) { return !(a == b); }

private:
  [[nodiscard]] bool over() const { return position_ == nullptr || position_->at >= position_->text.size(); }

  Position* position_; // nothing: the end
};

// What the parser calls (nlohmann's SAX interface).
class Reader {
public:
  Reader(const Position& position, Collector& out) : position_(position), out_(out) {}

  bool null() { return true; }
  bool boolean(bool) { return true; }
  bool number_integer(std::int64_t value) { return number(value, std::to_string(value)); }
  bool number_unsigned(std::uint64_t value) { return number(static_cast<std::int64_t>(value), std::to_string(value)); }
  bool number_float(double, const std::string& text) { return number(-1, text); }
  bool binary(json::binary_t&) { return true; }

  bool string(const std::string& value) {
    const auto role = this->role();
    if (role == FieldRole::key)
      keys(value);
    else if (role == FieldRole::none)
      evident_keys(value);
    else if (role == FieldRole::tags)
      for_each_token(value, [&](std::string_view tag) { record().attribute(role, tag); });
    else
      record().attribute(role, value);
    if (member() == "models" || member() == "test_model")
      record().lists_models();
    return !out_.too_many();
  }

  bool key(const std::string& name) {
    frames_.back().member = name;
    frames_.back().role = field_role(name);
    return true;
  }
  bool start_object(std::size_t) { return open(true); }
  bool start_array(std::size_t) { return open(false); }
  bool end_object() {
    auto closed = std::move(frames_.back().record);
    frames_.pop_back();
    if (!frames_.empty() && frames_.back().is_object && closed.plain())
      record().absorb(std::move(closed));
    else
      closed.flush(out_);
    return !out_.too_many();
  }
  bool end_array() {
    frames_.pop_back();
    if (frames_.empty())
      root_.flush(out_);
    return !out_.too_many();
  }
  bool parse_error(std::size_t, const std::string&, const json::exception&) { return false; }

private:
  struct Frame {
    bool is_object;
    std::string member; // of an array: whose value it is
    FieldRole role;
    Record record = {}; // of an object
  };

  bool open(bool is_object) {
    if (frames_.size() >= depth_max)
      return false;
    if (is_object)
      frames_.push_back({true, {}, FieldRole::none});
    else
      frames_.push_back({false, member(), role()});
    return true;
  }

  // A list that nothing names is one of keys.
  [[nodiscard]] FieldRole role() const { return frames_.empty() ? FieldRole::key : frames_.back().role; }
  [[nodiscard]] std::string member() const { return frames_.empty() ? std::string{} : frames_.back().member; }
  Record& record() {
    for (auto frame = frames_.rbegin(); frame != frames_.rend(); ++frame)
      if (frame->is_object)
        return frame->record;
    return root_;
  }

  bool number(std::int64_t value, const std::string& text) {
    const auto role = this->role();
    if (role == FieldRole::weight || role == FieldRole::priority)
      record().attribute(role, text);
    if (!frames_.empty() && frames_.back().is_object && frames_.back().member == "type")
      record().channel(value);
    return true;
  }

  void keys(std::string_view value) {
    if (trimmed(value).starts_with('{')) {
      record().reject(position_.line, "is a JSON document, such as that of a service account, and no API key");
      return;
    }
    for_each_token(value, [&](std::string_view token) { record().key(token, position_.line); });
  }

  void evident_keys(std::string_view value) {
    const bool named = frames_.back().is_object;
    for_each_token(value, [&](std::string_view token) {
      if (has_known_prefix(token))
        record().key(token, position_.line, named ? std::string_view{frames_.back().member} : std::string_view{});
    });
  }

  const Position& position_;
  Collector& out_;
  std::vector<Frame> frames_;
  Record root_; // of what stands in no object
};

void skip_between_documents(Position& position) {
  CountingIterator next{&position};
  while (position.at < position.text.size() && (is_line_end(*next) || *next == ' ' || *next == '\t' || *next == ','))
    ++next;
}

} // namespace

bool read_json(std::string_view text, Collector& out) {
  Position position{text};
  skip_between_documents(position);
  while (position.at < text.size()) {
    if (text[position.at] != '{' && text[position.at] != '[')
      return false;
    Reader reader{position, out};
    if (!json::sax_parse(CountingIterator{&position}, CountingIterator{nullptr}, &reader, json::input_format_t::json,
                         false, true))
      return out.too_many();
    skip_between_documents(position);
  }
  return true;
}

} // namespace geminid::key_import
