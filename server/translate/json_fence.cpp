#include "server/translate/json_fence.hpp"

#include <algorithm>
#include <utility>

namespace geminid::translate {
namespace {

constexpr std::string_view fence = "```";
constexpr std::string_view language = "json";
constexpr std::string_view blanks = " \t\r\n";
constexpr std::size_t held_bytes_max = 64;

bool is_blank(char c) {
  return blanks.find(c) != std::string_view::npos;
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(blanks);
  return first == std::string_view::npos ? std::string_view{}
                                         : text.substr(first, text.find_last_not_of(blanks) + 1 - first);
}

// How a text begins: with a fence, which ends at `size`; without one; or so that the next bytes will tell.
struct Opening {
  enum class Verdict : std::uint8_t { fenced, bare, undecided };
  Verdict verdict;
  std::size_t size = 0;
};

Opening read_opening(std::string_view text) {
  using enum Opening::Verdict;
  auto at = std::min(text.find_first_not_of(blanks), text.size());
  for (const auto tick : fence) {
    if (at == text.size())
      return {undecided};
    if (text[at++] != tick)
      return {bare};
  }
  if (at < text.size() && lower(text[at]) == language.front())
    for (const auto letter : language) {
      if (at == text.size())
        return {undecided};
      if (lower(text[at++]) != letter)
        return {bare};
    }
  if (at == text.size())
    return {undecided};
  // Another language's block, or no block at all, is the client's as it is.
  return is_blank(text[at]) || text[at] == '{' || text[at] == '[' ? Opening{fenced, at} : Opening{bare};
}

} // namespace

std::string_view without_json_fence(std::string_view text) {
  const auto opening = read_opening(text);
  if (opening.verdict != Opening::Verdict::fenced)
    return text;
  auto block = trimmed(text.substr(opening.size));
  if (!block.ends_with(fence))
    return text;
  block.remove_suffix(fence.size());
  block = trimmed(block);
  const bool several = block.ends_with('`') || block.find("\n```") != std::string_view::npos;
  return block.empty() || several ? text : block;
}

std::string_view JsonFenceFilter::take(std::string_view piece) {
  if (state_ == State::plain)
    return piece;
  out_.clear();
  if (state_ != State::opening) {
    take_within(piece);
    return out_;
  }
  held_ += piece;
  const auto opening = read_opening(held_);
  if (opening.verdict == Opening::Verdict::undecided && held_.size() <= held_bytes_max)
    return {};
  const auto text = std::exchange(held_, {});
  if (opening.verdict == Opening::Verdict::fenced) {
    state_ = State::blank;
    take_within(std::string_view{text}.substr(opening.size));
  } else {
    state_ = State::plain;
    out_ = text;
  }
  return out_;
}

void JsonFenceFilter::take_within(std::string_view text) {
  if (state_ == State::blank) {
    text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
    if (text.empty())
      return;
    state_ = State::within;
  }
  const auto whole = static_cast<int>(fence.size());
  for (const auto c : text) {
    if (is_blank(c)) {
      const bool broken = backticks_ > 0 && backticks_ < whole;
      if (broken || (backticks_ == 0 && held_.size() == held_bytes_max))
        release();
      if (held_.size() < held_bytes_max + fence.size()) // behind a closing fence so many blanks say enough
        held_ += c;
      continue;
    }
    if (c != '`' || backticks_ == whole)
      release();
    if (c == '`') {
      held_ += c;
      ++backticks_;
    } else {
      out_ += c;
    }
  }
}

void JsonFenceFilter::release() {
  out_ += held_;
  held_.clear();
  backticks_ = 0;
}

std::string_view JsonFenceFilter::finish() {
  out_.clear();
  if (backticks_ < static_cast<int>(fence.size()))
    release();
  held_.clear();
  return out_;
}

} // namespace geminid::translate
