#include "webui/plot/shares.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

namespace geminid::webui::plot::plot_shares_test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Shares, LieByGroupFromTheGreatestDown) {
  const std::array shares{Share{10, 1}, Share{30, 0}, Share{20, 1}, Share{40, 0}};
  EXPECT_THAT(fold_shares(shares), ElementsAre(ShareSegment{0, 3, 1, 40, 0.4}, ShareSegment{0, 1, 1, 30, 0.3},
                                               ShareSegment{1, 2, 1, 20, 0.2}, ShareSegment{1, 0, 1, 10, 0.1}));
}

TEST(Shares, FoldWhatIsTooSmallToTellApart) {
  const std::array shares{Share{80, 0}, Share{5, 0}, Share{5, 0}, Share{6, 1}, Share{4, 1}};
  EXPECT_THAT(fold_shares(shares, 5), ElementsAre(ShareSegment{0, 0, 1, 80, 0.8}, ShareSegment{0, 1, 2, 10, 0.1},
                                                  ShareSegment{1, 3, 2, 10, 0.1}));
}

TEST(Shares, StayFewHoweverManyThingsThereAre) {
  std::vector<Share> shares;
  for (std::size_t i = 0; i < 20'000; ++i)
    shares.push_back({static_cast<double>(i * 7'919 % 1'000), i % 4});
  const auto segments = fold_shares(shares, 120);
  EXPECT_LE(segments.size(), 120U + 4U);
  double part = 0;
  std::size_t things = 0;
  for (const ShareSegment& segment : segments) {
    part += segment.part;
    things += segment.count;
  }
  EXPECT_NEAR(part, 1, 1e-9);
  EXPECT_EQ(things, 20'000U - 20U) << "those without a share are in no segment";
}

TEST(Shares, OfNothingAreNone) {
  EXPECT_THAT(fold_shares({}), IsEmpty());
  EXPECT_THAT(fold_shares(std::array{Share{0, 0}, Share{gap, 0}, Share{-5, 1}}), IsEmpty());
}

TEST(Shares, NeverOverflow) {
  const auto segments = fold_shares(std::array{Share{1e308, 0}, Share{1e308, 1}});
  ASSERT_EQ(segments.size(), 2U);
  EXPECT_EQ(segments[0].part, 0.5);
}

TEST(GroupTotals, CountThingsWithoutAShareToo) {
  const std::array shares{Share{30, 0}, Share{0, 0}, Share{10, 2}, Share{99, 7}};
  EXPECT_THAT(group_totals(shares, 3),
              ElementsAre(GroupTotal{30, 0.75, 2}, GroupTotal{0, 0, 0}, GroupTotal{10, 0.25, 1}));
  EXPECT_THAT(group_totals(std::array{Share{0, 0}}, 1), ElementsAre(GroupTotal{0, 0, 1}));
}

void expect_whole(const std::vector<Extent>& extents, double length, double least) {
  ASSERT_FALSE(extents.empty());
  EXPECT_EQ(extents.front().begin, 0);
  EXPECT_EQ(extents.back().end, length);
  for (std::size_t i = 0; i < extents.size(); ++i) {
    EXPECT_GE(extents[i].length(), least - 1e-9) << i;
    if (i > 0) {
      EXPECT_EQ(extents[i].begin, extents[i - 1].end) << i;
    }
  }
}

TEST(Split, IsByTheParts) {
  const auto extents = split(std::array{0.5, 0.25, 0.25}, 400, 2);
  EXPECT_THAT(extents, ElementsAre(Extent{0, 200}, Extent{200, 300}, Extent{300, 400}));
}

TEST(Split, LetsNoSegmentVanish) {
  expect_whole(split(std::array{0.9, 0.0999, 0.0001, 0.0}, 300, 4), 300, 4);
  expect_whole(split(std::vector<double>(150, 1.0), 300, 2), 300, 2);
}

TEST(Split, StaysWithinTheLengthWhereThereIsNoRoom) {
  expect_whole(split(std::array{0.5, 0.3, 0.2}, 3, 2), 3, 1);
  expect_whole(split(std::array{0.5, 0.5}, 0, 2), 0, 0);
  expect_whole(split(std::array{0.5, 0.5}, -7, 2), 0, 0);
}

TEST(Split, SharesAlikeWhatHasNoParts) {
  EXPECT_THAT(split(std::array{0.0, gap}, 10, 0), ElementsAre(Extent{0, 5}, Extent{5, 10}));
  EXPECT_THAT(split({}, 10, 2), IsEmpty());
}

} // namespace
} // namespace geminid::webui::plot::plot_shares_test
