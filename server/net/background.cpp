#include "server/net/background.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/system/system_error.hpp>

#include <utility>

namespace geminid::net {
namespace {

std::exception_ptr unless_stopped(const std::exception_ptr& broken) {
  if (!broken)
    return nullptr;
  try {
    std::rethrow_exception(broken);
  } catch (const boost::system::system_error& error) {
    return error.code() == asio::error::operation_aborted ? nullptr : broken;
  } catch (...) {
    return broken;
  }
}

} // namespace

void Background::start(Task<void> task, std::function<void(std::exception_ptr)> over) {
  running_ = true;
  asio::co_spawn(
      io_, std::move(task),
      asio::bind_cancellation_slot(cancel_.slot(), [this, over = std::move(over)](const std::exception_ptr& broken) {
        running_ = false;
        ended_.cancel();
        over(unless_stopped(broken));
      }));
}

Task<void> Background::stop() {
  if (!running_)
    co_return;
  cancel_.emit(asio::cancellation_type::terminal);
  while (running_)
    co_await ended_.async_wait(as_tuple);
}

} // namespace geminid::net
