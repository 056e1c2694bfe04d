// Waits for a number of answers and calls back once with whether all were good.
#pragma once

#include <cstddef>
#include <functional>
#include <utility>

namespace geminid::actors {

class Gather {
public:
  Gather(std::size_t expected, std::function<void(bool)> done) : left_(expected), done_(std::move(done)) {
    if (left_ == 0)
      done_(true);
  }

  void arrived(bool ok) {
    all_good_ = all_good_ && ok;
    if (--left_ == 0)
      done_(all_good_);
  }

private:
  std::size_t left_;
  bool all_good_ = true;
  std::function<void(bool)> done_;
};

} // namespace geminid::actors
