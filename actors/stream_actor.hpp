// One streamed answer between the coroutines that read upstream and the one that writes to the client. Each reader
// feeds a source of its own; what is made of all of them goes to the client in the order of its arrival, and the stream
// ends when they all have. Owns the transformations' state. Credit is in bytes: a push is answered only while less than
// `buffered_max` waits to be pulled, so a client that does not read stops the readers.
#pragma once

#include <caf/all.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace geminid::actors {

/// Turns the upstream bytes of one source into client bytes. What it is (SSE, which surface) the stream does not know.
class StreamTransform {
public:
  virtual ~StreamTransform() = default;
  enum class Status : std::uint8_t {
    more,
    failed,
    held, // upstream's answer is over, but another one may be had: a `Restart` brings it, `Conclude` does without
  };
  /// Appends to `out`. Once failed or held, `out` holds what came before and nothing more is fed.
  virtual Status feed(std::string_view bytes, std::string& out) = 0;
  /// The upstream body ended properly; whether the answer is whole, the transform knows.
  virtual Status finish(std::string& out) = 0;
  /// No further answer will follow: what there is gets its end.
  virtual void conclude(std::string& out) = 0;
};

using Source = std::uint32_t; // of a stream, counted from 0

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
  Source source = 0;
};
/// Answered when there is credit for more.
struct Pushed {
  enum class Verdict : std::uint8_t {
    more,
    done,      // the answer is whole, or nobody wants it any more
    failed,    // broken after something was made of it: the stream has ended
    untouched, // broken before anything was made of it: another upstream may `Restart` the source
    held,      // as StreamTransform::Status
  };
  Verdict verdict = Verdict::more;
};
/// The upstream connection broke. If something was made of its bytes, the stream ends with that.
struct Broke {
  Source source = 0;
};
struct BrokeReply {
  bool untouched = true;
};
/// Another upstream answer begins, behind one that was held or of which nothing has been made.
struct Restart {
  std::shared_ptr<StreamTransform> transform;
  Source source = 0;
};
/// The source was held, or broke while it continued, and ends with what there is.
struct Conclude {
  Source source = 0;
};
/// No upstream will finish the answer.
struct GiveUp {};
/// Answered when there are bytes, the stream ended, or `patience` is over (then empty). Each of a stream has the same
/// patience.
struct Pull {
  std::chrono::milliseconds patience{0};
};
struct LookAtPull {};
/// The client is gone.
struct Abandon {};

using StreamActor =
    caf::typed_actor<caf::replies_to<Push>::with<Pushed>, caf::replies_to<Broke>::with<BrokeReply>,
                     caf::reacts_to<Restart>, caf::reacts_to<Conclude>, caf::reacts_to<GiveUp>,
                     caf::replies_to<Pull>::with<Pulled>, caf::reacts_to<LookAtPull>, caf::reacts_to<Abandon>>;

class StreamState {
public:
  static inline const char* name = "stream";
  static constexpr std::size_t buffered_max = 64 * 1024;

  void start(StreamActor::pointer self, std::vector<std::shared_ptr<StreamTransform>> transforms);

  caf::result<Pushed> push(const Push& push);
  void restart(Restart& restart) { sources_[restart.source].transform = std::move(restart.transform); }
  void conclude(Source source);
  [[nodiscard]] BrokeReply broke(Source source);
  void give_up();
  caf::result<Pulled> pull(const Pull& pull);
  void look_at_pull();
  void abandon();

private:
  struct Feed {
    std::shared_ptr<StreamTransform> transform;
    bool touched = false; // something was made of the upstream's bytes
    bool ended = false;
    caf::typed_response_promise<Pushed> pusher = {};
  };

  void end(Feed& source);
  void release_pushers(Pushed::Verdict verdict);
  [[nodiscard]] Pulled take();
  void answer_puller();
  void watch_pull(caf::actor_clock::time_point now);

  StreamActor::pointer self_ = nullptr;
  std::vector<Feed> sources_;
  std::string buffered_;
  bool ended_ = false;
  bool failed_ = false;
  caf::actor_clock::time_point pull_over_at_{};
  bool watching_pull_ = false;
  caf::typed_response_promise<Pulled> puller_;
};

StreamActor::behavior_type stream_actor(StreamActor::stateful_pointer<StreamState> self,
                                        std::vector<std::shared_ptr<StreamTransform>> transforms);

} // namespace geminid::actors

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::Pulled)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::Push)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::Pushed)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::Restart)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::Conclude)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::GiveUp)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::Pull)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::LookAtPull)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::Abandon)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::Broke)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::BrokeReply)
