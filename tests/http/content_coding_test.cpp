#include "server/http/content_coding.hpp"

#include <gtest/gtest.h>

#include <utility>

namespace geminid::http::content_coding_test {
namespace {

constexpr StoredCodings all{true, true, true};
constexpr StoredCodings only_gzip{false, true, true};
constexpr StoredCodings plain{false, false, true};

TEST(ContentCoding, IsTheOneThatTheClientLikesBest) {
  for (const auto& [header, coding] : {
           std::pair{"", Coding::identity},
           {"gzip, deflate, br, zstd", Coding::br},
           {"gzip", Coding::gzip},
           {"x-gzip", Coding::gzip},
           {"BR;Q=0.2", Coding::br},
           {"br;q=0.5, gzip;q=0.501", Coding::gzip},
           {"br ; q=0.5 , gzip ; q=0.5", Coding::br},
           {"br;q=0.5, identity", Coding::identity},
           {"gzip;q=0.001", Coding::gzip},
           {"br;level=4;q=0.3, gzip;q=0.4", Coding::gzip},
           {"*", Coding::br},
           {"*;q=0.5, br;q=0.1", Coding::gzip},
           {"deflate, zstd", Coding::identity},
           {",,;,", Coding::identity},
       })
    EXPECT_EQ(choose_coding(header, all), coding) << header;
}

TEST(ContentCoding, IsNeverOneThatTheClientRefuses) {
  for (const auto& [header, coding] : {
           std::pair{"br;q=0, gzip", Coding::gzip},
           {"br;q=0, gzip;q=0.000", Coding::identity},
           {"br;q=0, *", Coding::gzip},
           {"*;q=0, gzip", Coding::gzip},
           {"identity;q=0, gzip;q=0.1", Coding::gzip},
       })
    EXPECT_EQ(choose_coding(header, all), coding) << header;
}

TEST(ContentCoding, IsRefusedWhereItsWeightIsNone) {
  for (const auto* header : {"br;q=", "br;q=2", "br;q=1.1", "br;q=0.1234", "br;q=.5", "br;q=0x1", "br;q=-1"})
    EXPECT_EQ(choose_coding(header, all), Coding::identity) << header;
}

TEST(ContentCoding, IsOneThatIsStored) {
  EXPECT_EQ(choose_coding("br, gzip;q=0.1", only_gzip), Coding::gzip);
  EXPECT_EQ(choose_coding("br, gzip", plain), Coding::identity);
  EXPECT_EQ(choose_coding("br, gzip;q=0.5, identity;q=0.6", only_gzip), Coding::identity);
}

TEST(ContentCoding, IsNothingWhereTheClientRefusesAllThatIsStored) {
  for (const auto* header : {"*;q=0", "identity;q=0", "br, identity;q=0", "br, *;q=0"})
    EXPECT_EQ(choose_coding(header, plain), std::nullopt) << header;
}

} // namespace
} // namespace geminid::http::content_coding_test
