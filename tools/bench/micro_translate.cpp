// Translation of requests, answers and events, and the parsing of streams.
#include "server/translate/chat.hpp"
#include "server/upstream/sse_decoder.hpp"
#include "tools/bench/micro_inputs.hpp"

#include <benchmark/benchmark.h>

#include <string>
#include <string_view>

namespace geminid::bench {
namespace {

constexpr std::int64_t small = 1024;
constexpr std::int64_t large = 100L * 1024;
constexpr std::size_t stream_events = 32;

translate::ReplyIdentity identity() {
  return {"chatcmpl-bench", "the-model", 1'795'000'000};
}

void count_bytes(benchmark::State& state, std::size_t bytes) {
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(bytes));
}

void translate_request(benchmark::State& state) {
  const auto body = chat_request_of(static_cast<std::size_t>(state.range(0)));
  translate::JsonParser parser;
  const translate::ChatDefaults defaults;
  for (auto _ : state) {
    const auto request = translate::chat_request(body, defaults, parser);
    if (!request)
      return state.SkipWithError(request.error().message.c_str());
    benchmark::DoNotOptimize(request->body.data());
  }
  count_bytes(state, body.size());
}
BENCHMARK(translate_request)->Arg(small)->Arg(large);

void translate_answer(benchmark::State& state) {
  const auto body = gemini_answer_of(static_cast<std::size_t>(state.range(0)));
  translate::JsonParser parser;
  for (auto _ : state) {
    translate::ChatAnswer chat{identity()};
    if (!chat.take(body, parser))
      return state.SkipWithError("no answer");
    const auto answer = chat.body();
    benchmark::DoNotOptimize(answer.data());
  }
  count_bytes(state, body.size());
}
BENCHMARK(translate_answer)->Arg(small)->Arg(large);

void translate_event(benchmark::State& state) {
  const auto event = gemini_event();
  translate::JsonParser parser;
  translate::ChatStream stream{identity(), true};
  std::string out;
  for (auto _ : state) {
    out.clear();
    if (!stream.event(event, parser, out))
      return state.SkipWithError("no event");
    benchmark::DoNotOptimize(out.data());
  }
  count_bytes(state, event.size());
}
BENCHMARK(translate_event);

/// A stream as it comes from a busy socket, and in pieces that cut every event.
void parse_stream(benchmark::State& state) {
  const auto body = gemini_stream_of(stream_events);
  const auto piece = static_cast<std::size_t>(state.range(0));
  for (auto _ : state) {
    upstream::SseDecoder decoder;
    std::size_t events = 0;
    const upstream::EventSink sink = [&events](std::string_view) {
      ++events;
      return true;
    };
    for (std::size_t at = 0; at < body.size(); at += piece)
      decoder.feed(std::string_view{body}.substr(at, piece), sink);
    if (events != stream_events)
      return state.SkipWithError("events are missing");
  }
  count_bytes(state, body.size());
}
BENCHMARK(parse_stream)->Arg(64L * 1024)->Arg(100);

} // namespace
} // namespace geminid::bench
