// Something that the server has and a page shows: kept while it is loaded anew, with the reason when that failed.
#pragma once

#include "shared/time.hpp"

#include <optional>
#include <string>
#include <utility>

namespace geminid::webui {

template <class T>
class Resource {
public:
  /// The last that was loaded.
  [[nodiscard]] const T* get() const { return value_ ? &*value_ : nullptr; }
  [[nodiscard]] T* get() { return value_ ? &*value_ : nullptr; }
  [[nodiscard]] bool loading() const { return loading_; }
  /// Why the last attempt failed; empty when it did not.
  [[nodiscard]] const std::string& error() const { return error_; }
  [[nodiscard]] std::optional<Instant> loaded_at() const { return loaded_at_; }
  /// Has to be loaded: it is stale or was never asked for.
  [[nodiscard]] bool wanted() const { return stale_ && !loading_; }
  /// Grows with each value; what was derived from one of another number is out of date.
  [[nodiscard]] unsigned revision() const { return revision_; }

  void make_stale() { stale_ = true; }
  /// The ticket goes to `finish` or `fail`; an older one changes nothing, so that answers may overtake one another.
  [[nodiscard]] unsigned begin() {
    loading_ = true;
    stale_ = false;
    return ++ticket_;
  }
  bool finish(unsigned ticket, T value, Instant now) {
    if (ticket != ticket_)
      return false;
    loading_ = false;
    error_.clear();
    value_ = std::move(value);
    loaded_at_ = now;
    ++revision_;
    return true;
  }
  bool fail(unsigned ticket, std::string error) {
    if (ticket != ticket_)
      return false;
    loading_ = false;
    error_ = std::move(error);
    return true;
  }
  /// Changed here before the server says so.
  void touch() { ++revision_; }

private:
  std::optional<T> value_;
  std::string error_;
  std::optional<Instant> loaded_at_;
  unsigned ticket_ = 0;
  unsigned revision_ = 0;
  bool loading_ = false;
  bool stale_ = true;
};

} // namespace geminid::webui
