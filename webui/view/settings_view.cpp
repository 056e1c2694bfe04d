#include "webui/view/settings_view.hpp"

#include "shared/backup_dto.hpp"
#include "webui/core/format.hpp"

namespace geminid::webui {
namespace {

constexpr Phrase no_address{"The own public address is not known: set GEMINID_PUBLIC_URL, then it calls.",
                            "未知自身公网地址：设置 GEMINID_PUBLIC_URL 后才会调用。"};
constexpr Phrase no_call{"There was no call since the start.", "启动以来尚未调用。"};
constexpr Phrase call_answered{"The last call, {}, was answered with {} in {}.",
                               "最近一次调用：{}，状态码 {}，耗时 {}。"};
constexpr Phrase call_failed{"The last call, {}, failed: {}", "最近一次调用（{}）失败：{}"};
constexpr Phrase too_short{"At least {} characters are needed.", "至少需要 {} 个字符。"};
constexpr Phrase too_long{"At most {} characters may be.", "最多 {} 个字符。"};
constexpr Phrase not_the_same{"The two are not the same.", "两次输入不一致。"};
constexpr Phrase session_ends{"This session ends {} ({}), or earlier when it is not used.",
                              "本次登录将于 {}（{}）到期；长时间不用会提前到期。"};
constexpr Phrase replace{"replace everything", "替换全部"};

constexpr Phrase set_document{"1. Copy the document. Where your host keeps this service's environment variables, add "
                              "GEMINID_RESTORE and paste it "
                              "as the value.",
                              "1. 复制文档。在主机的环境变量设置中添加 GEMINID_RESTORE，并将文档粘贴为它的值。"};
constexpr Phrase set_passphrase{"2. Add GEMINID_RESTORE_PASSPHRASE with the passphrase that you have just chosen.",
                                "2. 再添加 GEMINID_RESTORE_PASSPHRASE，值为刚才设定的口令。"};
constexpr Phrase restored_at_start{
    "3. Each start that finds nothing stored then begins with what the document holds. Make a new one after you have "
    "changed keys or settings.",
    "3. 之后每次启动时若没有已存数据，就会从该文档恢复。修改密钥或设置后，请重新制作。"};
constexpr Phrase too_long_for_a_variable{
    "The document has {}, and Linux takes at most {} in one variable: keep the file, and restore it here after a "
    "restart, or use a host with a disk.",
    "文档大小为 {}，而 Linux 的单个环境变量最多 {}：请保存文件并在重启后于此处恢复，或改用带磁盘的主机。"};
/// MAX_ARG_STRLEN of Linux, with the name and the end.
constexpr std::size_t variable_size_max = 128 * 1024 - 32;

struct Sizes {
  std::size_t min;
  std::size_t max;
};
constexpr Sizes of_password{dto::password_size_min, dto::password_size_max};
constexpr Sizes of_passphrase{dto::passphrase_size_min, dto::passphrase_size_max};

bool fits(std::string_view secret, std::string_view repeated, const Sizes& sizes) {
  return secret.size() >= sizes.min && secret.size() <= sizes.max && secret == repeated;
}

std::string problem(std::string_view secret, std::string_view repeated, const Sizes& sizes, const Locale& locale) {
  if (secret.empty())
    return {};
  if (secret.size() < sizes.min)
    return filled(too_short.in(locale), {std::to_string(sizes.min)});
  if (secret.size() > sizes.max)
    return filled(too_long.in(locale), {std::to_string(sizes.max)});
  return repeated.empty() || repeated == secret ? std::string{} : not_the_same.in(locale);
}

} // namespace

std::string keep_alive_text(const dto::SystemKeepAlive& keep_alive, std::string_view public_url, Instant now,
                            const Locale& locale) {
  if (public_url.empty())
    return no_address.in(locale);
  if (!keep_alive.last)
    return no_call.in(locale);
  const auto& call = *keep_alive.last;
  const auto when = format_relative(call.at, now, locale.language);
  return call.error.empty()
             ? filled(call_answered.in(locale), {when, std::to_string(call.status), format_milliseconds(call.ms)})
             : filled(call_failed.in(locale), {when, call.error});
}

std::string password_problem(std::string_view password, std::string_view repeated, const Locale& locale) {
  return problem(password, repeated, of_password, locale);
}

std::string passphrase_problem(std::string_view passphrase, std::string_view repeated, const Locale& locale) {
  return problem(passphrase, repeated, of_passphrase, locale);
}

bool is_new_password(std::string_view password, std::string_view repeated) {
  return fits(password, repeated, of_password);
}

bool is_new_passphrase(std::string_view passphrase, std::string_view repeated) {
  return fits(passphrase, repeated, of_passphrase);
}

const char* restore_words(const Locale& locale) {
  return replace.in(locale);
}

bool are_restore_words(std::string_view typed) {
  return typed == replace.english || typed == replace.chinese;
}

std::vector<std::string> restore_steps(std::size_t document_size, const Locale& locale) {
  if (document_size > variable_size_max)
    return {filled(too_long_for_a_variable.in(locale), {format_bytes(static_cast<std::int64_t>(document_size)),
                                                        format_bytes(static_cast<std::int64_t>(variable_size_max))})};
  return {set_document.in(locale), set_passphrase.in(locale), restored_at_start.in(locale)};
}

std::string session_text(const dto::Session& session, Instant now, const Locale& locale) {
  return filled(session_ends.in(locale), {format_date_time(session.expires_at, locale),
                                          format_relative(session.expires_at, now, locale.language)});
}

std::string backup_file_name(Instant now, const Locale& locale) {
  return "geminid-backup-" + format_date_time(now, locale).substr(0, 10) + ".json";
}

} // namespace geminid::webui
