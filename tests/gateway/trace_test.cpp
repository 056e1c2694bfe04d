// The trace that a client is in, told to Google only where the operator wants it.
#include "server/gateway/request_origin.hpp"
#include "tests/support/gateway_world.hpp"

#include <gtest/gtest.h>

namespace geminid::test::trace_test {
namespace {

constexpr auto parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

TEST(TraceHeaders, AreJudgedByTheirForm) {
  EXPECT_TRUE(gateway::is_traceparent(parent));
  EXPECT_TRUE(gateway::is_traceparent("cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-what-comes"));
  for (const auto* wrong : {"", "00", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
                            "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                            "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                            "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                            "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
                            "00_0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                            "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01.more"})
    EXPECT_FALSE(gateway::is_traceparent(wrong)) << wrong;
  EXPECT_TRUE(gateway::is_tracestate("rojo=00f067aa0ba902b7, congo=t61rcWkgMzE"));
  for (const auto& wrong : {std::string{}, std::string{"rojo"}, std::string{"a=\x01"}, "a=" + std::string(511, 'b')})
    EXPECT_FALSE(gateway::is_tracestate(wrong)) << wrong;
}

class Trace : public testing::TestWithParam<bool> {
protected:
  Answer ask(std::string_view headers) {
    return world.request("POST", "/v1/chat/completions",
                         "Authorization: Bearer " + std::string{GatewayWorld::user_key} + "\r\n" + std::string{headers},
                         chat_body().dump());
  }
  std::string passed_on() {
    const auto sent = world.google().stats().recorded_json().at("requests");
    return sent.empty() ? "nothing was sent" : sent.back().value("trace", "");
  }
  [[nodiscard]] bool logged() const {
    return world.log().find("trace=0af7651916cd43dd8448eb211c80319c") != std::string::npos;
  }

  GatewayWorld world{{.pass_trace_headers = GetParam()}};
};

TEST_P(Trace, IsPassedOnAndLoggedWhereThatIsWanted) {
  world.add_key();
  EXPECT_EQ(ask("traceparent: " + std::string{parent} + "\r\ntracestate: rojo=1\r\ntracestate: congo=2\r\n").status,
            200);
  EXPECT_EQ(logged(), GetParam());
  EXPECT_EQ(passed_on(), GetParam() ? "traceparent: " + std::string{parent} + "\ntracestate: rojo=1, congo=2\n" : "");
}

TEST_P(Trace, OfNoGoodFormIsLeftOut) {
  world.add_key();
  EXPECT_EQ(ask("traceparent: nonsense\r\ntracestate: rojo=1\r\n").status, 200);
  EXPECT_EQ(world.log().find("trace="), std::string::npos);
  EXPECT_EQ(passed_on(), "");
}

INSTANTIATE_TEST_SUITE_P(WholeOrNot, Trace, testing::Bool());

} // namespace
} // namespace geminid::test::trace_test
