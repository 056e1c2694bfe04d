// The Chinese of server/app/config_options.cpp.
#include "tests/app/configuration_reference.hpp"

namespace geminid::docs {
namespace {

constexpr Translation translations[] = {
    {"--host", "监听地址"},
    {"--port", "监听端口；0 表示自动选择空闲端口"},
    {"--data-dir", "存储目录，以权限 0700 创建"},
    {"--web-dir", "管理面板文件所在的目录；未设置时，若程序所在目录旁的 ../share/geminid/web 存在则用它"},
    {"--upstream", "Gemini API 地址；允许 http://"},
    {"--upstream-ca-file", "PEM 文件，含有另外信任的根证书"},
    {"--log-level", "trace、debug、info、warn、error"},
    {"--log-format", "text 或 json"},
    {"--trusted-proxies", "信任哪些代理的 X-Forwarded-For 和 X-Forwarded-Proto：地址、网段、loopback、private",
     "loopback；Render 上为 private"},
    {"--metrics-public", "GET /metrics 不需要管理 token"},
    {"--cors-origins", "哪些网页的脚本可以调用 API：* 或以逗号分隔的来源（https://app.example）；绝不包括管理 API"},
    {"--pass-trace-headers", "把客户端的 traceparent 和 tracestate 传给 Google，并在日志中记下 trace id"},
    {"--fetch-urls", "on：客户端以 URL 给出、而模型自己取不到的媒体，由 geminid 从公网下载；off：拒绝这类请求"},
    {"--body-mib-max", "请求正文的最大长度，单位 MiB"},
    {"--drain-seconds", "停机时最多等待进行中的请求多久", "30；Render 上为 25"},
    {"--header-timeout-seconds", "客户端发送请求头超过此时间则断开"},
    {"--body-timeout-seconds", "客户端在此时间内没有发送任何正文则断开"},
    {"--idle-timeout-seconds", "保持连接但没有请求，超过此时间则断开"},
    {"--upstream-connect-timeout-seconds", "连接上游最多等待多久"},
    {"--upstream-head-timeout-seconds", "上游开始回答之前最多等待多久"},
    {"--upstream-idle-timeout-seconds", "上游回答中途最多静默多久"},
    {"--stream-keep-alive-seconds", "流式回答静默超过此时间时，向客户端发送一行注释"},

    {"GEMINI_API_KEYS", "启动时加入尚未存储的 Gemini 密钥，以逗号、空格或换行分隔；只有这段文本改变时才会再次加入"},
    {"GEMINID_USER_KEYS", "启动时加入尚未存储的用户密钥（sk-...）；同上"},
    {"GEMINID_ADMIN_PASSWORD", "管理面板的密码，优先于存储的密码；未设置时在首次启动时生成，只打印一次"},
    {"GEMINID_ADMIN_TOKEN", "供脚本使用管理 API 和 /metrics 的 bearer token；未设置则不接受任何 token"},
    {"GEMINID_MASTER_KEY", "用于加密存储 Gemini 密钥，至少 16 个字符；未设置时使用数据目录中的密钥文件"},
    {"GEMINID_PUBLIC_URL", "自己的公网地址，保活功能定时请求它的 /health；未设置时用 RENDER_EXTERNAL_URL"},
    {"GEMINID_RESTORE", "一份备份；启动时若存储为空则恢复，备份有误时终止启动"},
    {"GEMINID_RESTORE_PASSPHRASE", "该备份的口令"},
    {"GEMINID_PASSPHRASE", "命令 backup 和 restore 的口令；未设置时从标准输入询问"},
    {"GEMINID_NEW_MASTER_KEY", "rotate-master-key 用它替换 GEMINID_MASTER_KEY；未设置时随机生成"},
    {"HTTPS_PROXY", "通往 https:// 上游的 HTTP 代理，以 CONNECT 方式使用：http://[用户:密码@]主机[:端口]；默认端口 "
                    "80，用户名和密码中的"
                    "特殊字符须用百分号编码；同时设置时以 https_proxy 为准"},
    {"http_proxy", "同上，用于 http:// 上游，同样以 CONNECT 方式使用；只读取小写的名称"},
    {"NO_PROXY",
     "不经代理直连的主机，以逗号分隔：* 表示全部，名称（含其子域名）、地址、网段（10.0.0.0/8），都可加 :端口 "
     "只限该端口；"
     "同时设置时以 no_proxy 为准。代理设置对 --fetch-urls 的下载同样有效：向代理请求的是经判定为公网的地址"},
    {"RENDER", "由 Render 设置：在那里 --trusted-proxies 和 --drain-seconds 的默认值不同"},
    {"RENDER_EXTERNAL_URL", "由 Render 设置：未设置 GEMINID_PUBLIC_URL 时的公网地址"},
    {"NOTIFY_SOCKET",
     "由 systemd 设置（Type=notify）：geminid 开始监听和开始停机时通知它；有 WATCHDOG_USEC 时还定时报告自己仍在运行"},

    {"keys import", "加入文件中的 Gemini 密钥，格式不限；须在 geminid 停止时使用；FILE：文件；- 表示标准输入"},
    {"backup", "把配置写成一份加密的文档；须在 geminid 停止时使用；FILE：写入的文件，以权限 0600 创建；- 表示标准输出"},
    {"restore", "用备份替换配置，要么全部，要么不变；须在 geminid 停止时使用；FILE：备份；- 表示标准输入"},
    {"set-password", "设置管理面板的密码，从标准输入读取；须在 geminid 停止时使用"},
    {"check-config", "检查参数、环境变量和存储；须在 geminid 停止时使用"},
    {"rotate-master-key", "用另一个主密钥重新加密所有存储的机密；须在 geminid 停止时使用"},
    {"health", "询问本机上以同样的 --host 和 --port 运行的 geminid 是否正在服务"},
};

} // namespace

std::span<const Translation> chinese_translations() {
  return translations;
}

} // namespace geminid::docs
