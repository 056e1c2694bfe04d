#include "tools/load_test/requests.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace geminid::load {
namespace {

constexpr std::size_t variants_max = 8;   // of sizes between the least and the greatest
constexpr std::size_t turn_bytes = 2'000; // of an earlier conversation
constexpr std::size_t prepared_bytes_max = 256UL * 1024 * 1024;
constexpr std::uint64_t number_end = 1'000'000'000'000;

/// Sebastiano Vigna's splitmix64: neighbours have nothing in common.
std::uint64_t mixed(std::uint64_t x) {
  x += 0x9e3779b97f4a7c15ULL;
  x = (x ^ (x >> 30U)) * 0xbf58476d1ce4e5b9ULL;
  x = (x ^ (x >> 27U)) * 0x94d049bb133111ebULL;
  return x ^ (x >> 31U);
}

double unit(std::uint64_t random) {
  return static_cast<double>(random >> 11U) / 9007199254740992.0; // 2^53
}

std::size_t size_of(const SizeRange& range, std::size_t variant, std::size_t variants) {
  return variants < 2 ? range.min : range.min + (range.max - range.min) * variant / (variants - 1);
}

std::size_t variants_of(const RequestKind& kind) {
  const bool one_size = kind.body_bytes.min == kind.body_bytes.max && kind.answer_bytes.min == kind.answer_bytes.max;
  return one_size ? 1 : variants_max;
}

std::string last_message(std::size_t bytes) {
  auto text = "load test " + std::string{NumberedText::hole};
  if (bytes > text.size() + 2)
    text += " " + counted_words(bytes - text.size() - 1);
  return text;
}

std::string directives(const RequestKind& kind) {
  std::string text;
  if (kind.chunks)
    text += fmt::format(" [[chunks={}]]", *kind.chunks);
  if (kind.pace_ms)
    text += fmt::format(" [[pace={}]]", *kind.pace_ms);
  return text;
}

std::string render(const RequestKind& kind, const std::vector<Turn>& turns) {
  return kind.surface->body({kind.model, kind.stream, kind.max_tokens, turns});
}

// The earlier turns have the request's number, too: a gateway that keeps a conversation with one key would else take
// all of them for one.
std::string body_of(const RequestKind& kind, std::size_t bytes, const std::string& message) {
  std::vector<Turn> turns{{true, message + directives(kind)}};
  const auto alone = render(kind, turns).size();
  const auto opening = "conversation " + std::string{NumberedText::hole} + " ";
  const std::vector<Turn> empty_pair{{true, ""}, {false, ""}, turns.front()};
  const auto overhead = render(kind, empty_pair).size() - alone;
  if (bytes < alone + overhead + 2 * opening.size() + 16)
    return render(kind, turns);
  const auto room = bytes - alone;
  const auto pairs = std::max<std::size_t>(1, room / (2 * turn_bytes));
  const auto text_bytes = (room - pairs * overhead) / (2 * pairs);
  std::vector<Turn> earlier;
  for (std::size_t i = 0; i < 2 * pairs; ++i)
    earlier.push_back({i % 2 == 0, counted_words(text_bytes)});
  // The first takes what the division left over.
  const auto others = text_bytes * (2 * pairs - 1) + pairs * overhead;
  earlier.front().text = opening + counted_words(room - others - opening.size());
  turns.insert(turns.begin(), earlier.begin(), earlier.end());
  return render(kind, turns);
}

} // namespace

std::string counted_words(std::size_t bytes) {
  std::string text;
  text.reserve(bytes + 8);
  for (std::size_t i = 0; text.size() < bytes; ++i)
    text += fmt::format("w{:05} ", i % 100'000);
  text.resize(bytes);
  if (text.ends_with(' '))
    text.back() = '.';
  return text;
}

NumberedText::NumberedText(std::string text) : text_(std::move(text)) {
  for (auto at = text_.find(hole); at != std::string::npos; at = text_.find(hole, at + hole.size()))
    holes_.push_back(at);
}

std::string NumberedText::with(std::uint64_t number) const {
  auto text = text_;
  const auto digits = fmt::format("{:0{}}", number % number_end, hole.size());
  for (const auto at : holes_)
    std::copy(digits.begin(), digits.end(), text.begin() + static_cast<std::ptrdiff_t>(at));
  return text;
}

Result<Requests> Requests::prepare(const Scenario& scenario) {
  std::size_t bytes = 0;
  for (const auto& kind : scenario.kinds)
    bytes += variants_of(kind) * kind.body_bytes.max;
  if (bytes > prepared_bytes_max)
    return Error{
        fmt::format("requests: their bodies would take more than {} MiB of memory", prepared_bytes_max / 1024 / 1024),
        "requests"};

  Requests requests;
  requests.seed_ = mixed(scenario.seed);
  double weights = 0;
  for (const auto& kind : scenario.kinds) {
    Kind prepared{weights += kind.weight, {}};
    const auto variants = variants_of(kind);
    for (std::size_t i = 0; i < variants; ++i) {
      // Sizes of request and answer go together in no order.
      const auto message = last_message(size_of(kind.answer_bytes, i * 3 % variants, variants));
      NumberedText body{body_of(kind, size_of(kind.body_bytes, i, variants), message)};
      const bool echoes = scenario.expected == Expected::echo;
      prepared.variants.push_back({std::move(body), NumberedText{echoes ? "echo: " + message : ""}});
    }
    requests.kinds_.push_back(std::move(prepared));
  }
  return requests;
}

std::size_t Requests::kind_of(std::uint64_t number) const {
  const auto point = unit(mixed(seed_ ^ number)) * kinds_.back().weights_until;
  const auto found = std::find_if(kinds_.begin(), kinds_.end(), [&](const Kind& k) { return point < k.weights_until; });
  const auto index = static_cast<std::size_t>(found - kinds_.begin());
  return std::min(index, kinds_.size() - 1); // rounding may reach the end
}

Requests::One Requests::make(std::uint64_t number, bool with_expected) const {
  One one;
  one.kind = kind_of(number);
  const auto& variants = kinds_[one.kind].variants;
  const auto& variant = variants[mixed(mixed(seed_ ^ number)) % variants.size()];
  one.body = variant.body.with(number);
  if (with_expected)
    one.expected = variant.expected.with(number);
  return one;
}

} // namespace geminid::load
