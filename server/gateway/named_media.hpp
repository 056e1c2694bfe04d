// What a request names by URL and its model can't follow itself: fetched before the request is said to the model, and
// before its admission, so that a URL that leads nowhere counts nothing.
#pragma once

#include "server/gateway/gateway.hpp"
#include "server/http/exchange.hpp"

#include <boost/asio/steady_timer.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace geminid::gateway {

/// Of one request, over all models that it may be said to: what one of them made fetch is there for the next. io thread
/// only; `cancel` may come while a coroutine waits inside.
class NamedMedia {
public:
  explicit NamedMedia(Gateway& gateway);
  ~NamedMedia();
  NamedMedia(const NamedMedia&) = delete;
  NamedMedia& operator=(const NamedMedia&) = delete;

  /// For translate::chat_request. Null where the operator has switched fetching off.
  [[nodiscard]] const translate::FetchedMedia* known() const { return fetches_ ? &known_ : nullptr; }

  /// Fetches what `chat` wants, if anything, and makes it anew of the client's `text`, with the same options. The error
  /// is the client's.
  net::Task<std::optional<translate::ApiError>> complete(translate::ChatRequest& chat, const std::string& text,
                                                         const translate::ChatDefaults& defaults,
                                                         translate::ChatOptions options);
  void cancel();
  /// Gives the bytes back, when no other model will be asked.
  void forget() { known_.clear(); }

private:
  net::Task<std::optional<translate::ApiError>> fetch_all(std::vector<translate::WantedMedium> wanted);
  net::Task<std::optional<translate::ApiError>> fetch_missing(std::vector<translate::WantedMedium> wanted);

  Gateway& gateway_;
  std::unique_ptr<fetch::Fetches> fetches_;
  translate::FetchedMedia known_;
  bool fetching_ = false;
  boost::asio::steady_timer fetched_; // never expires; is cancelled when `fetching_` ends
};
using NamedMediaPtr = std::shared_ptr<NamedMedia>;

/// `complete` for the request of an exchange; cancelled when its client leaves.
net::Task<std::optional<translate::ApiError>> fetch_media(http::Exchange& exchange, NamedMediaPtr media,
                                                          translate::ChatRequest& chat,
                                                          const translate::ChatDefaults& defaults,
                                                          translate::ChatOptions options);

} // namespace geminid::gateway
