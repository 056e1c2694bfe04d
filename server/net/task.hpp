// The coroutine type of everything that waits for the network. One io_context runs on one thread, so nothing here
// locks.
#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace geminid::net {

namespace asio = boost::asio;

/// The concrete executor: `any_io_executor` costs an indirect call and an allocation an operation.
using Executor = asio::io_context::executor_type;

template <class T>
using Task = asio::awaitable<T, Executor>;

using Socket = asio::basic_stream_socket<asio::ip::tcp, Executor>;

/// `auto [ec, n] = co_await socket.async_read_some(buffer, net::as_tuple);` errors are values, never exceptions.
inline constexpr asio::as_tuple_t<asio::use_awaitable_t<Executor>> as_tuple{};

} // namespace geminid::net
