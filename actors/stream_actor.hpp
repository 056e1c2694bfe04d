// One streamed answer between the coroutine that reads upstream and the one that writes to the client. Owns the
// transformation's state. Credit is in bytes: a push is answered only while less than `buffered_max` waits to be
// pulled, so a client that does not read stops the reader.
#pragma once

#include <caf/all.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace geminid::actors {

/// Turns upstream bytes into client bytes. What it is (SSE, which surface) the stream does not know.
class StreamTransform {
public:
  virtual ~StreamTransform() = default;
  enum class Status : std::uint8_t { more, failed };
  /// Appends to `out`. Once failed, `out` holds what came before the failure and nothing more is fed.
  virtual Status feed(std::string_view bytes, std::string& out) = 0;
  /// The upstream body ended properly; whether the answer is whole, the transform knows.
  virtual Status finish(std::string& out) = 0;
};

/// `ended`: after `bytes` nothing comes. `failed`: it ended without its proper end; the transform's owner knows why.
struct Pulled {
  std::string bytes;
  bool ended = false;
  bool failed = false;
};

/// A piece of the upstream body, or (`last`) its proper end.
struct Push {
  std::string bytes;
  bool last = false;
};
/// Answered when there is credit for more.
struct Pushed {
  enum class Verdict : std::uint8_t {
    more,
    done,      // the answer is whole, or nobody wants it any more
    failed,    // broken after something was made of it: the stream has ended
    untouched, // broken before anything was made of it: another upstream may `Restart` the stream
  };
  Verdict verdict = Verdict::more;
};
/// The upstream connection broke. If something was made of its bytes, the stream ends with that.
struct Broke {};
struct BrokeReply {
  bool untouched = true;
};
/// Another upstream answer begins; nothing has been made of the one before.
struct Restart {
  std::shared_ptr<StreamTransform> transform;
};
/// No upstream will finish the answer.
struct GiveUp {};
/// Answered when there are bytes, the stream ended, or `patience` is over (then empty).
struct Pull {
  std::chrono::milliseconds patience{0};
};
struct PullOver {
  std::uint64_t pull = 0;
};
/// The client is gone.
struct Abandon {};

using StreamActor =
    caf::typed_actor<caf::replies_to<Push>::with<Pushed>, caf::replies_to<Broke>::with<BrokeReply>,
                     caf::reacts_to<Restart>, caf::reacts_to<GiveUp>, caf::replies_to<Pull>::with<Pulled>,
                     caf::reacts_to<PullOver>, caf::reacts_to<Abandon>>;

class StreamState {
public:
  static inline const char* name = "stream";
  static constexpr std::size_t buffered_max = 64 * 1024;

  void start(StreamActor::pointer self, std::shared_ptr<StreamTransform> transform);

  caf::result<Pushed> push(const Push& push);
  void restart(std::shared_ptr<StreamTransform> transform) { transform_ = std::move(transform); }
  [[nodiscard]] BrokeReply broke();
  void give_up();
  caf::result<Pulled> pull(const Pull& pull);
  void pull_over(std::uint64_t pull);
  void abandon();

private:
  [[nodiscard]] Pulled take();
  void answer_puller();

  StreamActor::pointer self_ = nullptr;
  std::shared_ptr<StreamTransform> transform_;
  std::string buffered_;
  bool ended_ = false;
  bool failed_ = false;
  bool touched_ = false; // something was made of the upstream's bytes
  std::uint64_t pulls_ = 0;
  caf::typed_response_promise<Pulled> puller_;
  caf::typed_response_promise<Pushed> pusher_;
};

StreamActor::behavior_type stream_actor(StreamActor::stateful_pointer<StreamState> self,
                                        std::shared_ptr<StreamTransform> transform);

} // namespace geminid::actors

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::Pulled)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::Push)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::Pushed)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::Restart)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::GiveUp)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::Pull)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::PullOver)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::Abandon)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::Broke)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::BrokeReply)
