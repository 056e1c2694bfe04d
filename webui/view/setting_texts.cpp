#include "webui/view/setting_texts.hpp"

#include <array>

namespace geminid::webui {
namespace {

constexpr std::array texts{
    SettingText{"", {"", ""}, {"", ""}},
    SettingText{"routing.strategy",
                {"Strategy", "策略"},
                {"Which of the keys that have room serves next.", "在有余量的密钥中，由哪一个处理下一个请求。"}},
    SettingText{"routing.max_attempts",
                {"Attempts", "尝试次数"},
                {"How many different keys one request may try before it fails: 1 to 20.",
                 "一个请求失败前最多尝试多少个不同的密钥：1 到 20。"}},
    SettingText{"routing.max_wait_ms",
                {"Longest wait (ms)", "最长等待（毫秒）"},
                {"How long a request waits for a key with room before it gets 429: 0 to 600,000 ms.",
                 "没有密钥有余量时，请求最多等待多久才返回 429：0 到 600000 毫秒。"}},
    SettingText{
        "routing.affinity",
        {"Affinity", "会话亲和"},
        {"Keeps a conversation on the key that served it, so that Google's cache works. Never delays a request.",
         "让同一会话尽量使用同一密钥，以便命中 Google 的缓存；不会因此延迟请求。"}},
    SettingText{"routing.failure_threshold",
                {"Failures before a pause", "连续失败阈值"},
                {"So many unexplained refusals (401, 403) in a row and the key pauses: 1 to 1,000.",
                 "连续收到多少次原因不明的拒绝（401、403）后暂停该密钥：1 到 1000。"}},
    SettingText{"routing.cooldown_seconds",
                {"First pause (s)", "首次暂停（秒）"},
                {"How long it pauses then; each further time twice as long, up to an hour: 1 to 86,400 s.",
                 "首次暂停的时长，此后每次加倍，最长一小时：1 到 86400 秒。"}},
    SettingText{"routing.usage_warning_percent",
                {"Warning at (%)", "预警阈值（%）"},
                {"A key that has used so much of a limit is shown as near it: 1 to 100 %.",
                 "密钥用到限额的这一比例时显示预警：1 到 100%。"}},
    SettingText{"routing.usage_protection_percent",
                {"Protection at (%)", "保护阈值（%）"},
                {"Above it a key serves only when no other has room: 1 to 100 %.",
                 "超过这一比例的密钥，仅在其他密钥都没有余量时才使用：1 到 100%。"}},
    SettingText{"thinking.mode",
                {"Mode", "模式"},
                {"How much models think when a request does not say it; what a request says wins.",
                 "请求未指定时模型思考多少；请求中的指定优先。"}},
    SettingText{"thinking.budget",
                {"Budget (tokens)", "预算（token）"},
                {"Tokens a model may think; what it cannot do is clamped: 0 to 2,147,483,647.",
                 "模型可用于思考的 token 数，超出模型能力时自动截断：0 到 2147483647。"}},
    SettingText{"thinking.include_thoughts",
                {"Include thoughts", "返回思考内容"},
                {"Summaries of the thoughts come with the answer, where the request does not say otherwise.",
                 "请求未另行指定时，回答中附带思考摘要。"}},
    SettingText{"prompt_injection.enabled",
                {"Add a prompt", "注入提示词"},
                {"Adds a text of yours to every chat request.", "在每个对话请求中加入一段固定文本。"}},
    SettingText{"prompt_injection.position",
                {"Place", "位置"},
                {"Before the client's instructions, or around the last message of the user.",
                 "放在客户端的系统指令之前，或放在最后一条用户消息的前后。"}},
    SettingText{"prompt_injection.content",
                {"Text", "内容"},
                {"What is added; several lines may be, 64 KiB at most.", "要加入的文本，可多行，最多 64 KiB。"}},
    SettingText{"keep_alive.enabled",
                {"Keep-alive calls", "保活调用"},
                {"Calls its own public address now and then, so that a free host does not put it to sleep.",
                 "定期访问自身的公网地址，避免免费主机休眠。"}},
    SettingText{"keep_alive.interval_minutes",
                {"Every (minutes)", "间隔（分钟）"},
                {"How often it calls: 1 to 1,440 minutes.", "调用的间隔：1 到 1440 分钟。"}},
    SettingText{"health_checks.enabled",
                {"Automatic checks", "自动检查"},
                {"Asks Google about keys that are out of service, without spending quota.",
                 "定期向 Google 查询停用的密钥，不消耗配额。"}},
    SettingText{"health_checks.interval_minutes",
                {"Check every (minutes)", "检查间隔（分钟）"},
                {"How often it asks: 1 to 1,440 minutes.", "检查的间隔：1 到 1440 分钟。"}},
    SettingText{"health_checks.delete_invalid_after_days",
                {"Delete invalid keys after (days)", "删除失效密钥（天）"},
                {"0 keeps them; else keys that stay invalid for so long are deleted: 0 to 365 days.",
                 "0 表示保留；否则失效超过这些天的密钥会被删除：0 到 365 天。"}},
    SettingText{"logs.retention_days",
                {"Keep requests for (days)", "请求日志保留（天）"},
                {"Older requests are removed from the log: 1 to 365 days.", "更早的请求记录会被清除：1 到 365 天。"}},
    SettingText{"logs.bodies",
                {"Keep bodies", "保存请求与回答"},
                {"What was asked and answered is kept with each request.", "随每条记录保存请求和回答的内容。"}},
    SettingText{"logs.level",
                {"Process log level", "进程日志级别"},
                {"How much the process writes to its own log.", "进程自身日志的详细程度。"}},
};

struct ValueName {
  std::string_view value;
  Phrase name;
};
constexpr std::array names{
    ValueName{"round_robin", {"Round robin", "加权轮询"}},
    ValueName{"least_used", {"Least used", "最少使用"}},
    ValueName{"model_default", {"Model default", "模型默认"}},
    ValueName{"off", {"Off", "关闭"}},
    ValueName{"auto", {"Automatic", "自动"}},
    ValueName{"fixed", {"Fixed budget", "固定预算"}},
    ValueName{"system", {"System instruction", "系统指令"}},
    ValueName{"user_prefix", {"Before the user's message", "用户消息之前"}},
    ValueName{"user_suffix", {"After the user's message", "用户消息之后"}},
    ValueName{"trace", {"Trace", "跟踪"}},
    ValueName{"debug", {"Debug", "调试"}},
    ValueName{"info", {"Info", "信息"}},
    ValueName{"warn", {"Warnings", "警告"}},
    ValueName{"error", {"Errors", "错误"}},
};

} // namespace

const SettingText& setting_text(std::string_view path) {
  for (const auto& text : texts)
    if (text.path == path)
      return text;
  return texts.front();
}

std::string setting_value_text(std::string_view value, const Locale& locale) {
  for (const auto& name : names)
    if (name.value == value)
      return name.name.in(locale);
  return std::string{value};
}

} // namespace geminid::webui
