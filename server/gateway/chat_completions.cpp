#include "server/gateway/chat_completions.hpp"

#include "server/gateway/authenticate.hpp"
#include "server/gateway/chat_stream.hpp"
#include "server/gateway/chat_whole.hpp"
#include "server/gateway/named_media.hpp"
#include "server/gateway/request_log.hpp"
#include "server/translate/hash.hpp"

#include <algorithm>
#include <utility>

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

UpstreamRequest upstream_request(translate::ChatRequest& chat, const User& user, std::vector<std::string> recalled) {
  UpstreamRequest request;
  request.target =
      "/v1beta/models/" + chat.upstream_model + (chat.stream ? ":streamGenerateContent?alt=sse" : ":generateContent");
  request.model = chat.upstream_model;
  request.body = std::move(chat.body);
  request.tokens = chat.prompt_tokens_estimate;
  request.user = user.id;
  request.conversation = conversation(chat, user, chat.conversation_hash);
  request.next_conversation = conversation(chat, user, chat.next_conversation_hash);
  // Translated twice where something had to be fetched, the request has asked for its signatures twice.
  std::sort(recalled.begin(), recalled.end());
  recalled.erase(std::unique(recalled.begin(), recalled.end()), recalled.end());
  request.recalled = std::move(recalled);
  return request;
}

// Of a request that stands beside others, each for a choice.
void make_one_choice(UpstreamRequest& request, translate::JsonParser& parser) {
  constexpr auto field = policy::RefusedField::candidate_count;
  if (auto one = translate::mended(request.body, field, translate::model_traits(request.model), parser))
    request.body = std::move(one->body);
}

// `recalled` and `media` outlive the options.
translate::ChatOptions options_of(const User& user, Gateway& gateway, std::vector<std::string>& recalled,
                                  const NamedMedia& media, std::string_view another_model = {}) {
  return {another_model, user.thinking, gateway.signatures.lookup(user.id, gateway.now(), recalled), media.known()};
}

// What the client said, kept only where another model may have to be asked.
struct Original {
  std::string text;
  std::shared_ptr<const User> user;
  std::shared_ptr<const Config> config;
  NamedMediaPtr media;
  RequestOrigin origin;
  bool together = true; // one request makes all choices
};

net::Task<std::optional<UpstreamRequest>> said_to(std::shared_ptr<Original> original, std::string model,
                                                  Gateway& gateway) {
  const auto& user = *original->user;
  const auto& defaults = original->config->chat;
  std::vector<std::string> recalled;
  const auto options = options_of(user, gateway, recalled, *original->media, model);
  auto chat = translate::chat_request(original->text, defaults, gateway.parser, options);
  if (!chat || (original->together && chat->parallel > 1)) // there it makes but one choice of several
    co_return std::nullopt;
  const auto failure = co_await original->media->complete(*chat, original->text, defaults, options);
  if (failure)
    co_return std::nullopt;
  auto request = upstream_request(*chat, user, std::move(recalled));
  request.origin = original->origin;
  if (!original->together)
    make_one_choice(request, gateway.parser);
  co_return request;
}

Fallbacks fallbacks(std::string& body, const translate::ChatRequest& chat, std::shared_ptr<const User> user,
                    std::shared_ptr<const Config> config, NamedMediaPtr media, RequestOrigin origin, Gateway& gateway) {
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
  *original = {std::move(body),  std::move(user),   std::move(config),
               std::move(media), std::move(origin), chat.parallel == 1};
  result.request_for = [original, &gateway](const std::string& model) { return said_to(original, model, gateway); };
  return result;
}

// Nothing: it is answered already. What is needed until here alone ends with this, since an answer may take minutes.
net::Task<ChatPlanPtr> plan_chat(http::Exchange& exchange, Gateway& gateway, RequestLog& log) {
  const auto config = gateway.config; // of this request, whatever an admin changes meanwhile
  const auto user = authenticate(exchange, gateway);
  if (!user) {
    Failure failure{user.error()};
    co_await fail(exchange, log, std::move(failure));
    co_return nullptr;
  }
  log.user(**user);
  const auto media = std::make_shared<NamedMedia>(gateway);
  std::vector<std::string> recalled;
  const auto options = options_of(**user, gateway, recalled, *media);
  auto chat = translate::chat_request(exchange.body(), config->chat, gateway.parser, options);
  std::optional<translate::ApiError> refusal;
  if (!chat) {
    refusal = chat.error();
  } else {
    log.model(chat->model, chat->upstream_model, chat->stream);
    refusal = check_model(*chat, **user, *config->rules);
    if (!refusal)
      refusal = co_await fetch_media(exchange, media, *chat, config->chat, options);
  }
  if (refusal) {
    co_await refuse(exchange, gateway, **user, log, std::move(*refusal));
    co_return nullptr;
  }
  auto admission = co_await admit(exchange, gateway, **user, chat->prompt_tokens_estimate * chat->parallel);
  if (!admission) {
    co_await fail(exchange, log, std::move(admission.error()));
    co_return nullptr;
  }

  auto plan = std::make_unique<ChatPlan>();
  plan->stream = chat->stream;
  plan->admission = std::move(*admission);
  plan->identity = {"chatcmpl-" + gateway.random_id(), chat->model,
                    std::chrono::floor<std::chrono::seconds>(gateway.now()).time_since_epoch().count(),
                    chat->prompt_tokens_estimate, chat->style};
  plan->include_usage = chat->include_usage;
  plan->parallel = static_cast<std::size_t>(chat->parallel);
  plan->request = upstream_request(*chat, **user, std::move(recalled));
  plan->request.origin = log.origin();
  plan->fallbacks = fallbacks(exchange.body(), *chat, *user, config, media, log.origin(), gateway);
  std::string{}.swap(exchange.body()); // assigned, an empty text would keep the memory: megabytes, for minutes
  co_return plan;
}

} // namespace

net::Task<void> chat_completions(http::Exchange& exchange, Gateway& gateway) {
  RequestLog log{"chat", exchange, gateway};
  auto plan = co_await plan_chat(exchange, gateway, log);
  if (!plan)
    co_return;
  const auto answer = plan->stream ? stream_chat : answer_chat;
  auto end = co_await answer(exchange, gateway, std::move(plan));
  log.usage(end.usage);
  log.attempts(end.attempts);
  log.upstream_model(std::move(end.model));
  if (end.first_byte)
    log.first_byte(*end.first_byte);
  if (end.error)
    log.failed(*end.error);
}

} // namespace geminid::gateway
