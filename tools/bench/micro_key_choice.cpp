// The choice of a key: what the dispatcher's policy costs a request with few keys and with very many.
#include "actors/policy/lane.hpp"

#include <benchmark/benchmark.h>

namespace geminid::bench {
namespace {

using policy::Lane;

constexpr std::int64_t tokens = 250;
constexpr std::int64_t requests_a_day = 1'000'000'000;

policy::Offer offer(std::int64_t used) {
  policy::Offer offer;
  offer.usable = true;
  offer.standing.requests_free = requests_a_day - used;
  offer.standing.tokens_free = requests_a_day;
  offer.standing.tokens_max = requests_a_day;
  offer.standing.share_step = 1.0 / requests_a_day;
  offer.standing.share = static_cast<double>(used) * offer.standing.share_step;
  offer.handled = static_cast<std::uint64_t>(used);
  return offer;
}

/// A key is chosen, is given the request, and offers anew what is left.
void choose_key(benchmark::State& state, policy::Strategy strategy) {
  Lane lane{strategy, 100};
  const auto keys = static_cast<Lane::Slot>(state.range(0));
  std::vector<std::int64_t> used(keys, 0);
  for (Lane::Slot slot = 0; slot < keys; ++slot)
    lane.set(slot, offer(0));
  for (auto _ : state) {
    const auto slot = lane.pick(tokens, {});
    if (!slot)
      return state.SkipWithError("no key has room");
    lane.take(*slot, tokens);
    lane.set(*slot, offer(++used[*slot]));
  }
}
BENCHMARK_CAPTURE(choose_key, least_used, policy::Strategy::least_used)->Arg(10)->Arg(20'000);
BENCHMARK_CAPTURE(choose_key, round_robin, policy::Strategy::round_robin)->Arg(10)->Arg(20'000);

} // namespace
} // namespace geminid::bench
