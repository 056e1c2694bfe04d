#include "shared/key_import/readers.hpp"
#include "shared/key_import/tokens.hpp"

#include <algorithm>
#include <utility>

namespace geminid::key_import {
namespace {

bool is_space(char c) {
  return c == ' ' || c == '\t';
}
bool is_quote(char c) {
  return c == '"' || c == '\'' || c == '`';
}
bool is_assignment(char c) {
  return c == '=' || c == ':';
}

bool starts_comment(std::string_view line, std::size_t at) {
  return line[at] == '#' || line.substr(at, 2) == "//";
}

// "export NAME=…": the word is no token.
bool is_shell_word(std::string_view token) {
  return token == "export" || token == "set" || token == "setx";
}

// Whether an assignment follows the token, with a closing quote or spaces between.
bool is_assigned(std::string_view line, std::size_t at) {
  while (at < line.size() && (is_quote(line[at]) || is_space(line[at]) || line[at] == '\\'))
    ++at;
  return at < line.size() && is_assignment(line[at]);
}

bool is_url_rest(std::string_view token) {
  return token.starts_with("//");
}

std::size_t indent_of(std::string_view line) {
  return std::min(line.find_first_not_of(" \t"), line.size());
}

// One line: names and what stands behind them. What belongs together over lines (a YAML list or the fields of one of
// its items) is remembered.
class LineReader {
public:
  explicit LineReader(Collector& out) : out_(out) {}

  void line(std::string_view text, std::size_t number) {
    const auto indent = indent_of(text);
    if (indent == text.size())
      return;
    const bool is_item = text[indent] == '-' && indent + 1 < text.size() && is_space(text[indent + 1]);
    leave(indent, is_item);
    number_ = number;
    keys_before_ = record_.keys();
    role_ = list_ ? list_->role : std::optional<FieldRole>{};
    first_ = true;
    last_name_.reset();
    unnamed_.clear();
    names_ = 0;
    is_header_ = false;
    scan(text);
    judge_unnamed();
    if (is_item && names_ > 0 && !in_item_) {
      in_item_ = true;
      item_indent_ = indent;
    }
    if (last_name_)
      list_ = List{*last_name_, indent};
    if (!in_item_)
      record_.flush(out_);
  }

  void end() { record_.flush(out_); }

private:
  struct List {
    FieldRole role;
    std::size_t indent; // of its name
  };

  // The list or the item that a line no longer belongs to ends before it.
  void leave(std::size_t indent, bool is_item) {
    if (list_ && indent <= list_->indent && !(is_item && indent == list_->indent))
      list_.reset();
    if (in_item_ && indent <= item_indent_) {
      in_item_ = false;
      record_.flush(out_);
    }
  }

  void scan(std::string_view line) {
    for (std::size_t at = 0; at < line.size();) {
      if (const auto size = separator_size(line, at); size > 0 || is_assignment(line[at])) {
        at += std::max<std::size_t>(size, 1);
        continue;
      }
      if (starts_comment(line, at) && (at == 0 || line[at - 1] != ':'))
        return;
      auto end = at;
      while (end < line.size() && !is_assignment(line[end]) && separator_size(line, end) == 0)
        ++end;
      const auto token = line.substr(at, end - at);
      at = end;
      if (is_decoration(token))
        continue;
      if (is_assigned(line, end) && !(has_known_prefix(token) && is_key(token)))
        name(token);
      else
        value(token);
    }
  }

  void name(std::string_view token) {
    role_ = field_role(token);
    last_name_ = role_;
    first_ = false;
    ++names_;
  }

  void value(std::string_view token) {
    const bool first = std::exchange(first_, false);
    if (first && is_shell_word(token))
      return;
    last_name_.reset();
    if (has_known_prefix(token) || role_ == FieldRole::key)
      record_.key(token, number_);
    else if (role_)
      record_.attribute(*role_, token);
    else if (auto fault = pasted_fault_of(token); fault.empty())
      record_.key(token, number_);
    else if (field_role(token) != FieldRole::none)
      is_header_ = true;
    else if (!is_model_name(token) && !is_url_rest(token))
      unnamed_.push_back(std::move(fault));
  }

  // Beside a single key other words are labels; among several keys they are faults, and so is a line of words alone.
  void judge_unnamed() {
    const auto keys = record_.keys() - keys_before_;
    const bool alone = keys == 0 && names_ == 0 && !is_header_;
    for (auto& fault : unnamed_) {
      if (!alone && keys < 2)
        continue;
      record_.reject(number_, std::move(fault));
      if (alone)
        break;
    }
  }

  Collector& out_;
  Record record_; // of the line, or of the item
  std::optional<List> list_;
  bool in_item_ = false;
  std::size_t item_indent_ = 0;

  // Of the line:
  std::size_t number_ = 0;
  std::size_t keys_before_ = 0;
  std::size_t names_ = 0;
  bool is_header_ = false; // holds the name of a column
  bool first_ = true;
  std::optional<FieldRole> role_;      // of the name before; nothing: there was none
  std::optional<FieldRole> last_name_; // with nothing behind it
  std::vector<std::string> unnamed_;   // why each token without a name is no key
};

} // namespace

void read_lines(std::string_view text, Collector& out) {
  LineReader reader{out};
  std::size_t number = 1;
  for (std::size_t at = 0; at <= text.size() && !out.too_many(); ++number) {
    const auto end = std::min(text.find_first_of("\r\n", at), text.size());
    reader.line(text.substr(at, end - at), number);
    at = end + (text.substr(end, 2) == "\r\n" ? 2 : 1);
  }
  reader.end();
}

} // namespace geminid::key_import
