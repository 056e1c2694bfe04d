#include "server/translate/thinking.hpp"

#include <gtest/gtest.h>

#include <string>

namespace geminid::translate::thinking_test {
namespace {

using Amount = ThinkingWish::Amount;
using enum ThinkingLevel;

constexpr ThinkingWish unstated{};
constexpr ThinkingWish off{Amount::off};
constexpr ThinkingWish automatic{Amount::automatic};
constexpr ThinkingWish tokens(std::int64_t count) {
  return {Amount::budget, count};
}
constexpr ThinkingWish level(ThinkingLevel level) {
  return {Amount::level, 0, level};
}

ThinkingConfig none() {
  return {};
}
ThinkingConfig budget(std::int32_t tokens) {
  return {tokens, std::nullopt, std::nullopt};
}
ThinkingConfig at(ThinkingLevel level) {
  return {std::nullopt, level, std::nullopt};
}

struct Row {
  std::string model;
  ThinkingWish wish;
  ThinkingConfig config;
};

// gemini-wire.md, sections 3 and 9.1.
const Row table[] = {
    {"gemini-2.5-pro", unstated, none()},
    {"gemini-2.5-pro", off, budget(128)},
    {"gemini-2.5-pro", automatic, budget(-1)},
    {"gemini-2.5-pro", tokens(1), budget(128)},
    {"gemini-2.5-pro", tokens(40'000), budget(32'768)},
    {"gemini-2.5-pro", level(minimal), budget(1'024)},
    {"gemini-2.5-pro", level(xhigh), budget(32'768)},
    {"gemini-2.5-pro-preview-06-05", off, budget(128)},
    {"gemini-2.5-flash", off, budget(0)},
    {"gemini-2.5-flash", tokens(99'999), budget(24'576)},
    {"gemini-2.5-flash", level(low), budget(1'024)},
    {"gemini-2.5-flash", level(medium), budget(8'192)},
    {"gemini-2.5-flash", level(high), budget(24'576)},
    {"gemini-2.5-flash", level(xhigh), budget(24'576)},
    {"gemini-2.5-flash-lite", off, budget(0)},
    {"gemini-2.5-flash-lite", tokens(100), budget(512)},
    {"gemini-2.5-flash-image", level(high), none()},
    {"gemini-2.5-flash-preview-tts", level(high), none()},
    {"gemini-robotics-er-1.5-preview", off, budget(0)},
    {"gemini-1.5-pro", level(high), none()},
    {"gemini-2.0-flash", tokens(1'000), none()},
    {"gemini-embedding-001", level(high), none()},
    {"gemini-3.8-flash-tts", level(high), none()},
    {"gemini-3-pro-preview", level(medium), at(low)},
    {"gemini-3-pro-preview", level(minimal), at(low)},
    {"gemini-3-pro-image-preview", level(high), budget(24'576)},
    {"gemini-3.1-pro-preview", off, at(low)},
    {"gemini-3.1-pro-preview", level(medium), at(medium)},
    {"gemini-3.1-pro-preview", automatic, none()},
    {"gemini-3-flash-preview", off, at(minimal)},
    {"gemini-3.1-flash-lite", level(minimal), at(minimal)},
    {"gemini-3.1-flash-lite-image", level(medium), at(minimal)},
    {"gemini-3.5-flash", level(minimal), at(minimal)},
    {"gemini-3.5-flash-lite", off, at(minimal)},
    {"gemini-3.6-flash", level(xhigh), at(high)},
    {"gemini-3.7-flash", level(minimal), at(low)},
    {"gemini-3.8-flash", off, at(low)},
    {"gemini-3.8-flash", tokens(1'999), at(low)},
    {"gemini-3.8-flash", tokens(11'999), at(medium)},
    {"gemini-3.8-flash", tokens(12'000), at(high)},
    {"gemini-flash-latest", level(minimal), at(low)},
    {"gemini-4-argon", level(xhigh), at(high)},
    {"gemini-4-carbon", tokens(500), at(low)},
    {"gemini-4-hydrogen", level(xhigh), at(xhigh)},
    {"gemini-7-ultra", level(minimal), at(low)},
    {"gemma-4-26b-a4b-it", level(low), at(minimal)},
    {"gemma-4-26b-a4b-it", level(high), at(high)},
    {"gemma-3-27b-it", level(high), none()},
    {"something-else", level(high), none()},
};

TEST(Thinking, IsClampedToWhatTheModelAccepts) {
  for (const auto& row : table)
    EXPECT_EQ(thinking_config(row.wish, model_traits(row.model).thinking), row.config)
        << row.model << ", amount " << static_cast<int>(row.wish.amount) << ", budget " << row.wish.budget << ", level "
        << static_cast<int>(row.wish.level);
}

TEST(Thinking, NeverSendsABudgetAndALevelTogether) {
  for (const auto& model : model_table())
    for (const auto& wish : {unstated, off, automatic, tokens(5'000), level(minimal), level(xhigh)}) {
      const auto config = thinking_config(wish, model.thinking);
      EXPECT_FALSE(config.budget && config.level) << model.pattern;
      EXPECT_TRUE(!config.level || (model.thinking.levels & level_bit(*config.level)) != 0) << model.pattern;
    }
}

TEST(Thinking, AsksForThoughtsOnlyWhereTheModelThinks) {
  auto wish = off;
  wish.include_thoughts = true;
  EXPECT_FALSE(thinking_config(wish, model_traits("gemini-2.5-flash").thinking).include_thoughts);
  EXPECT_EQ(thinking_config(wish, model_traits("gemini-2.5-pro").thinking).include_thoughts, true);
  EXPECT_EQ(thinking_config(wish, model_traits("gemini-3-flash-preview").thinking).include_thoughts, true);
  auto silent = unstated;
  silent.include_thoughts = true;
  EXPECT_FALSE(thinking_config(silent, model_traits("gemini-2.5-flash-lite").thinking).include_thoughts);
  EXPECT_EQ(thinking_config(silent, model_traits("gemini-2.5-flash").thinking).include_thoughts, true);
  EXPECT_FALSE(thinking_config(silent, model_traits("gemini-2.0-flash").thinking).include_thoughts);
}

ThinkingWish wish_of(std::string_view json, const ThinkingDefault& otherwise) {
  simdjson::dom::parser parser;
  Complaint complaint;
  const simdjson::dom::element body = parser.parse(json.data(), json.size());
  const ObjectReader root{body, {}, complaint};
  const auto wish = with_default(read_thinking(root, nullptr), otherwise);
  EXPECT_FALSE(complaint.raised());
  return wish;
}

TEST(Thinking, TakesTheDefaultsWhereTheRequestSaysNothing) {
  ThinkingDefault defaults;
  EXPECT_EQ(wish_of("{}", defaults), unstated);
  defaults.mode = ThinkingDefault::Mode::off;
  EXPECT_EQ(wish_of("{}", defaults), off);
  defaults.mode = ThinkingDefault::Mode::automatic;
  EXPECT_EQ(wish_of("{}", defaults), automatic);
  defaults.mode = ThinkingDefault::Mode::fixed;
  defaults.budget = 8'192;
  EXPECT_EQ(wish_of("{}", defaults), tokens(8'192));
  defaults.include_thoughts = true;
  EXPECT_EQ(wish_of("{}", defaults).include_thoughts, true);
}

TEST(Thinking, PrefersWhatTheRequestSaysToTheDefaults) {
  ThinkingDefault defaults;
  defaults.mode = ThinkingDefault::Mode::off;
  defaults.include_thoughts = true;
  const auto wish = wish_of(R"({"reasoning_effort":"high","thinking_config":{"include_thoughts":false}})", defaults);
  EXPECT_EQ(wish.amount, Amount::level);
  EXPECT_EQ(wish.level, high);
  EXPECT_EQ(wish.include_thoughts, false);
  EXPECT_EQ(wish_of(R"({"reasoning_effort":"low","thinking":{"type":"disabled"}})", defaults).level, low);
  EXPECT_EQ(wish_of(R"({"thinking_config":{"thinking_budget":7},"reasoning_effort":"low"})", defaults).budget, 7);
}

TEST(Thinking, LeavesRoomForAShortAnswer) {
  struct Case {
    std::string model;
    ThinkingWish stated;
    std::int64_t limit;
    ThinkingConfig config;
    std::int64_t limit_sent;
  };
  const Case cases[] = {
      {"gemini-2.5-flash", unstated, 10, budget(0), 10},
      {"gemini-2.5-pro", unstated, 10, budget(128), 138},
      {"gemini-3-flash-preview", unstated, 10, at(minimal), 10},
      {"gemini-3.8-flash", unstated, 10, at(low), 1'034},
      {"gemini-3.8-flash", unstated, 100, at(low), 100},
      {"gemini-3.8-flash", unstated, 1'024, none(), 1'024},
      {"gemini-3.8-flash", level(high), 10, at(high), 10}, // it said so
      {"gemini-2.5-flash", tokens(8'000), 4'000, budget(8'000), 12'000},
      {"gemini-2.5-flash", tokens(1'000), 4'000, budget(1'000), 4'000},
      {"gemini-2.5-flash", tokens(24'000), 60'000, budget(24'000), 60'000},
      {"gemini-2.0-flash", unstated, 10, none(), 10},
  };
  for (const auto& [model, stated, limit, config, limit_sent] : cases) {
    const auto& traits = model_traits(model).thinking;
    const auto room = leave_room(stated, {}, traits, limit);
    EXPECT_EQ(thinking_config(room.thinking, traits), config) << model << ' ' << limit;
    EXPECT_EQ(room.output_tokens_max, limit_sent) << model << ' ' << limit;
  }
  const auto unlimited = leave_room(unstated, {}, model_traits("gemini-3.8-flash").thinking, std::nullopt);
  EXPECT_EQ(unlimited, AnswerRoom{});
}

TEST(ModelTraits, KnowWhoTakesSystemInstructionsPenaltiesAndSignatures) {
  EXPECT_TRUE(model_traits("gemini-3.8-flash").demands_signatures());
  EXPECT_TRUE(model_traits("gemini-9").demands_signatures());
  EXPECT_FALSE(model_traits("gemini-2.5-pro").demands_signatures());
  EXPECT_FALSE(model_traits("gemini-2.5-pro").penalties);
  EXPECT_TRUE(model_traits("gemini-2.0-flash").penalties);
  EXPECT_FALSE(model_traits("gemma-3-27b-it").system_instruction);
  EXPECT_TRUE(model_traits("gemini-2.5-flash").system_instruction);
}

} // namespace
} // namespace geminid::translate::thinking_test
