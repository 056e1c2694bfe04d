#include "server/fetch/fetch.hpp"

#include <boost/beast/core/string.hpp>

#include <algorithm>
#include <charconv>

namespace geminid::fetch {

using std::chrono::steady_clock;
using upstream::ResponseHead;

namespace {

constexpr std::chrono::milliseconds connect_timeout{10'000};

Failure failed(Fault fault, std::string words) {
  return {fault, std::move(words)};
}

/// The same words for a host that is not public, that nobody answers for, and that no name server knows.
Failure unreachable() {
  return {Fault::unreachable, "leads to a host that cannot be reached on the public internet"};
}

std::string_view header(const ResponseHead& head, std::string_view name) {
  const auto found =
      std::find_if(head.headers.begin(), head.headers.end(), [&](const auto& each) { return each.first == name; });
  return found == head.headers.end() ? std::string_view{} : std::string_view{found->second};
}

bool leads_on(const ResponseHead& head) {
  const bool redirect =
      head.status == 301 || head.status == 302 || head.status == 303 || head.status == 307 || head.status == 308;
  return redirect && !header(head, "location").empty();
}

bool is_compressed(const ResponseHead& head) {
  const auto encoding = header(head, "content-encoding");
  return !encoding.empty() && !boost::beast::iequals(encoding, "identity");
}

/// 0 when it is not known beforehand.
std::size_t announced_bytes(const ResponseHead& head) {
  const auto text = header(head, "content-length");
  std::size_t bytes = 0;
  std::from_chars(text.data(), text.data() + text.size(), bytes);
  return bytes;
}

} // namespace

Shared::Shared(net::asio::io_context& context, Options wanted, Guard guarded)
    : io(context), options(std::move(wanted)), guard(std::move(guarded)),
      slots(std::make_shared<Slots>(options.limits.at_a_time)) {}

Fetch::Fetch(std::shared_ptr<Shared> shared, std::shared_ptr<std::size_t> bytes_left, upstream::SteadyTime request_end)
    : shared_(std::move(shared)), bytes_left_(std::move(bytes_left)), request_end_(request_end),
      deadline_(shared_->io, [this] {
        expired_ = true;
        interrupt();
      }) {}

void Fetch::cancel() {
  cancelled_ = true;
  interrupt();
}

void Fetch::interrupt() {
  if (waiting_ != nullptr)
    waiting_->set();
  if (call_)
    call_->cancel();
}

net::Task<Fetch::Outcome> Fetch::run(std::string url) {
  deadline_.expire_at(request_end_);
  upstream::Event turn(shared_->io);
  waiting_ = &turn;
  const auto place = co_await Slots::take(shared_->slots, turn);
  waiting_ = nullptr;
  if (interrupted())
    co_return why(upstream::Fault::cancelled);
  const upstream::SteadyTime end = std::min(request_end_, steady_clock::now() + shared_->options.limits.time_max);
  deadline_.expire_at(end);
  auto outcome = co_await follow(std::move(url));
  deadline_.never_expire();
  co_return std::move(outcome);
}

net::Task<Fetch::Outcome> Fetch::follow(std::string text) {
  auto url = WebUrl::parse(text);
  if (!url)
    co_return failed(Fault::malformed, url.error().message);
  for (std::size_t hops = 0;; ++hops) {
    const auto head = co_await ask(*url);
    if (!head)
      co_return head.error();
    if (!leads_on(*head))
      co_return co_await take(*head);
    if (hops == shared_->options.limits.redirects_max)
      co_return failed(Fault::malformed, "leads on more than " + std::to_string(hops) + " times");
    auto next = url->resolved(header(*head, "location"));
    if (!next)
      co_return failed(Fault::malformed, "leads on to one that " + next.error().message);
    url = std::move(next);
  }
}

net::Task<Result<ResponseHead, Failure>> Fetch::ask(const WebUrl& url) {
  call_.reset();
  const auto endpoints = co_await locate(url.origin);
  if (!endpoints)
    co_return endpoints.error();
  const auto proxy = upstream::proxy_for(url.origin, shared_->options.proxies);
  if (!proxy) // never around a proxy that is merely misspelt
    co_return unreachable();
  upstream::Client::Options options;
  options.origin = url.origin;
  options.proxy = *proxy;
  options.addresses = *endpoints; // what was judged, whatever a name server says next
  options.connect_timeout = connect_timeout;
  options.idle_timeout = shared_->options.limits.time_max;
  options.idle_connections_max = 0;
  options.ca_file = shared_->options.ca_file;
  upstream::Client client(shared_->io, std::move(options));
  call_ = client.call();
  upstream::Request request;
  request.method = "GET";
  request.target = url.target;
  request.head_timeout = shared_->options.limits.time_max;
  auto head = co_await call_->send(std::move(request));
  if (!head)
    co_return why(head.error());
  co_return std::move(*head);
}

net::Task<Result<Fetch::Endpoints, Failure>> Fetch::locate(const upstream::Origin& origin) {
  if (!shared_->guard.port(origin.port))
    co_return failed(Fault::malformed, "names a port that is none of 80, 443, 8080 and 8443");
  Addresses addresses;
  boost::system::error_code ec;
  if (const auto literal = net::asio::ip::make_address(origin.host, ec); !ec) {
    addresses.push_back(literal);
  } else if (!shared_->closed) {
    upstream::Event found(shared_->io);
    waiting_ = &found;
    auto lookup = shared_->guard.lookup(origin.host, found);
    addresses = co_await std::move(lookup);
    waiting_ = nullptr;
  }
  if (interrupted())
    co_return why(upstream::Fault::cancelled);
  // One that is not public taints the others: no host of the web has such.
  if (addresses.empty() || !std::all_of(addresses.begin(), addresses.end(), shared_->guard.address))
    co_return unreachable();
  Endpoints endpoints;
  for (const auto& address : addresses)
    endpoints.emplace_back(address, origin.port);
  co_return std::move(endpoints);
}

net::Task<Fetch::Outcome> Fetch::take(const ResponseHead& head) {
  const auto& limits = shared_->options.limits;
  if (head.status != 200)
    co_return failed(Fault::refused, "was answered with status " + std::to_string(head.status));
  if (is_compressed(head))
    co_return failed(Fault::refused, "was answered with compressed data, which was not asked for");
  if (auto words = shared_->options.unwanted(head.content_type); !words.empty())
    co_return failed(Fault::unwanted, std::move(words));
  const auto too_large = [&limits] {
    return failed(Fault::too_large, "leads to more than " + std::to_string(limits.bytes_max >> 20) + " MiB");
  };
  const auto too_much = [] { return failed(Fault::too_large, "leads to more than the request may hold"); };

  Fetched fetched{head.content_type, {}};
  const auto announced = announced_bytes(head);
  if (announced > limits.bytes_max)
    co_return too_large();
  if (announced > *bytes_left_)
    co_return too_much();
  fetched.bytes.reserve(announced);
  for (;;) {
    const auto piece = co_await call_->read_some();
    if (!piece)
      co_return why(piece.error());
    if (piece->empty())
      break;
    if (piece->size() > limits.bytes_max - fetched.bytes.size())
      co_return too_large();
    if (piece->size() > *bytes_left_)
      co_return too_much();
    *bytes_left_ -= piece->size();
    fetched.bytes.append(*piece);
  }
  if (fetched.bytes.empty())
    co_return failed(Fault::refused, "was answered with nothing");
  co_return std::move(fetched);
}

Failure Fetch::why(upstream::Fault fault) const {
  if (cancelled_)
    return {Fault::cancelled, "was not fetched to its end"};
  if (expired_)
    return {Fault::too_slow, "could not be fetched in time"};
  switch (fault) {
  case upstream::Fault::resolve:
  case upstream::Fault::connect:
  case upstream::Fault::connect_timeout:
  case upstream::Fault::proxy_auth:
  case upstream::Fault::proxy_refused:
  case upstream::Fault::proxy_failed:
    return unreachable();
  case upstream::Fault::tls:
    return {Fault::refused, "leads to a host whose TLS certificate is not valid for its name"};
  case upstream::Fault::head_timeout:
  case upstream::Fault::idle_timeout:
    return {Fault::too_slow, "could not be fetched in time"};
  case upstream::Fault::malformed:
  case upstream::Fault::too_large: // the head
    return {Fault::refused, "was answered with what is no HTTP"};
  case upstream::Fault::broken:
  case upstream::Fault::cancelled:
    break;
  }
  return {Fault::broken, "could not be read to its end: the connection broke"};
}

} // namespace geminid::fetch
