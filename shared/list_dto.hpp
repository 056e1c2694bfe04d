// Lists of the admin API: one member holds the entries, another what asks for the next page.
#pragma once

#include "shared/json_fields.hpp"

namespace geminid::dto {

template <class T>
struct ListPage {
  std::vector<T> items;
  /// Value of the next page's `before` or `cursor`; empty: this is the last one.
  std::string next;

  bool operator==(const ListPage&) const = default;
};

/// No page that the API answers is longer.
inline constexpr std::size_t list_items_max = 10'000;

/// Other members, such as a total, are the caller's. An entry that cannot be read fails the whole.
template <class T>
[[nodiscard]] Result<ListPage<T>> parse_list(const json& document, std::string_view name,
                                             Result<T> (*parse)(const json&), std::string_view next = "next_before") {
  const auto list = document.is_object() ? document.find(name) : document.end();
  if (list == document.end() || !list->is_array() || list->size() > list_items_max)
    return Error{std::string{name} + " must be a list", std::string{name}};
  ListPage<T> page;
  page.items.reserve(list->size());
  for (const auto& entry : *list) {
    auto item = parse(entry);
    if (!item)
      return item.error();
    page.items.push_back(std::move(*item));
  }
  if (const auto more = document.find(next); more != document.end() && more->is_string())
    page.next = more->template get<std::string>();
  return page;
}

} // namespace geminid::dto
