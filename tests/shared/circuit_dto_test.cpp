#include "shared/circuit_dto.hpp"
#include "tests/shared/dto_cases.hpp"

namespace geminid::circuit_dto_test {
using namespace geminid::dto;

namespace {

const geminid::Instant noon = *geminid::parse_rfc3339("2026-11-23T12:00:00Z");

TEST(CircuitDto, ComesBackFromItsOwnDocument) {
  for (const auto& circuit :
       {Circuit{CircuitScope::model, "gemini-2.5-flash", CircuitState::open, noon, 3, "throttled"},
        Circuit{CircuitScope::location, "", CircuitState::half_open, noon, 1, "not served here"},
        Circuit{CircuitScope::project, "team-a", CircuitState::open, noon, 2, "spending"}}) {
    const auto again = parse_circuit(to_json(circuit));
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_EQ(*again, circuit);
  }
}

} // namespace
} // namespace geminid::circuit_dto_test
