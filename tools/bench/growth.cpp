// How the time for a byte changes while an input grows: what a peer may send without end must cost in proportion to its
// length, since one io thread serves all. tools/bench/growth.sh runs it and compares.
#include "server/translate/chat.hpp"
#include "server/upstream/sse_decoder.hpp"
#include "shared/redact.hpp"
#include "tools/bench/growing_inputs.hpp"

#include <benchmark/benchmark.h>

#include <cstdlib>
#include <functional>
#include <iostream>

namespace geminid::bench {
namespace {

constexpr std::int64_t bytes_least = 64L * 1024;
constexpr std::int64_t bytes_most = 16L * 1024 * 1024; // half of what a body may have

// What cannot be translated would be measured as fast.
void require(bool taken, std::string_view what) {
  if (taken)
    return;
  std::cerr << "not taken: " << what << '\n';
  std::abort();
}

translate::ReplyIdentity identity() {
  return {"chatcmpl-bench", "the-model", 1'795'000'000};
}

void translate_request(const std::string& body) {
  static translate::JsonParser parser;
  const auto request = translate::chat_request(body, {}, parser);
  require(request.ok(), request ? "" : request.error().message);
  benchmark::DoNotOptimize(request->body.data());
}

void translate_answer(const std::string& answer) {
  static translate::JsonParser parser;
  translate::ChatAnswer chat{identity()};
  require(chat.take(answer, parser).ok(), "an answer");
  const auto body = chat.body();
  benchmark::DoNotOptimize(body.data());
}

void translate_event(const std::string& answer) {
  static translate::JsonParser parser;
  translate::ChatStream stream{identity(), true};
  std::string out;
  require(stream.event(answer, parser, out).ok(), "an event");
  require(stream.end_answer().ok(), "an end");
  stream.finish(out);
  benchmark::DoNotOptimize(out.data());
}

void decode(const std::string& stream, std::size_t piece) {
  upstream::SseDecoder decoder;
  std::size_t bytes = 0;
  const auto take = [&](std::string_view event) {
    bytes += event.size();
    return true;
  };
  for (std::size_t at = 0; at < stream.size(); at += piece)
    decoder.feed(std::string_view{stream}.substr(at, piece), take);
  require(decoder.finish(take) == upstream::DecoderStatus::ok, "a stream");
  benchmark::DoNotOptimize(bytes);
}

void redact(const std::string& text) {
  const auto redacted = redact_secrets(text);
  benchmark::DoNotOptimize(redacted.data());
}

void add(const std::string& work, const std::vector<GrowingInput>& inputs,
         const std::function<void(const std::string&)>& measured) {
  for (const auto& input : inputs) {
    const auto run = [make = input.make, measured](benchmark::State& state) {
      const auto text = make(static_cast<std::size_t>(state.range(0)));
      for (auto _ : state)
        measured(text);
      state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
    };
    benchmark::RegisterBenchmark((work + ": " + input.name).c_str(), run)
        ->RangeMultiplier(16)
        ->Range(bytes_least, bytes_most)
        ->Unit(benchmark::kMicrosecond)
        ->MinTime(0.05);
  }
}

} // namespace
} // namespace geminid::bench

int main(int argc, char** argv) {
  using namespace geminid::bench;
  add("request", growing_requests(), translate_request);
  add("answer", growing_answers(), translate_answer);
  add("stream", growing_answers(), translate_event);
  add("decoder, 16 KiB at a time", growing_streams(), [](const std::string& text) { decode(text, 16UL * 1024); });
  add("decoder, 7 bytes at a time", growing_streams(), [](const std::string& text) { decode(text, 7); });
  add("redaction", growing_texts(), redact);
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv))
    return 1;
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  return 0;
}
