#include "server/translate/answer_end.hpp"

#include "server/translate/finish_reason.hpp"

#include <algorithm>

namespace geminid::translate {
namespace {

bool is_futile(const ChoiceEnd& choice) {
  return !choice.sent && (is_slip(choice.reason) || (choice.empty && choice.reason == "STOP"));
}

} // namespace

AnswerEnd answer_end(std::span<const ChoiceEnd> choices) {
  AnswerEnd end;
  for (const auto& choice : choices)
    if (is_slip(choice.reason))
      end.slip = words_of(choice.reason, choice.message);
  if (std::all_of(choices.begin(), choices.end(), is_futile)) {
    end.kind = AnswerEnd::Kind::futile;
  } else if (choices.size() == 1 && choices[0].reason == "CONTINUATION" && !choices[0].token.empty()) {
    end.kind = AnswerEnd::Kind::continued; // of several choices none could be continued alone
    end.token = choices[0].token;
  }
  return end;
}

} // namespace geminid::translate
