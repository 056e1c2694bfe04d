#include "webui/view/system_view.hpp"

#include "webui/core/format.hpp"

namespace geminid::webui {
namespace {

constexpr Phrase process_title{"Process", "进程"};
constexpr Phrase traffic_title{"Traffic", "流量"};
constexpr Phrase store_title{"Store", "存储"};
constexpr Phrase keep_alive_title{"Keep-alive", "保活"};
constexpr Phrase environment_title{"Environment as understood", "识别到的环境"};

constexpr Phrase version{"Version", "版本"};
constexpr Phrase uptime{"Uptime", "运行时间"};
constexpr Phrase started{"Started at", "启动时间"};
constexpr Phrase memory{"Memory", "内存"};
constexpr Phrase cpu{"CPU used", "已用 CPU 时间"};
constexpr Phrase threads{"Threads", "线程"};
constexpr Phrase files{"Open files", "打开的文件"};
constexpr Phrase of{"{} of {}", "{} / {}"};

constexpr Phrase waiting{"Waiting for a key", "等待密钥的请求"};
constexpr Phrase active{"Active requests", "进行中的请求"};
constexpr Phrase connections{"Connections", "连接"};
constexpr Phrase streams{"Open streams", "打开的流"};
constexpr Phrase upstream{"Calls to Google", "对 Google 的调用"};
constexpr Phrase idle{"Idle connections to Google", "到 Google 的空闲连接"};

constexpr Phrase directory{"Directory", "目录"};
constexpr Phrase size{"Size on disk", "磁盘占用"};
constexpr Phrase filesystem{"File system", "文件系统"};
constexpr Phrase survives{"Survives a restart of the host", "主机重启后保留"};
constexpr Phrase yes{"Yes", "是"};
constexpr Phrase no{"No", "否"};
constexpr Phrase master_key{"Master key", "主密钥"};
constexpr Phrase from_environment{"from the environment", "来自环境变量"};
constexpr Phrase from_file{"from a file in the directory", "来自数据目录中的文件"};

constexpr Phrase state{"State", "状态"};
constexpr Phrase on{"Every {} [minute|minutes]", "每 {} 分钟一次"};
constexpr Phrase off{"Off", "关闭"};
constexpr Phrase last{"Last call", "最近一次"};
constexpr Phrase never{"None yet", "尚无"};
constexpr Phrase call_result{"{}: status {}, {}", "{}：状态码 {}，{}"};

constexpr Phrase public_url{"Public address", "公网地址"};
constexpr Phrase unknown{"Not known", "未知"};
constexpr Phrase listeners{"Listens on", "监听"};
constexpr Phrase log_level{"Log level", "日志级别"};

constexpr Phrase not_persistent{
    "The data directory is lost when this host restarts. Keep a backup in GEMINID_RESTORE: Settings, Backup.",
    "主机重启后数据目录会丢失。请在“设置 - 备份”中制作备份，并放入 GEMINID_RESTORE。"};
constexpr Phrase keep_alive_failed{"The last keep-alive call failed: {}", "最近一次保活调用失败：{}"};

std::string joined(const std::vector<std::string>& texts) {
  std::string all;
  for (const auto& text : texts)
    all += (all.empty() ? "" : ", ") + text;
  return all;
}

FactGroup process_facts(const dto::SystemStatus& status, const Locale& locale) {
  const auto in = [&](const Phrase& phrase) { return std::string{phrase.in(locale)}; };
  const auto& process = status.process;
  const auto seconds = std::chrono::seconds{status.uptime_seconds};
  const auto used = Duration{static_cast<std::int64_t>(process.cpu_seconds * 1'000)};
  const auto file_count =
      filled(of.in(locale), {format_integer(process.open_files), format_integer(process.open_files_max)});
  const bool few_files = process.open_files_max > 0 && process.open_files * 10 > process.open_files_max * 8;
  return {in(process_title),
          {{in(version), status.version + " (" + status.commit + ")"},
           {in(started), format_date_time(status.started_at, locale)},
           {in(uptime), format_span(seconds, locale.language)},
           {in(memory), format_bytes(process.resident_bytes)},
           {in(cpu), format_span(used, locale.language)},
           {in(threads), format_integer(process.threads)},
           {in(files), file_count, few_files}}};
}

FactGroup traffic_facts(const dto::SystemTraffic& traffic, const Locale& locale) {
  const auto in = [&](const Phrase& phrase) { return std::string{phrase.in(locale)}; };
  return {in(traffic_title),
          {{in(waiting), format_integer(traffic.waiting_requests), traffic.waiting_requests > 0},
           {in(active), format_integer(traffic.active_requests)},
           {in(connections), format_integer(traffic.open_connections)},
           {in(streams), format_integer(traffic.open_streams)},
           {in(upstream), format_integer(traffic.upstream_calls)},
           {in(idle), format_integer(traffic.upstream_idle_connections)}}};
}

FactGroup store_facts(const dto::SystemStore& store, const Locale& locale) {
  const auto in = [&](const Phrase& phrase) { return std::string{phrase.in(locale)}; };
  return {in(store_title),
          {{in(directory), store.directory},
           {in(size), format_bytes(store.bytes)},
           {in(filesystem), store.filesystem},
           {in(survives), in(store.persistent ? yes : no), !store.persistent},
           {in(master_key), in(store.master_key == "environment" ? from_environment : from_file)}}};
}

FactGroup keep_alive_facts(const dto::SystemKeepAlive& keep_alive, Instant now, const Locale& locale) {
  const auto in = [&](const Phrase& phrase) { return std::string{phrase.in(locale)}; };
  FactGroup group{in(keep_alive_title), {}};
  group.facts.push_back(
      {in(state), keep_alive.enabled ? filled(on.in(locale), {format_integer(keep_alive.interval_minutes)}) : in(off)});
  if (!keep_alive.last) {
    group.facts.push_back({in(last), in(never)});
    return group;
  }
  const auto& call = *keep_alive.last;
  group.facts.push_back({in(last),
                         filled(call_result.in(locale), {format_relative(call.at, now, locale.language),
                                                         std::to_string(call.status), format_milliseconds(call.ms)}),
                         !call.error.empty()});
  return group;
}

FactGroup environment_facts(const dto::SystemStatus& status, const Locale& locale) {
  const auto in = [&](const Phrase& phrase) { return std::string{phrase.in(locale)}; };
  return {in(environment_title),
          {{in(public_url), status.public_url.empty() ? in(unknown) : status.public_url},
           {in(listeners), joined(status.listeners)},
           {in(log_level), status.log_level}}};
}

} // namespace

SystemView make_system_view(const dto::SystemStatus& status, Instant now, const Locale& locale) {
  SystemView view;
  view.groups = {process_facts(status, locale), traffic_facts(status.traffic, locale),
                 store_facts(status.store, locale), keep_alive_facts(status.keep_alive, now, locale),
                 environment_facts(status, locale)};
  if (!status.store.persistent)
    view.warnings.emplace_back(not_persistent.in(locale));
  if (const auto& last_call = status.keep_alive.last; last_call && !last_call->error.empty())
    view.warnings.push_back(filled(keep_alive_failed.in(locale), {last_call->error}));
  return view;
}

} // namespace geminid::webui
