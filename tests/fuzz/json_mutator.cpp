// Mutates JSON as JSON, since hardly any byte that is changed at random leaves a document that is one: values move,
// vanish, multiply and change their types, within a document and between two. What a stream sends as events is mutated
// event by event. Every fourth time, and where there is no JSON, libFuzzer mutates the bytes.
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t size_max);

namespace geminid::fuzz {
namespace {

using Json = nlohmann::ordered_json;

constexpr int depth_max = 200; // values are written recursively

class Random {
public:
  explicit Random(unsigned seed) : engine_(seed) {}
  /// In [0, end).
  std::size_t below(std::size_t end) { return end == 0 ? 0 : engine_() % end; }

private:
  std::minstd_rand engine_;
};

bool too_deep(std::string_view text) {
  int depth = 0;
  for (const char c : text) {
    depth += c == '{' || c == '[' ? 1 : 0;
    depth -= c == '}' || c == ']' ? 1 : 0;
    if (depth > depth_max)
      return true;
  }
  return false;
}

std::optional<Json> parse(std::string_view text) {
  if (too_deep(text))
    return std::nullopt;
  auto value = Json::parse(text, nullptr, false);
  return value.is_discarded() || !value.is_structured() ? std::nullopt : std::optional{std::move(value)};
}

std::string mutated_text(std::string text, Random& random) {
  constexpr std::size_t growth_max = 32;
  const auto size = text.size();
  text.resize(size + 1 + random.below(growth_max));
  text.resize(LLVMFuzzerMutate(reinterpret_cast<std::uint8_t*>(text.data()), size, text.size()));
  return text;
}

void collect(Json& value, std::vector<Json*>& all) {
  all.push_back(&value);
  if (value.is_structured())
    for (auto& child : value)
      collect(child, all);
}

Json& any_value(Json& root, Random& random) {
  std::vector<Json*> all;
  collect(root, all);
  return *all[random.below(all.size())];
}

Json any_scalar(Random& random) {
  static const std::array<Json, 20> scalars{nullptr,
                                            true,
                                            false,
                                            0,
                                            1,
                                            -1,
                                            0.5,
                                            1e300,
                                            9007199254740993,
                                            INT64_MIN,
                                            INT64_MAX,
                                            UINT64_MAX,
                                            "",
                                            " ",
                                            "a/b~c%41",
                                            "\u00e9\n\"\\",
                                            "{\"a\":1}",
                                            "data:image/png;base64,AAAA",
                                            Json::array(),
                                            Json::object()};
  return scalars[random.below(scalars.size())];
}

void erase_any(Json& holder, Random& random) {
  if (holder.empty())
    return;
  const auto at = static_cast<Json::difference_type>(random.below(holder.size()));
  holder.erase(std::next(holder.begin(), at));
}

void add_to(Json& holder, Json value, std::string name, Random& random) {
  if (holder.is_object())
    holder[std::move(name)] = std::move(value);
  else if (holder.is_array())
    holder.insert(std::next(holder.begin(), static_cast<Json::difference_type>(random.below(holder.size() + 1))),
                  std::move(value));
  else
    holder = std::move(value);
}

std::string any_name(Json& root, Random& random) {
  auto& holder = any_value(root, random);
  if (!holder.is_object() || holder.empty())
    return "name";
  return std::next(holder.begin(), static_cast<Json::difference_type>(random.below(holder.size()))).key();
}

void change(Json& value, Random& random) {
  if (value.is_string())
    value = mutated_text(value.get<std::string>(), random);
  else if (value.is_number_integer())
    value = static_cast<std::int64_t>(value.get<std::uint64_t>() + random.below(5) - 2);
  else if (value.is_array())
    std::reverse(value.begin(), value.end());
  else
    value = any_scalar(random);
}

void rename_any(Json& value, Random& random) {
  if (!value.is_object() || value.empty())
    return;
  const auto member = std::next(value.begin(), static_cast<Json::difference_type>(random.below(value.size())));
  auto name = mutated_text(member.key(), random);
  auto moved = std::move(member.value());
  value.erase(member);
  value[std::move(name)] = std::move(moved);
}

/// `donor` may be the document itself.
void mutate(Json& root, Json donor, Random& random) {
  auto& value = any_value(root, random);
  const auto graft = [&] { return std::exchange(any_value(donor, random), nullptr); };
  switch (random.below(9)) {
  case 0:
    value = any_scalar(random);
    return;
  case 1:
    value = graft();
    return;
  case 2:
    return erase_any(value, random);
  case 3:
    return add_to(value, graft(), any_name(donor, random), random);
  case 4:
    value = random.below(2) == 0 ? Json::array({value, value}) : Json{{any_name(donor, random), value}};
    return;
  case 5:
    if (value.is_structured() && !value.empty())
      value = Json(*std::next(value.begin(), static_cast<Json::difference_type>(random.below(value.size()))));
    return;
  case 6:
    return rename_any(value, random);
  default:
    return change(value, random);
  }
}

struct Span {
  std::size_t begin = 0;
  std::size_t size = 0;
};

/// Where in `text` some JSON stands: all of it, or what follows a "data: ".
Span any_document(std::string_view text, Random& random) {
  constexpr std::string_view prefix = "data: ";
  std::vector<Span> lines;
  for (auto at = text.find(prefix); at != std::string_view::npos; at = text.find(prefix, at + 1)) {
    const auto begin = at + prefix.size();
    lines.push_back({begin, text.substr(begin).find('\n') == std::string_view::npos ? text.size() - begin
                                                                                    : text.substr(begin).find('\n')});
  }
  return text.starts_with('{') || lines.empty() ? Span{0, text.size()} : lines[random.below(lines.size())];
}

/// `text` with some of its JSON mutated; nothing where there is none.
std::optional<std::string> mutated(std::string_view text, std::string_view other, Random& random) {
  const auto place = any_document(text, random);
  auto root = parse(text.substr(place.begin, place.size));
  if (!root)
    return std::nullopt;
  const auto other_place = any_document(other, random);
  const auto donor = parse(other.substr(other_place.begin, other_place.size));
  for (auto times = 1 + random.below(3); times > 0; --times)
    mutate(*root, donor.value_or(*root), random);
  std::string out{text.substr(0, place.begin)};
  out += root->dump(-1, ' ', false, Json::error_handler_t::replace);
  return out.append(text.substr(place.begin + place.size));
}

std::string_view text_of(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

std::optional<std::size_t> mutate_into(std::uint8_t* out, std::size_t size_max, std::string_view text,
                                       std::string_view other, Random& random) {
  const auto result = mutated(text, other, random);
  if (!result || result->empty() || result->size() > size_max)
    return std::nullopt;
  std::memcpy(out, result->data(), result->size());
  return result->size();
}

} // namespace
} // namespace geminid::fuzz

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t size_max,
                                               unsigned seed) {
  using namespace geminid::fuzz;
  Random random{seed};
  const auto text = text_of(data, size);
  if (random.below(4) != 0)
    if (const auto mutated = mutate_into(data, size_max, text, text, random))
      return *mutated;
  return LLVMFuzzerMutate(data, size, size_max);
}

extern "C" std::size_t LLVMFuzzerCustomCrossOver(const std::uint8_t* data, std::size_t size, const std::uint8_t* other,
                                                 std::size_t other_size, std::uint8_t* out, std::size_t out_size_max,
                                                 unsigned seed) {
  using namespace geminid::fuzz;
  Random random{seed};
  return mutate_into(out, out_size_max, text_of(data, size), text_of(other, other_size), random).value_or(0);
}
