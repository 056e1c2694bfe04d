#include "webui/core/order.hpp"

#include <algorithm>
#include <numeric>

namespace geminid::webui {

std::vector<std::size_t> order_of(std::size_t count, const std::function<bool(std::size_t, std::size_t)>& is_before) {
  std::vector<std::size_t> places(count);
  std::iota(places.begin(), places.end(), std::size_t{0});
  std::sort(places.begin(), places.end(),
            [&](std::size_t a, std::size_t b) { return is_before(a, b) || (a < b && !is_before(b, a)); });
  return places;
}

} // namespace geminid::webui
