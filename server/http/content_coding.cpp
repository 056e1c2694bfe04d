#include "server/http/content_coding.hpp"

#include <boost/beast/core/string.hpp>

#include <algorithm>

namespace geminid::http {
namespace {

using boost::beast::iequals;

/// In thousandths.
constexpr int weight_max = 1000;
constexpr int unnamed = -1;

std::string_view trim(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t");
  return begin == std::string_view::npos ? std::string_view{}
                                         : text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

/// Takes what comes before the first `end` off `text`, and `end` with it.
std::string_view take_until(std::string_view& text, char end) {
  const auto place = std::min(text.find(end), text.size());
  const auto taken = text.substr(0, place);
  text.remove_prefix(std::min(place + 1, text.size()));
  return trim(taken);
}

/// "1", "0.8", "0.125": at most three decimals.
int weight_of(std::string_view text) {
  if (text.empty() || text.size() > 5 || (text[0] != '0' && text[0] != '1') || (text.size() > 1 && text[1] != '.'))
    return 0;
  int weight = text[0] == '1' ? weight_max : 0;
  int unit = weight_max / 10;
  for (const char digit : text.substr(std::min<std::size_t>(text.size(), 2))) {
    if (digit < '0' || digit > '9')
      return 0;
    weight += (digit - '0') * unit;
    unit /= 10;
  }
  return weight > weight_max ? 0 : weight;
}

int weight_in(std::string_view parameters) {
  while (!parameters.empty()) {
    const auto parameter = take_until(parameters, ';');
    if (parameter.size() >= 2 && iequals(parameter.substr(0, 2), "q="))
      return weight_of(parameter.substr(2));
  }
  return weight_max;
}

std::optional<Coding> coding_of(std::string_view name) {
  if (iequals(name, "br"))
    return Coding::br;
  if (iequals(name, "gzip") || iequals(name, "x-gzip"))
    return Coding::gzip;
  if (iequals(name, "identity"))
    return Coding::identity;
  return std::nullopt;
}

} // namespace

std::optional<Coding> choose_coding(std::string_view accept_encoding, const StoredCodings& stored) {
  std::array<int, coding_count> weights{unnamed, unnamed, unnamed};
  int others = unnamed;
  while (!accept_encoding.empty()) {
    auto parameters = take_until(accept_encoding, ',');
    const auto name = take_until(parameters, ';');
    if (const auto coding = coding_of(name))
      weights[static_cast<std::size_t>(*coding)] = weight_in(parameters);
    else if (name == "*")
      others = weight_in(parameters);
  }
  std::optional<Coding> best;
  int best_weight = 0;
  for (std::size_t i = 0; i < coding_count; ++i) {
    const auto coding = static_cast<Coding>(i);
    const int least = coding == Coding::identity ? 1 : 0;
    const int weight = weights[i] != unnamed ? weights[i] : others != unnamed ? others : least;
    if (stored[i] && weight > best_weight) {
      best = coding;
      best_weight = weight;
    }
  }
  return best;
}

std::string_view coding_name(Coding coding) {
  switch (coding) {
  case Coding::br:
    return "br";
  case Coding::gzip:
    return "gzip";
  case Coding::identity:
    break;
  }
  return {};
}

} // namespace geminid::http
