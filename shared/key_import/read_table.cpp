#include "shared/key_import/readers.hpp"
#include "shared/key_import/tokens.hpp"
#include "shared/key_text.hpp"

#include <algorithm>

namespace geminid::key_import {
namespace {

constexpr std::size_t column_name_size_max = 64;
constexpr std::size_t columns_max = 256;

// The rows of a CSV text (RFC 4180): quoted cells may hold anything.
class Rows {
public:
  Rows(std::string_view text, char delimiter) : text_(text), delimiter_(delimiter) {}

  [[nodiscard]] bool at_end() const { return at_ >= text_.size(); }
  /// Where the row begins that `next` reads.
  [[nodiscard]] std::size_t line() const { return line_; }

  std::vector<std::string> next() {
    std::vector<std::string> cells(1);
    while (!at_end()) {
      const char c = text_[at_++];
      if (c == delimiter_) {
        if (cells.size() < columns_max)
          cells.emplace_back();
      } else if (is_line_end(c)) {
        end_line(c);
        break;
      } else if (c == '"' && trimmed(cells.back()).empty()) {
        cells.back() = quoted();
      } else {
        cells.back() += c;
      }
    }
    return cells;
  }

private:
  void end_line(char c) {
    ++line_;
    if (c == '\r' && !at_end() && text_[at_] == '\n')
      ++at_;
  }

  std::string quoted() {
    std::string cell;
    while (!at_end()) {
      const char c = text_[at_++];
      if (c == '"' && (at_end() || text_[at_] != '"'))
        break;
      if (c == '"')
        ++at_;
      if (c == '\n' || (c == '\r' && (at_end() || text_[at_] != '\n')))
        ++line_;
      cell += c;
    }
    return cell;
  }

  std::string_view text_;
  char delimiter_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
};

char delimiter_of(std::string_view line) {
  char best = ',';
  for (const char candidate : {';', '\t', '|'})
    if (std::count(line.begin(), line.end(), candidate) > std::count(line.begin(), line.end(), best))
      best = candidate;
  return best;
}

// "demo-key-0000000000000001" names a field as "gemini_api_key" does, and is a key: names that long have no digits.
bool is_column_name(std::string_view cell) {
  const bool may_be_key = has_known_prefix(cell) || (is_key(cell) && cell.find_first_of("0123456789") != cell.npos);
  return !cell.empty() && cell.size() <= column_name_size_max && cell.find_first_of("=:{}[]/@\n") == cell.npos &&
         !may_be_key;
}

// What each column is for; empty when the row is no header.
std::vector<FieldRole> columns_of(const std::vector<std::string>& header) {
  std::vector<FieldRole> columns;
  for (const auto& cell : header) {
    const auto name = trimmed(cell);
    if (!is_column_name(name))
      return {};
    columns.push_back(field_role(name));
  }
  const bool names_keys = std::find(columns.begin(), columns.end(), FieldRole::key) != columns.end();
  return names_keys && columns.size() > 1 ? columns : std::vector<FieldRole>{};
}

void read_row(const std::vector<std::string>& cells, const std::vector<FieldRole>& columns, std::size_t line,
              Collector& out) {
  if (std::all_of(cells.begin(), cells.end(), [](const auto& cell) { return trimmed(cell).empty(); }))
    return;
  if (trimmed(cells.front()).starts_with('#'))
    return;
  Record record;
  bool has_key = false;
  for (std::size_t i = 0; i < std::min(cells.size(), columns.size()); ++i) {
    if (columns[i] == FieldRole::key)
      for_each_token(cells[i], [&](std::string_view token) {
        has_key = true;
        record.key(token, line);
      });
    else if (columns[i] == FieldRole::tags)
      for_each_token(cells[i], [&](std::string_view tag) { record.attribute(FieldRole::tags, tag); });
    else
      record.attribute(columns[i], cells[i]);
  }
  if (!has_key)
    record.reject(line, "the row has nothing in the column of the keys");
  record.flush(out);
}

} // namespace

bool read_table(std::string_view text, Collector& out) {
  const auto begin = std::min(text.find_first_not_of("\r\n"), text.size());
  const auto header_line = text.substr(begin, text.find_first_of("\r\n", begin) - begin);
  Rows rows{text, delimiter_of(header_line)};
  std::vector<FieldRole> columns;
  while (!rows.at_end() && !out.too_many()) {
    const auto line = rows.line();
    const auto cells = rows.next();
    if (!columns.empty()) {
      read_row(cells, columns, line, out);
      continue;
    }
    if (cells.size() == 1 && trimmed(cells.front()).empty())
      continue;
    columns = columns_of(cells);
    if (columns.empty())
      return false;
  }
  return !columns.empty();
}

} // namespace geminid::key_import
