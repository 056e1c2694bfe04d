#include "webui/view/keys_words.hpp"

#include "shared/key_requests_dto.hpp"
#include "webui/core/format.hpp"

#include <array>
#include <cstdio>
#include <cstdlib>

namespace geminid::webui {
namespace {

// With holes as in `filled`.
constexpr std::array known_words{
    Phrase{"disabled by an admin", "已由管理员停用"},
    Phrase{"near its limit", "接近上限"},
    Phrase{"Google does not know the key", "Google 不认识此密钥"},
    Phrase{"Google does not accept the key", "Google 不接受此密钥"},
    Phrase{"Google calls the key leaked", "Google 称此密钥已泄露"},
    Phrase{"Google suspended the key's project", "Google 已暂停此密钥所属的项目"},
    Phrase{"billing is disabled for the project", "该项目未启用结算"},
    Phrase{"the key may not use the Gemini API", "此密钥无权使用 Gemini API"},
    Phrase{"the Gemini API is disabled in the key's project", "此密钥的项目未启用 Gemini API"},
    Phrase{"the key is restricted to other addresses", "此密钥限定了其他 IP 地址"},
    Phrase{"the key is restricted to web pages", "此密钥限定用于网页"},
    Phrase{"permission denied", "没有权限"},
    Phrase{"the model is not in this project's tier", "该项目的等级不含此模型"},
    Phrase{"the model is closed to this project", "此模型不对该项目开放"},
    Phrase{"the project does not have the model", "该项目没有此模型"},
    Phrase{"the day's limit is used up", "当日额度已用尽"},
    Phrase{"the minute's tokens are used up", "本分钟的 token 已用尽"},
    Phrase{"the minute's requests are used up", "本分钟的请求数已用尽"},
    Phrase{"a limit is used up", "额度已用尽"},
    Phrase{"the project's credit is used up", "该项目的余额已用尽"},
    Phrase{"the spending rate is over its limit", "消费速率超过上限"},
    Phrase{"refused without naming a limit", "被拒绝，未说明是哪项限额"},
    Phrase{"Google does not serve this server's location", "Google 不向本服务器所在地区提供服务"},
    Phrase{"the model is overloaded", "模型过载"},
    Phrase{"the model took too long", "模型响应超时"},
    Phrase{"the upstream failed", "上游出错"},
    Phrase{"the request is not valid", "请求无效"},
    Phrase{"is in the pool already", "已在密钥池中"},
    Phrase{"is in line {} too", "与第 {} 行重复"},
    Phrase{"begins with sk-: a user key or one of another provider, not Google's",
           "以 sk- 开头：是用户密钥或其他厂商的密钥，不是 Google 的"},
    Phrase{"is an access token of OAuth, not an API key", "是 OAuth 访问令牌，不是 API 密钥"},
    Phrase{"is a key of {}, not Google's", "是 {} 的密钥，不是 Google 的"},
    Phrase{"is a token of {}, not Google's", "是 {} 的令牌，不是 Google 的"},
    Phrase{"holds another character: a key has {} to {} characters of A-Z a-z 0-9 . _ ~ -",
           "含有其他字符：密钥由 {} 至 {} 个 A-Z a-z 0-9 . _ ~ - 组成"},
    Phrase{"too short ({}): a key has {} to {} characters of A-Z a-z 0-9 . _ ~ -",
           "太短（{}）：密钥由 {} 至 {} 个 A-Z a-z 0-9 . _ ~ - 组成"},
    Phrase{"too long ({}): a key has {} to {} characters of A-Z a-z 0-9 . _ ~ -",
           "太长（{}）：密钥由 {} 至 {} 个 A-Z a-z 0-9 . _ ~ - 组成"},
    Phrase{"names an environment variable: paste the key itself", "是环境变量名：请粘贴密钥本身"},
    Phrase{"looks like the name of a variable: paste the key itself", "像是变量名：请粘贴密钥本身"},
    Phrase{"is masked: paste the whole key", "已打码：请粘贴完整密钥"},
    Phrase{"is a placeholder: paste the key itself", "是占位符：请粘贴密钥本身"},
    Phrase{"is the name of a model", "是模型名"},
    Phrase{"its attributes hold a control character", "其属性中含有控制字符"},
};

// What stands in the holes of `pattern`, at most three; false when `text` has another shape.
bool matches(std::string_view pattern, std::string_view text, std::array<std::string_view, 3>& holes) {
  for (std::size_t hole = 0;; ++hole) {
    const auto at = pattern.find("{}");
    if (at == std::string_view::npos)
      return text == pattern;
    if (hole == holes.size() || text.substr(0, at) != pattern.substr(0, at))
      return false;
    pattern.remove_prefix(at + 2);
    text.remove_prefix(at);
    const auto next = pattern.substr(0, pattern.find("{}"));
    const auto end = next.empty() ? text.size() : text.find(next);
    if (end == std::string_view::npos)
      return false;
    holes[hole] = text.substr(0, end);
    text.remove_prefix(end);
  }
}

std::optional<std::string> known(std::string_view english, Language language) {
  for (const auto& phrase : known_words) {
    std::array<std::string_view, 3> holes;
    if (matches(phrase.english, english, holes))
      return filled(phrase.in(language), {holes[0], holes[1], holes[2]});
  }
  return std::nullopt;
}

struct FieldRule {
  std::string_view field;
  Phrase phrase;
};
constexpr std::array field_rules{
    FieldRule{"weight", {"A number over 0, at most 1,000", "须为大于 0、不超过 1,000 的数"}},
    FieldRule{"name", {"At most 200 bytes, on one line", "最多 200 字节，且不能换行"}},
    FieldRule{"project", {"At most 200 bytes, on one line", "最多 200 字节，且不能换行"}},
    FieldRule{"priority", {"A whole number from 0 to 1,000", "须为 0 至 1,000 的整数"}},
    FieldRule{"tags", {"At most 32, each at most 64 bytes and only once", "最多 32 个，每个最多 64 字节，不能重复"}},
    FieldRule{"limits", {"Whole numbers from 1 on", "须为不小于 1 的整数"}},
};

} // namespace

std::string key_words(std::string_view english, Language language) {
  if (language == Language::english)
    return std::string{english};
  if (auto words = known(english, language))
    return std::move(*words);
  const auto colon = english.find(": ");
  if (colon != std::string_view::npos)
    if (const auto words = known(english.substr(colon + 2), language))
      return std::string{english.substr(0, colon)} + "：" + *words;
  return std::string{english};
}

std::string refused_key_field(std::string_view field, std::string_view otherwise, Language language) {
  const auto first = field.substr(0, field.find('.'));
  for (const auto& rule : field_rules)
    if (rule.field == first)
      return rule.phrase.in(language);
  return std::string{otherwise};
}

std::optional<double> parse_weight(std::string_view text) {
  const auto first = text.find_first_not_of(' ');
  if (first == std::string_view::npos)
    return std::nullopt;
  const std::string number{text.substr(first, text.find_last_not_of(' ') - first + 1)};
  if (number.find_first_not_of("0123456789.") != std::string::npos)
    return std::nullopt;
  char* end = nullptr;
  const auto weight = std::strtod(number.c_str(), &end);
  const bool whole = end == number.c_str() + number.size();
  return whole && weight > 0 && weight <= static_cast<double>(dto::weight_max) ? std::optional{weight} : std::nullopt;
}

} // namespace geminid::webui
