// The bridge from coroutines to actors: `auto reply = co_await ask(port, dispatcher, want);` gives
// caf::expected<LeaseReply>, the type taken from the actor's interface. A dead actor answers with
// sec::request_receiver_down. Whoever destroys the awaiting coroutine drops the reply, so replies own what they bring.
#pragma once

#include "server/net/task.hpp"

#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <caf/all.hpp>
#include <caf/monitorable_actor.hpp>

#include <memory>
#include <vector>

namespace geminid::actors {

/// The one foreign actor of an io_context: receives replies on any thread and completes the waiting operation on the io
/// thread. One for a process.
class ReplyPort final : public caf::monitorable_actor {
public:
  using signatures = caf::none_t;
  using behavior_type = caf::behavior;

  struct Pending {
    virtual ~Pending() = default;
    virtual void complete(caf::message reply) = 0;
  };

  ReplyPort(caf::actor_config& config, boost::asio::io_context& io) : monitorable_actor(config), io_(io) {}

  static caf::strong_actor_ptr create(caf::actor_system& system, boost::asio::io_context& io) {
    caf::actor_config config;
    return caf::make_actor<ReplyPort, caf::strong_actor_ptr>(system.next_actor_id(), system.node(), &system, config,
                                                             io);
  }

  const char* name() const override { return "reply_port"; }

  void enqueue(caf::mailbox_element_ptr element, caf::execution_unit*) override {
    boost::asio::post(io_, [this, self = caf::strong_actor_ptr{ctrl()}, element = std::move(element)]() mutable {
      if (auto pending = take(element->mid.request_id().integer_value()))
        pending->complete(element->move_content_to_message());
    });
  }

  /// io thread only. The answer is the request id.
  std::uint64_t add(std::unique_ptr<Pending> pending) {
    if (free_.empty()) {
      free_.push_back(static_cast<std::uint32_t>(slots_.size()));
      slots_.emplace_back();
    }
    const auto index = free_.back();
    free_.pop_back();
    slots_[index].pending = std::move(pending);
    return (std::uint64_t{++slots_[index].generation} << index_bits) | index;
  }

private:
  static constexpr unsigned index_bits = 24;

  // Empty: a second reply to the same request.
  std::unique_ptr<Pending> take(std::uint64_t id) {
    const auto index = static_cast<std::uint32_t>(id & ((1U << index_bits) - 1));
    if (index >= slots_.size() || slots_[index].generation != static_cast<std::uint32_t>(id >> index_bits) ||
        !slots_[index].pending)
      return {};
    free_.push_back(index);
    return std::move(slots_[index].pending);
  }

  struct Slot {
    std::uint32_t generation = 0;
    std::unique_ptr<Pending> pending;
  };
  boost::asio::io_context& io_;
  std::vector<Slot> slots_;
  std::vector<std::uint32_t> free_;
};

namespace detail {

template <class List>
struct ReplyOf;
template <class T>
struct ReplyOf<caf::detail::type_list<T>> {
  using type = T;
};

template <class Reply>
caf::expected<Reply> read_reply(caf::message& reply) {
  if (reply.match_elements<Reply>())
    return std::move(reply.get_mutable_as<Reply>(0));
  if (reply.match_elements<caf::error>())
    return reply.get_as<caf::error>(0);
  return caf::make_error(caf::sec::unexpected_response);
}

} // namespace detail

template <class Handle, class Message>
auto ask(const caf::strong_actor_ptr& port, const Handle& target, Message message) {
  using Reply = typename detail::ReplyOf<caf::response_type_t<typename Handle::signatures, Message>>::type;
  auto initiate = [](auto handler, const caf::strong_actor_ptr& from, const Handle& to, Message what) {
    using Handler = decltype(handler);
    struct Operation final : ReplyPort::Pending {
      explicit Operation(Handler h) : handler(std::move(h)) {}
      void complete(caf::message reply) override {
        auto moved = std::move(handler);
        moved(detail::read_reply<Reply>(reply));
      }
      Handler handler;
    };
    auto& replies = *static_cast<ReplyPort*>(caf::actor_cast<caf::abstract_actor*>(from));
    const auto id = caf::make_message_id(replies.add(std::make_unique<Operation>(std::move(handler))));
    caf::actor_cast<caf::abstract_actor*>(to)->enqueue(caf::make_mailbox_element(from, id, {}, std::move(what)),
                                                       nullptr);
  };
  boost::asio::use_awaitable_t<net::Executor> token{};
  return boost::asio::async_initiate<boost::asio::use_awaitable_t<net::Executor>, void(caf::expected<Reply>)>(
      initiate, token, port, target, std::move(message));
}

} // namespace geminid::actors
