#include "tools/bench/stand_in_answers.hpp"

#include <array>
#include <charconv>
#include <cstdint>

namespace geminid::bench {
namespace {

// The size of what Google says with a word of text: the rest of a chunk is the same in all of them.
constexpr std::string_view words = "word of an answer that was made once, and is sent by the stand-in many times over.";

constexpr std::string_view gemini_usage =
    R"("usageMetadata": {"promptTokenCount": 250,"candidatesTokenCount": 120,"totalTokenCount": 370,)"
    R"("promptTokensDetails": [{"modality": "TEXT","tokenCount": 250}]},)"
    R"("modelVersion": "gemini-2.5-flash","responseId": "c3RhbmQtaW4tYW5zd2Vy"})";

std::string gemini_answer(std::string_view finish) {
  std::string out = R"({"candidates": [{"content": {"parts": [{"text": ")";
  out.append(words).append(R"("}],"role": "model"},)");
  if (!finish.empty())
    out.append(R"("finishReason": ")").append(finish).append(R"(",)");
  return out.append(R"("index": 0}],)").append(gemini_usage);
}

std::string openai_chunk(std::string_view finish) {
  std::string out = R"({"id":"chatcmpl-stand-in","object":"chat.completion.chunk","created":1795000000,)"
                    R"("model":"gemini-2.5-flash","choices":[{"index":0,"delta":)";
  if (finish.empty())
    out.append(R"({"role":"assistant","content":")").append(words).append(R"("},"finish_reason":null}]})");
  else
    out.append(R"({},"finish_reason":")").append(finish).append(R"("}],"usage":)");
  if (!finish.empty())
    out.append(R"({"prompt_tokens":250,"completion_tokens":120,"total_tokens":370}})");
  return out;
}

std::string openai_answer() {
  std::string out = R"({"id":"chatcmpl-stand-in","object":"chat.completion","created":1795000000,)"
                    R"("model":"gemini-2.5-flash","choices":[{"index":0,"message":{"role":"assistant","content":")";
  out.append(words).append(R"("},"logprobs":null,"finish_reason":"stop"}],)");
  return out.append(R"("usage":{"prompt_tokens":250,"completion_tokens":120,"total_tokens":370}})");
}

Answer whole(std::string_view body) {
  return {whole_answer(body), {}, {}};
}

std::string chunk(std::string_view data) {
  std::array<char, 2 * sizeof(std::size_t)> size{};
  const auto end = std::to_chars(size.data(), size.data() + size.size(), data.size(), 16).ptr;
  return std::string{size.data(), end} + "\r\n" + std::string{data} + "\r\n";
}

std::string event(std::string_view json, std::string_view delimiter) {
  return "data: " + std::string{json} + std::string{delimiter};
}

Answer streamed(std::string_view piece, std::string_view last) {
  return {"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nVary: Origin\r\nServer: stand-in\r\n"
          "Transfer-Encoding: chunked\r\n\r\n",
          {chunk(piece)},
          chunk(last) + "0\r\n\r\n"};
}

} // namespace

std::string whole_answer(std::string_view body) {
  return "HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=UTF-8\r\nVary: Origin\r\nServer: stand-in\r\n"
         "Content-Length: " +
         std::to_string(body.size()) + "\r\n\r\n" + std::string{body};
}

const Answer& answer_to(std::string_view method, std::string_view target, std::string_view body) {
  constexpr std::string_view google = "\r\n\r\n";
  constexpr std::string_view openai = "\n\n";
  static const auto nothing = whole("{}");
  static const auto gemini_whole = whole(gemini_answer("STOP"));
  static const auto gemini_stream = streamed(event(gemini_answer(""), google), event(gemini_answer("STOP"), google));
  static const auto openai_whole = whole(openai_answer());
  static const auto openai_stream =
      streamed(event(openai_chunk(""), openai), event(openai_chunk("stop"), openai) + event("[DONE]", openai));
  if (method != "POST")
    return nothing;
  if (target.find(":streamGenerateContent") != std::string_view::npos)
    return gemini_stream;
  if (target.find(":generateContent") != std::string_view::npos)
    return gemini_whole;
  return body.find(R"("stream":true)") != std::string_view::npos ? openai_stream : openai_whole;
}

} // namespace geminid::bench
