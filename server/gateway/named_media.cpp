#include "server/gateway/named_media.hpp"

#include "server/fetch/fetcher.hpp"
#include "server/gateway/failure.hpp"

namespace geminid::gateway {
namespace {

translate::ApiError told(const fetch::Failure& failure, std::string_view param) {
  if (failure.fault == fetch::Fault::cancelled)
    return no_room(actors::NoRoom::cancelled, {}, Instant::max(), {}).error;
  return translate::invalid_request(param, "The URL " + failure.words + ".");
}

} // namespace

NamedMedia::NamedMedia(Gateway& gateway)
    : gateway_(gateway),
      fetches_(gateway.fetcher ? std::make_unique<fetch::Fetches>(*gateway.fetcher, gateway.fetched_bytes_max)
                               : nullptr),
      fetched_(gateway.io, boost::asio::steady_timer::time_point::max()) {}

NamedMedia::~NamedMedia() = default;

net::Task<std::optional<translate::ApiError>> NamedMedia::complete(translate::ChatRequest& chat,
                                                                   const std::string& text,
                                                                   const translate::ChatDefaults& defaults,
                                                                   translate::ChatOptions options) {
  if (chat.wanted.empty())
    co_return std::nullopt;
  chat.body = {}; // it has gaps, and may be large
  auto failure = co_await fetch_all(std::move(chat.wanted));
  if (failure)
    co_return failure;
  auto whole = translate::chat_request(text, defaults, gateway_.parser, options);
  if (!whole)
    co_return std::move(whole.error());
  chat = std::move(*whole);
  co_return std::nullopt;
}

// Choices that fall back to another model side by side want the same: the first fetches for all.
net::Task<std::optional<translate::ApiError>> NamedMedia::fetch_all(std::vector<translate::WantedMedium> wanted) {
  while (fetching_)
    co_await fetched_.async_wait(net::as_tuple);
  std::erase_if(wanted, [this](const auto& each) { return known_.contains(each.url); });
  if (wanted.empty())
    co_return std::nullopt;
  fetching_ = true;
  auto failure = co_await fetch_missing(std::move(wanted));
  fetching_ = false;
  fetched_.cancel();
  co_return failure;
}

net::Task<std::optional<translate::ApiError>> NamedMedia::fetch_missing(std::vector<translate::WantedMedium> wanted) {
  std::vector<std::string> urls;
  for (const auto& each : wanted)
    urls.push_back(each.url);
  auto fetched = co_await fetches_->all(std::move(urls));
  if (!fetched)
    co_return told(fetched.error().failure, wanted[fetched.error().index].param);
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    auto& medium = (*fetched)[i];
    known_[std::move(wanted[i].url)] = {std::move(medium.content_type), std::move(medium.bytes)};
  }
  co_return std::nullopt;
}

void NamedMedia::cancel() {
  if (fetches_)
    fetches_->cancel();
}

net::Task<std::optional<translate::ApiError>> fetch_media(http::Exchange& exchange, NamedMediaPtr media,
                                                          translate::ChatRequest& chat,
                                                          const translate::ChatDefaults& defaults,
                                                          translate::ChatOptions options) {
  if (chat.wanted.empty())
    co_return std::nullopt;
  const auto gone = exchange.on_gone([media] { media->cancel(); });
  co_return co_await media->complete(chat, exchange.body(), defaults, std::move(options));
}

} // namespace geminid::gateway
