#include "server/gateway/chat_completions.hpp"

#include "server/gateway/admission.hpp"
#include "server/gateway/authenticate.hpp"
#include "server/gateway/chat_stream.hpp"
#include "server/gateway/failover.hpp"
#include "server/gateway/named_media.hpp"
#include "server/gateway/request_log.hpp"
#include "server/translate/gemini_error.hpp"
#include "server/translate/hash.hpp"

#include <algorithm>

namespace geminid::gateway {
namespace {

net::Task<void> fail(http::Exchange& exchange, RequestLog& log, Failure failure) {
  log.failed(failure.error);
  auto response = to_response(failure);
  co_await exchange.respond(std::move(response));
}

// Before its admission, so it counts nothing.
net::Task<void> refuse(http::Exchange& exchange, Gateway& gateway, const User& user, RequestLog& log,
                       translate::ApiError error) {
  co_await tell_limits(exchange, gateway, user);
  Failure failure{std::move(error)};
  co_await fail(exchange, log, std::move(failure));
}

// The model as upstream knows it, if this user may use it at all.
std::optional<translate::ApiError> check_model(const translate::ChatRequest& chat, const User& user,
                                               const actors::Rules& rules) {
  if (!rules.enabled(chat.upstream_model))
    return refused(policy::Refusal::model_missing, {}, chat.model).error;
  if (!user.may_use(chat.upstream_model) && !user.may_use(chat.model))
    return translate::ApiError{403, "permission_error", "model_not_allowed",
                               "This user key may not use the model `" + chat.model + "`.", "model"};
  return std::nullopt;
}

// 0 where the client's API knows no conversation.
Affinity::Conversation conversation(const translate::ChatRequest& chat, const User& user, std::uint64_t messages) {
  const bool named = !chat.affinity_key.empty();
  if (!named && messages == 0)
    return 0;
  const auto who = translate::mix(translate::mix(0, user.id), chat.upstream_model);
  return named ? translate::mix(who, chat.affinity_key) : translate::mix(who, messages);
}

UpstreamRequest upstream_request(translate::ChatRequest& chat, const User& user) {
  UpstreamRequest request;
  request.target =
      "/v1beta/models/" + chat.upstream_model + (chat.stream ? ":streamGenerateContent?alt=sse" : ":generateContent");
  request.model = chat.upstream_model;
  request.body = std::move(chat.body);
  request.tokens = chat.prompt_tokens_estimate;
  request.user = user.id;
  request.conversation = conversation(chat, user, chat.conversation_hash);
  request.next_conversation = conversation(chat, user, chat.next_conversation_hash);
  return request;
}

// What the client said, kept only where another model may have to be asked.
struct Original {
  std::string text;
  std::shared_ptr<const User> user;
  std::shared_ptr<const Config> config;
  NamedMediaPtr media;
};

net::Task<std::optional<UpstreamRequest>> said_to(std::shared_ptr<Original> original, std::string model,
                                                  translate::JsonParser& parser) {
  const auto& defaults = original->config->chat;
  auto chat = translate::chat_request(original->text, defaults, parser, model, original->media->known());
  if (!chat)
    co_return std::nullopt;
  const auto failure = co_await original->media->complete(*chat, original->text, defaults, model);
  if (failure)
    co_return std::nullopt;
  co_return upstream_request(*chat, *original->user);
}

Fallbacks fallbacks(std::string& body, const translate::ChatRequest& chat, std::shared_ptr<const User> user,
                    std::shared_ptr<const Config> config, NamedMediaPtr media, translate::JsonParser& parser) {
  const auto configured = config->rules->models.find(chat.upstream_model);
  if (configured == config->rules->models.end() || configured->second.fallbacks.empty()) {
    media->forget();
    return {};
  }
  Fallbacks result;
  for (const auto& model : configured->second.fallbacks)
    if (config->rules->enabled(model) && user->may_use(model))
      result.models.push_back(model);
  result.cancel = [media] { media->cancel(); };
  auto original = std::make_shared<Original>();
  *original = {std::move(body), std::move(user), std::move(config), std::move(media)};
  result.request_for = [original, &parser](const std::string& model) { return said_to(original, model, parser); };
  return result;
}

// Some front ends wrap Google's refusal in a 200; it means what it says.
net::Task<std::optional<Failure>> no_answer(Failover& failover, std::string_view body, Gateway& gateway) {
  auto error = translate::parse_gemini_error(body, gateway.parser);
  if (error.http_status != 0 || !error.status.empty())
    co_return co_await failover.was_refused(std::move(error));
  co_return co_await failover.broke(upstream::Fault::malformed);
}

net::Task<void> answer_whole(http::Exchange& exchange, Gateway& gateway, ChatStreamPlan plan, RequestLog& log) {
  const auto failover = std::make_shared<Failover>(gateway, std::move(plan.request), std::move(plan.fallbacks));
  const auto gone = exchange.on_gone([failover] { failover->cancel(); });
  std::optional<Failure> failure;
  std::optional<translate::ChatReply> reply;
  while (!failure && !reply) {
    auto opened = co_await failover->open();
    if (!opened) {
      failure = std::move(opened.error());
      break;
    }
    auto body = co_await failover->call().read_all(upstream_body_bytes_max);
    if (!body) {
      failure = co_await failover->broke(body.error());
      continue;
    }
    auto translated = translate::chat_response(*body, plan.identity, gateway.parser);
    if (translated)
      reply = std::move(*translated);
    else
      failure = co_await no_answer(*failover, *body, gateway);
  }
  plan.admission.end(reply ? reply->usage : translate::Usage{});
  http::Response response;
  if (reply) {
    failover->served(reply->usage);
    log.usage(reply->usage);
    response.body = std::move(reply->body);
    response.headers.push_back({"x-geminid-model", failover->model()});
  } else {
    log.failed(failure->error);
    response = to_response(*failure);
  }
  log.attempts(failover->attempts());
  co_await exchange.respond(std::move(response));
}

} // namespace

net::Task<void> chat_completions(http::Exchange& exchange, Gateway& gateway) {
  RequestLog log{"chat", std::string{exchange.request_id()}, gateway};
  const auto config = gateway.config; // of this request, whatever an admin changes meanwhile
  const auto user = authenticate(exchange, gateway);
  if (!user) {
    Failure failure{user.error()};
    co_return co_await fail(exchange, log, std::move(failure));
  }
  log.user((*user)->name);
  const auto media = std::make_shared<NamedMedia>(gateway);
  auto chat = translate::chat_request(exchange.body(), config->chat, gateway.parser, {}, media->known());
  if (!chat)
    co_return co_await refuse(exchange, gateway, **user, log, chat.error());
  log.model(chat->model, chat->stream);
  if (auto refusal = check_model(*chat, **user, *config->rules))
    co_return co_await refuse(exchange, gateway, **user, log, std::move(*refusal));
  if (auto refusal = co_await fetch_media(exchange, media, *chat, config->chat))
    co_return co_await refuse(exchange, gateway, **user, log, std::move(*refusal));
  auto admission = co_await admit(exchange, gateway, **user, chat->prompt_tokens_estimate);
  if (!admission)
    co_return co_await fail(exchange, log, std::move(admission.error()));

  ChatStreamPlan plan;
  plan.admission = std::move(*admission);
  plan.identity = {"chatcmpl-" + gateway.random_id(), chat->model,
                   std::chrono::floor<std::chrono::seconds>(gateway.now()).time_since_epoch().count(),
                   chat->prompt_tokens_estimate, chat->style};
  plan.include_usage = chat->include_usage;
  plan.request = upstream_request(*chat, **user);
  plan.fallbacks = fallbacks(exchange.body(), *chat, *user, config, media, gateway.parser);
  exchange.body() = {}; // a request that waits for minutes need not hold its megabytes twice
  if (!chat->stream)
    co_return co_await answer_whole(exchange, gateway, std::move(plan), log);

  auto end = co_await stream_chat(exchange, gateway, std::move(plan));
  log.usage(end.usage);
  log.attempts(end.attempts);
  if (!end.error.empty())
    log.failed({end.status, {}, {}, end.error});
}

} // namespace geminid::gateway
