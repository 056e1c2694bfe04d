#include "webui/view/request_view.hpp"

namespace geminid::webui {
namespace {

constexpr Phrase example_instruction{"You are a helpful assistant.", "你是一个乐于助人的助手。"};
constexpr Phrase example_message{"What is the capital of France?", "法国的首都是哪里？"};

} // namespace

RequestPreview preview_of(const dto::PromptInjectionSettings& injection, const Locale& locale) {
  RequestPreview preview{{{example_instruction.in(locale)}}, {{example_message.in(locale)}}};
  if (!injection.enabled || injection.content.empty())
    return preview;
  const PreviewPart added{injection.content, true};
  switch (injection.position) {
  case dto::InjectionPosition::system:
    preview.instruction.insert(preview.instruction.begin(), added);
    break;
  case dto::InjectionPosition::user_prefix:
    preview.user.insert(preview.user.begin(), added);
    break;
  case dto::InjectionPosition::user_suffix:
    preview.user.push_back(added);
    break;
  }
  return preview;
}

} // namespace geminid::webui
