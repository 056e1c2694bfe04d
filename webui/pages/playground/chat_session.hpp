// The playground's conversation with the own gateway: sends, takes what comes, asks the log which key served.
#pragma once

#include "webui/api/client.hpp"
#include "webui/api/sse_reader.hpp"
#include "webui/view/chat.hpp"

#include <string>
#include <vector>

namespace geminid::webui {

/// Everything is in memory alone.
class ChatSession {
public:
  static constexpr std::size_t messages_max = 500;
  static constexpr std::size_t answer_bytes_max = 4U << 20U;

  ChatSession(Host& host, Client& client) : host_(host), client_(client) {}

  void send(std::string text, const std::string& key, const ChatOptions& options, const Locale& locale);
  /// The last question again, without its former answer.
  void again(const std::string& key, const ChatOptions& options, const Locale& locale);
  void stop();
  void clear();
  /// Asks the log again where it did not know the request yet. Call it each frame.
  void look_up();

  [[nodiscard]] bool running() const { return stream_ != 0; }
  [[nodiscard]] const std::vector<ChatMessage>& messages() const { return messages_; }
  /// Grows with all that comes.
  [[nodiscard]] unsigned revision() const { return revision_; }

private:
  void ask(const std::string& key, const ChatOptions& options, const Locale& locale);
  void take(const StreamPart& part, const Locale& locale);
  void take_record(const dto::json& document);

  static constexpr int look_ups_max = 8;
  static constexpr Duration look_up_every{500};

  Host& host_;
  Client& client_;
  std::vector<ChatMessage> messages_;
  SseReader reader_;
  std::string refusal_; // the body of an answer that is no stream
  int stream_ = 0;      // 0: none
  unsigned revision_ = 0;
  int look_ups_left_ = 0;
  Instant next_look_up_{};
};

} // namespace geminid::webui
