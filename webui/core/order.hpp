// Sorting what is listed. Each type and order that std::stable_sort is used with brings 4 KB into the dashboard; here
// one sort of places serves them all. Pure.
#pragma once

#include <cstddef>
#include <functional>
#include <utility>
#include <vector>

namespace geminid::webui {

/// The places 0 to `count` - 1 in their order; of equal ones the former comes first.
[[nodiscard]] std::vector<std::size_t> order_of(std::size_t count,
                                                const std::function<bool(std::size_t, std::size_t)>& is_before);

/// What is equal keeps its order.
template <class T, class IsBefore>
void sort_stably(std::vector<T>& items, IsBefore is_before) {
  std::vector<T> sorted;
  sorted.reserve(items.size());
  for (const auto place :
       order_of(items.size(), [&](std::size_t a, std::size_t b) { return is_before(items[a], items[b]); }))
    sorted.push_back(std::move(items[place]));
  items = std::move(sorted);
}

} // namespace geminid::webui
