#include "actors/policy/wait_queue.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace geminid::wait_queue_test {
namespace {

using geminid::policy::WaitQueue;
using testing::ElementsAre;

std::vector<WaitQueue::Ticket> serve(WaitQueue& queue, std::size_t capacity) {
  std::vector<WaitQueue::Ticket> served;
  queue.serve_in_turn([&](WaitQueue::Ticket ticket) {
    if (served.size() == capacity)
      return false;
    served.push_back(ticket);
    return true;
  });
  return served;
}

TEST(WaitQueue, LetsUsersTakeTurnsHoweverMuchOneOfThemAsks) {
  WaitQueue queue;
  for (WaitQueue::Ticket ticket = 1; ticket <= 4; ++ticket)
    queue.push("greedy", ticket);
  queue.push("modest", 10);
  queue.push("other", 20);
  EXPECT_THAT(serve(queue, 99), ElementsAre(1, 10, 20, 2, 3, 4));
  EXPECT_TRUE(queue.empty());
}

TEST(WaitQueue, GoesOnWhereItStopped) {
  WaitQueue queue;
  queue.push("a", 1);
  queue.push("a", 2);
  queue.push("b", 3);
  queue.push("b", 4);
  EXPECT_THAT(serve(queue, 1), ElementsAre(1));
  EXPECT_THAT(serve(queue, 1), ElementsAre(3));
  EXPECT_THAT(serve(queue, 1), ElementsAre(2));
  EXPECT_THAT(serve(queue, 1), ElementsAre(4));
}

TEST(WaitQueue, PassesOverARequestThatDoesNotFit) {
  WaitQueue queue;
  queue.push("large", 1);
  queue.push("small", 2);
  queue.push("large", 3);
  std::vector<WaitQueue::Ticket> served;
  queue.serve_in_turn([&](WaitQueue::Ticket ticket) {
    if (ticket == 1)
      return false;
    served.push_back(ticket);
    return true;
  });
  EXPECT_THAT(served, ElementsAre(3, 2));
  EXPECT_EQ(queue.size(), 1U);
  EXPECT_THAT(serve(queue, 99), ElementsAre(1));
}

TEST(WaitQueue, OffersWhatStaysOnlyOnce) {
  WaitQueue queue;
  for (WaitQueue::Ticket ticket = 1; ticket <= 6; ++ticket)
    queue.push(ticket % 2 == 0 ? "even" : "odd", ticket);
  std::vector<WaitQueue::Ticket> offered;
  queue.serve_in_turn([&](WaitQueue::Ticket ticket) {
    offered.push_back(ticket);
    return ticket > 4;
  });
  EXPECT_THAT(offered, ElementsAre(1, 3, 5, 2, 4, 6));
  EXPECT_THAT(serve(queue, 99), ElementsAre(1, 2, 3, 4));
}

TEST(WaitQueue, ForgetsWhoLeaves) {
  WaitQueue queue;
  queue.push("a", 1);
  queue.push("b", 2);
  EXPECT_TRUE(queue.remove("a", 1));
  EXPECT_FALSE(queue.remove("a", 1));
  EXPECT_FALSE(queue.remove("c", 9));
  EXPECT_THAT(serve(queue, 99), ElementsAre(2));
}

} // namespace
} // namespace geminid::wait_queue_test
