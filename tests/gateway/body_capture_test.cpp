#include "server/gateway/body_capture.hpp"

#include <gtest/gtest.h>

#include <string>

namespace geminid::gateway::body_capture_test {
namespace {

constexpr auto most = dto::log_body_bytes_max;

dto::LogBody captured(std::string_view text, std::size_t piece = 1'000) {
  BodyCapture capture;
  for (std::size_t at = 0; at < text.size(); at += piece)
    capture.add(text.substr(at, piece));
  return capture.body();
}

TEST(BodyCapture, KeepsABodyAsItWas) {
  EXPECT_EQ(captured("{\"a\":\n\"名\"}", 1), (dto::LogBody{"{\"a\":\n\"名\"}", 12, false}));
  EXPECT_EQ(captured(""), (dto::LogBody{}));
  EXPECT_EQ(captured(std::string(most, 'a')), (dto::LogBody{std::string(most, 'a'), most, false}));
}

TEST(BodyCapture, SaysWhatItCutAndHowMuchThereWas) {
  EXPECT_EQ(captured(std::string(most + 1, 'a')), (dto::LogBody{std::string(most, 'a'), most + 1, true}));
  EXPECT_EQ(captured(std::string(1'000'000, 'a')), (dto::LogBody{std::string(most, 'a'), 1'000'000, true}));
}

TEST(BodyCapture, CutsNoCharacterAndKeepsNoBytesThatAreNone) {
  std::string text(most - 1, 'a');
  text += "名";
  const auto body = captured(text);
  EXPECT_TRUE(body.cut);
  EXPECT_EQ(body.text.find('\xe5'), std::string::npos);
  EXPECT_LE(body.text.size(), most);
  EXPECT_EQ(captured("a\xff\xfe").text, "a??");
}

// A key is known as one also where the cut goes through it, and a rest of it never stays.
TEST(BodyCapture, MasksKeysWhereverTheyStand) {
  const std::string secret = "AIzaSyExample-0123456789-abcdefghijklmn";
  for (std::size_t before = most - secret.size() - 5; before < most + 5; ++before) {
    const auto body = captured(std::string(before - 1, 'a') + " " + secret + " and so on", 7'000);
    EXPECT_EQ(body.text.find(secret.substr(0, 12)), std::string::npos) << before;
    EXPECT_LE(body.text.size(), most);
  }
}

} // namespace
} // namespace geminid::gateway::body_capture_test
