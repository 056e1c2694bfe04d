#include "webui/api/client.hpp"

#include "webui/core/format.hpp"

#include <array>
#include <utility>

namespace geminid::webui {
namespace {

// What the server's codes say; where there are details, the server's own words stand behind.
struct KnownCode {
  std::string_view code;
  Phrase phrase;
  bool details;
};
constexpr std::array known_codes{
    KnownCode{"invalid_request", {"Not accepted", "请求被拒绝"}, true},
    KnownCode{"not_found", {"It is no longer there", "对象已不存在"}, false},
    KnownCode{"wrong_password", {"The password is wrong", "密码错误"}, false},
    KnownCode{"password_from_environment",
              {"The password is set by GEMINID_ADMIN_PASSWORD: change it there",
               "密码由环境变量 GEMINID_ADMIN_PASSWORD 指定，请在那里修改"},
              false},
    KnownCode{"unavailable", {"The server could not store it: try again", "服务器未能保存，请重试"}, false},
    KnownCode{
        "check_running", {"A check is still running: wait for it or cancel it", "已有检查在进行：请等待或取消"}, false},
    KnownCode{"busy", {"The server is busy: try again", "服务器繁忙，请重试"}, false},
    KnownCode{"too_many_attempts", {"Too many attempts: wait a moment", "尝试次数过多，请稍候"}, true},
};

constexpr Phrase no_answer{"The server does not answer", "服务器没有响应"};
constexpr Phrase session_ended{"The session has ended: log in again", "登录已过期，请重新登录"};
constexpr Phrase server_failed{"The server failed (status {})", "服务器出错（状态码 {}）"};
constexpr Phrase not_readable{"The answer could not be read: {}", "无法解析服务器的回答：{}"};
constexpr Phrase with_details{"{}: {}", "{}：{}"};

std::string text_of(const dto::json& object, const char* name) {
  const auto member = object.find(name);
  return member != object.end() && member->is_string() ? member->get<std::string>() : std::string{};
}

} // namespace

void Client::call(std::string method, std::string path, const dto::json& body, OnResult on_result) {
  HttpRequest request;
  request.method = std::move(method);
  request.path = std::move(path);
  if (!body.is_null())
    request.body = dto::to_text(body);
  host_.send(std::move(request), [this, login = login_, on_result = std::move(on_result)](HttpReply reply) {
    if (reply.status == 0)
      seen_offline();
    else if (reply.status != 401 || error_of(reply).code == "wrong_password")
      seen_online();
    else if (login == login_) // else it is the end of the session before this one
      set_connection(Connection::logged_out);
    if (!reply.ok()) {
      on_result(error_of(reply));
      return;
    }
    if (reply.body.empty()) {
      on_result(dto::json(nullptr));
      return;
    }
    auto document = dto::parse_document(reply.body);
    if (document && document->is_object())
      if (const auto token = text_of(*document, "csrf_token"); !token.empty())
        host_.use_csrf_token(token);
    if (document)
      on_result(std::move(*document));
    else
      on_result(ApiError{reply.status, "unreadable", unreadable(document.error()), {}});
  });
}

ApiError Client::error_of(const HttpReply& reply) const {
  ApiError error;
  error.status = reply.status;
  if (reply.status == 0) {
    error.code = "no_answer";
    error.message = no_answer.in(locale_);
    return error;
  }
  const auto document = dto::parse_document(reply.body);
  std::string words;
  if (document && document->is_object())
    if (const auto inner = document->find("error"); inner != document->end() && inner->is_object()) {
      error.code = text_of(*inner, "code");
      error.field = text_of(*inner, "field");
      words = text_of(*inner, "message");
    }
  for (const auto& known : known_codes)
    if (known.code == error.code) {
      error.message = known.details && !words.empty()
                          ? filled(with_details.in(locale_), {known.phrase.in(locale_), words})
                          : std::string{known.phrase.in(locale_)};
      return error;
    }
  if (reply.status == 401)
    error.message = session_ended.in(locale_);
  else
    error.message = words.empty() ? filled(server_failed.in(locale_), {std::to_string(reply.status)}) : words;
  return error;
}

std::string Client::unreadable(const Error& error) const {
  return filled(not_readable.in(locale_), {error.message}); // which names the field
}

void Client::set_connection(Connection connection) {
  if (std::exchange(connection_, connection) == connection)
    return;
  if (connection == Connection::logged_out)
    host_.ask_for_login();
  if (listener_)
    listener_(connection);
}

std::string percent_encoded(std::string_view text) {
  static constexpr std::string_view digits = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                       c == '_' || c == '.' || c == '~';
    if (plain) {
      encoded += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    encoded += '%';
    encoded += digits[byte >> 4U];
    encoded += digits[byte & 15U];
  }
  return encoded;
}

Query& Query::add(std::string_view name, std::string_view value) {
  if (!value.empty())
    text_.append(text_.empty() ? "?" : "&").append(name).append("=").append(percent_encoded(value));
  return *this;
}

} // namespace geminid::webui
