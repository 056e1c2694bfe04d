#include "actors/policy/limits.hpp"

#include <gtest/gtest.h>

namespace geminid::limits_test {
namespace {

using namespace geminid::policy;
using Kind = LimitSetting::Kind;

TEST(Limits, WhatIsSetForTheKeyWinsOverTheModelAndBothOverWhatGoogleNamed) {
  const LimitSetting unset;
  const LimitSetting five{Kind::value, 5};
  const LimitSetting ten{Kind::value, 10};
  const LimitSetting unlimited{Kind::unlimited, 0};
  EXPECT_EQ(effective(five, ten, 20), (Limit{5, LimitSource::set}));
  EXPECT_EQ(effective(unset, ten, 20), (Limit{10, LimitSource::set}));
  EXPECT_EQ(effective(unset, unset, 20), (Limit{20, LimitSource::learned}));
  EXPECT_EQ(effective(unset, unset, {}), (Limit{std::nullopt, LimitSource::none}));
  EXPECT_EQ(effective(unlimited, ten, 20), (Limit{std::nullopt, LimitSource::set}));
  EXPECT_EQ(effective(unset, unlimited, 20), (Limit{std::nullopt, LimitSource::set}));
}

} // namespace
} // namespace geminid::limits_test
