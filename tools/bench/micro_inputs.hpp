// What the micro-benchmarks are fed with: requests and answers as they are in daily use, of a given size.
#pragma once

#include <cstddef>
#include <string>

namespace geminid::bench {

/// An OpenAI chat request of about that many bytes: a conversation of messages of some 800 bytes, in which line breaks
/// and quotes occur as in real ones.
[[nodiscard]] std::string chat_request_of(std::size_t bytes);
/// A whole GenerateContentResponse.
[[nodiscard]] std::string gemini_answer_of(std::size_t bytes);
/// One event's data, with a few words of text.
[[nodiscard]] std::string gemini_event();
/// The body of a stream of such events.
[[nodiscard]] std::string gemini_stream_of(std::size_t events);

} // namespace geminid::bench
