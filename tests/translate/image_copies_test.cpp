// How often the bytes of a large image are copied on their way to Gemini. Counts allocations, so it is no part of
// builds whose sanitizer has its own.
#include "server/translate/chat.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <new>
#include <string>

namespace {

std::atomic<std::size_t> counted_from = SIZE_MAX; // bytes: allocations of so many and more are counted
std::atomic<std::size_t> counted = 0;

} // namespace

void* operator new(std::size_t bytes) {
  if (bytes >= counted_from)
    ++counted;
  if (auto* const memory = std::malloc(bytes == 0 ? 1 : bytes))
    return memory;
  throw std::bad_alloc{};
}

void operator delete(void* memory) noexcept {
  std::free(memory);
}

void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}

namespace geminid::translate::image_copies_test {
namespace {

// The parser's copy without escapes and the request for Gemini hold the image; the other two of that size are the
// parser's structure, which no byte of the image is copied to.
TEST(ImageCopies, AreTwo) {
  constexpr std::size_t image_bytes = 20 * 1024 * 1024;
  auto body = R"({"model":"gemini-3.8-flash","messages":[{"role":"user","content":[{"type":"image_url","image_url":)"
              R"({"url":"data:image/png;base64,)" +
              std::string(image_bytes, 'A') + R"("}}]}]})";
  body.reserve(body.size() + simdjson::SIMDJSON_PADDING);
  JsonParser parser;
  counted = 0;
  counted_from = image_bytes;
  const auto chat = chat_request(body, {}, parser);
  counted_from = SIZE_MAX;
  ASSERT_TRUE(chat);
  EXPECT_GT(chat->body.size(), image_bytes);
  EXPECT_LE(counted, 4U);
}

} // namespace
} // namespace geminid::translate::image_copies_test
