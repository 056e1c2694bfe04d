#include "tools/bench/micro_inputs.hpp"

#include <algorithm>
#include <string_view>

namespace geminid::bench {
namespace {

constexpr std::string_view sentence = R"(A sentence of common words, with \"quotes\", a comma and its end.\nThen )";
constexpr std::size_t message_bytes = 800;
constexpr std::string_view usage =
    R"("usageMetadata": {"promptTokenCount": 250,"candidatesTokenCount": 120,"totalTokenCount": 370,)"
    R"("promptTokensDetails": [{"modality": "TEXT","tokenCount": 250}]},)"
    R"("modelVersion": "gemini-2.5-flash","responseId": "bWljcm8tYmVuY2htYXJr"})";

std::string text_of(std::size_t bytes) {
  std::string out;
  while (out.size() + sentence.size() <= std::max(bytes, sentence.size()))
    out += sentence;
  return out;
}

std::string answer(const std::string& text, std::string_view finish) {
  return R"({"candidates": [{"content": {"parts": [{"text": ")" + text + R"("}],"role": "model"},)" +
         std::string{finish} + R"("index": 0}],)" + std::string{usage};
}

} // namespace

std::string chat_request_of(std::size_t bytes) {
  std::string out = R"({"model":"gemini-2.5-flash","messages":[)";
  bool user = true;
  do {
    const auto left = bytes > out.size() ? bytes - out.size() : 0;
    out += std::string{out.back() == '[' ? "" : ","} + R"({"role":")" + (user ? "user" : "assistant") +
           R"(","content":")" + text_of(std::min(left, message_bytes)) + R"("})";
    user = !user;
  } while (out.size() + sentence.size() < bytes || user); // the last one speaks as the user
  return out + "]}";
}

std::string gemini_answer_of(std::size_t bytes) {
  const auto rest = answer("", "").size();
  return answer(text_of(bytes > rest ? bytes - rest : 0), R"("finishReason": "STOP",)");
}

std::string gemini_event() {
  return answer("a few words of text that arrived ", "");
}

std::string gemini_stream_of(std::size_t events) {
  std::string out;
  for (std::size_t i = 0; i < events; ++i)
    out += "data: " + gemini_event() + "\r\n\r\n";
  return out;
}

} // namespace geminid::bench
