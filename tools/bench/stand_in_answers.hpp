// The stand-in's answers, as bytes of HTTP that are made once.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace geminid::bench {

/// Whole: `head` is all of it. A stream: the head, then one of `pieces` a chunk, at the end `last` with the body's end.
struct Answer {
  std::string head;
  std::vector<std::string> pieces;
  std::string last;
};

[[nodiscard]] std::string whole_answer(std::string_view body);

/// Lives as long as the process.
[[nodiscard]] const Answer& answer_to(std::string_view method, std::string_view target, std::string_view body);

} // namespace geminid::bench
