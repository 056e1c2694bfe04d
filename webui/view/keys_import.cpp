#include "webui/view/keys_import.hpp"

#include "webui/core/format.hpp"
#include "webui/core/order.hpp"
#include "webui/view/keys_words.hpp"

#include <algorithm>
#include <array>

namespace geminid::webui {
namespace {

struct Counted {
  Phrase one;
  Phrase many;

  [[nodiscard]] std::string in(const Locale& locale, std::int64_t count) const {
    return filled((count == 1 ? one : many).in(locale), {format_integer(count)});
  }
};

constexpr Counted will_be_added{{"{} key will be added", "将添加 {} 个密钥"},
                                {"{} keys will be added", "将添加 {} 个密钥"}};
constexpr Counted were_added{{"{} key was added", "已添加 {} 个密钥"}, {"{} keys were added", "已添加 {} 个密钥"}};
constexpr Phrase none_found{"No new key is in this text", "文本中没有新密钥"};
constexpr Phrase none_added{"No key was added", "没有添加密钥"};
constexpr Counted doubled_count{{"{} doubled", "{} 个重复"}, {"{} doubled", "{} 个重复"}};
constexpr Counted refused_count{{"{} refused", "{} 个被拒绝"}, {"{} refused", "{} 个被拒绝"}};
constexpr Counted more_lines{{"and {} further line", "还有 {} 行"}, {"and {} further lines", "还有 {} 行"}};
constexpr Counted lines{{"{} line", "{} 行"}, {"{} lines", "{} 行"}};
constexpr Phrase line_number{"Line {}", "第 {} 行"};

struct FormatWords {
  std::string_view format;
  Phrase phrase;
};
constexpr std::array formats{
    FormatWords{"json", {"read as JSON", "按 JSON 读取"}},
    FormatWords{"csv", {"read as a table", "按表格读取"}},
    FormatWords{"text", {"read as text", "按文本读取"}},
    FormatWords{"list", {"read as a list", "按列表读取"}},
};

std::int64_t size_of(const std::vector<dto::Key>& keys) {
  return static_cast<std::int64_t>(keys.size());
}

std::vector<ImportLine> lines_of(const dto::AddedKeys& answer, const Locale& locale) {
  struct Numbered {
    std::int64_t line;
    ImportLine shown;
  };
  std::vector<Numbered> all;
  const auto add = [&](std::int64_t line, std::string text, Tone tone) {
    all.push_back({line, {filled(line_number.in(locale), {format_integer(line)}), std::move(text), tone}});
  };
  for (const auto& [line, reason] : answer.rejected)
    add(line, key_words(reason, locale.language), Tone::bad);
  for (const auto& [line, masked, reason] : answer.doubled)
    add(line, masked + " " + key_words(reason, locale.language), Tone::neutral);
  sort_stably(all, [](const auto& a, const auto& b) { return a.line < b.line; });
  std::vector<ImportLine> shown;
  for (std::size_t i = 0; i < std::min(all.size(), import_lines_max); ++i)
    shown.push_back(std::move(all[i].shown));
  return shown;
}

} // namespace

std::optional<dto::AddKeysRequest> import_request(const KeyImportDraft& draft, bool dry_run) {
  const auto weight = parse_weight(draft.weight);
  if (!weight || draft.text.find_first_not_of(" \t\r\n") == std::string::npos)
    return std::nullopt;
  dto::AddKeysRequest request;
  request.text = draft.text;
  request.weight = *weight;
  request.name = draft.name;
  request.project = draft.project;
  request.priority = draft.priority.value_or(0);
  request.dry_run = dry_run;
  return request;
}

ImportView make_import_view(const dto::AddedKeys& answer, bool done, const Locale& locale) {
  ImportView view;
  view.added = answer.added.size();
  if (view.added == 0) {
    view.headline = (done ? none_added : none_found).in(locale);
    view.tone = Tone::warn;
  } else {
    view.headline = (done ? were_added : will_be_added).in(locale, size_of(answer.added));
  }
  for (const auto& [format, phrase] : formats)
    if (format == answer.format)
      view.summary = phrase.in(locale);
  if (answer.duplicates > 0)
    view.summary += " · " + doubled_count.in(locale, answer.duplicates);
  if (answer.rejected_total > 0)
    view.summary += " · " + refused_count.in(locale, answer.rejected_total);
  view.lines = lines_of(answer, locale);
  const auto left = answer.duplicates + answer.rejected_total - static_cast<std::int64_t>(view.lines.size());
  if (left > 0)
    view.more = more_lines.in(locale, left);
  return view;
}

std::string line_count_text(std::string_view text, const Locale& locale) {
  const auto ends = std::count(text.begin(), text.end(), '\n');
  return lines.in(locale, text.empty() ? 0 : ends + (text.back() == '\n' ? 0 : 1));
}

} // namespace geminid::webui
