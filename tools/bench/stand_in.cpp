// An upstream that costs next to nothing, so that what is measured is whoever stands before it: Gemini's answers, and
// OpenAI's, written once and sent again and again. `stand_in PORT`; a request's body may hold the directives of the
// simulator that concern the form of a stream: [[chunks=32]] [[pace=5]] (milliseconds). GET /open-streams tells how
// many there are.
#include "tools/bench/stand_in_answers.hpp"
#include "tools/bench/stand_in_request.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstring>
#include <iostream>
#include <memory>
#include <queue>
#include <string>
#include <string_view>
#include <unistd.h>
#include <unordered_map>
#include <vector>

namespace geminid::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int backlog = 4096;
constexpr std::size_t events_max = 256;
constexpr std::size_t read_bytes = 256UL * 1024;
constexpr std::int64_t chunks_unless_told = 32;
constexpr std::size_t request_bytes_max = 64UL * 1024 * 1024;

struct Connection {
  std::string received;
  const Answer* streamed = nullptr; // what is being sent piece by piece
  std::size_t piece = 0;
  std::size_t pieces = 0;
  std::chrono::milliseconds pace{0};
};

/// A piece of a stream that is sent at its time. Connections have numbers of their own: descriptors come back.
struct Due {
  Clock::time_point at;
  std::uint64_t connection;
  int socket;
  bool operator>(const Due& other) const { return at > other.at; }
};

class StandIn {
public:
  explicit StandIn(std::uint16_t port);
  [[noreturn]] void run();

private:
  struct Open {
    std::uint64_t number;
    Connection connection;
  };

  void accept_all();
  void watch(int socket, std::uint32_t what);
  void readable(int socket);
  bool take_requests(int socket, Open& open);
  bool answer(int socket, Open& open, const Request& request);
  bool send_piece(int socket, Open& open);
  void send_due();
  [[nodiscard]] int milliseconds_to_next() const;
  void close(int socket);

  int listener_;
  int epoll_;
  std::uint64_t next_number_ = 0;
  std::int64_t streams_ = 0;
  std::unordered_map<int, Open> open_;
  std::priority_queue<Due, std::vector<Due>, std::greater<>> due_;
  std::unique_ptr<std::array<char, read_bytes>> buffer_ = std::make_unique<std::array<char, read_bytes>>();
};

[[noreturn]] void give_up(const char* what) {
  std::cerr << "stand_in: " << what << ": " << std::strerror(errno) << std::endl;
  std::exit(1);
}

/// Answers are small and their readers quick: one that leaves so much unread that the kernel's buffer is full is
/// broken.
bool send_all(int socket, std::string_view bytes) {
  return ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(bytes.size());
}

StandIn::StandIn(std::uint16_t port)
    : listener_(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)),
      epoll_(::epoll_create1(EPOLL_CLOEXEC)) {
  const int on = 1;
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  ::setsockopt(listener_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (::bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
      ::listen(listener_, backlog) != 0)
    give_up("can't listen");
  watch(listener_, EPOLLIN);
}

void StandIn::watch(int socket, std::uint32_t what) {
  epoll_event event{};
  event.events = what;
  event.data.fd = socket;
  if (::epoll_ctl(epoll_, EPOLL_CTL_ADD, socket, &event) != 0)
    give_up("can't watch a connection");
}

void StandIn::accept_all() {
  for (;;) {
    const int socket = ::accept4(listener_, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (socket < 0)
      return;
    const int on = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    open_[socket].number = ++next_number_;
    watch(socket, EPOLLIN);
  }
}

void StandIn::readable(int socket) {
  const auto found = open_.find(socket);
  if (found == open_.end())
    return;
  auto& open = found->second;
  const auto size = ::recv(socket, buffer_->data(), buffer_->size(), 0);
  if (size < 0 && (errno == EAGAIN || errno == EINTR))
    return;
  if (size <= 0)
    return close(socket);
  open.connection.received.append(buffer_->data(), static_cast<std::size_t>(size));
  if (!take_requests(socket, open))
    close(socket);
}

bool StandIn::take_requests(int socket, Open& open) {
  auto& received = open.connection.received;
  while (open.connection.streamed == nullptr && !received.empty()) {
    const auto request = read_request(received);
    if (!request)
      return received.size() < request_bytes_max;
    if (!answer(socket, open, *request))
      return false;
    received.erase(0, request->size);
  }
  return true;
}

bool StandIn::answer(int socket, Open& open, const Request& request) {
  if (request.target == "/open-streams")
    return send_all(socket, whole_answer(std::to_string(streams_)));
  const auto& answer = answer_to(request.method, request.target, request.body);
  if (answer.pieces.empty())
    return send_all(socket, answer.head);
  auto& connection = open.connection;
  ++streams_;
  connection.streamed = &answer;
  connection.piece = 0;
  connection.pieces = static_cast<std::size_t>(directive(request.body, "chunks").value_or(chunks_unless_told));
  connection.pace = std::chrono::milliseconds{directive(request.body, "pace").value_or(0)};
  if (!send_all(socket, answer.head))
    return false;
  return send_piece(socket, open);
}

/// One piece, and when it is paced the next one's time; without a pace all of them, each by itself.
bool StandIn::send_piece(int socket, Open& open) {
  auto& connection = open.connection;
  const auto& pieces = *connection.streamed;
  while (connection.piece < connection.pieces) {
    const bool last = ++connection.piece == connection.pieces;
    if (!send_all(socket, last ? pieces.last : pieces.pieces[connection.piece % pieces.pieces.size()]))
      return false;
    if (!last && connection.pace.count() > 0) {
      due_.push({Clock::now() + connection.pace, open.number, socket});
      return true;
    }
  }
  connection.streamed = nullptr;
  --streams_;
  return true;
}

void StandIn::send_due() {
  const auto now = Clock::now();
  while (!due_.empty() && due_.top().at <= now) {
    const auto due = due_.top();
    due_.pop();
    const auto found = open_.find(due.socket);
    if (found == open_.end() || found->second.number != due.connection)
      continue;
    if (!send_piece(due.socket, found->second) || !take_requests(due.socket, found->second))
      close(due.socket);
  }
}

int StandIn::milliseconds_to_next() const {
  if (due_.empty())
    return -1;
  const auto wait = std::chrono::ceil<std::chrono::milliseconds>(due_.top().at - Clock::now());
  return static_cast<int>(std::max<std::int64_t>(wait.count(), 0));
}

void StandIn::close(int socket) {
  if (const auto found = open_.find(socket); found != open_.end()) {
    streams_ -= found->second.connection.streamed != nullptr ? 1 : 0;
    open_.erase(found);
  }
  ::close(socket);
}

void StandIn::run() {
  std::array<epoll_event, events_max> events{};
  for (;;) {
    const int count = ::epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), milliseconds_to_next());
    for (int i = 0; i < count; ++i) {
      const int socket = events[static_cast<std::size_t>(i)].data.fd;
      if (socket == listener_)
        accept_all();
      else
        readable(socket);
    }
    send_due();
  }
}

/// Each stream that is held open is an open file.
void raise_file_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0)
    return;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

} // namespace
} // namespace geminid::bench

int main(int argc, char** argv) {
  std::uint16_t port = 0;
  const std::string_view text = argc == 2 ? argv[1] : "";
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc{} || end != text.data() + text.size() || port == 0) {
    std::cerr << "usage: stand_in PORT" << std::endl;
    return 2;
  }
  geminid::bench::raise_file_limit();
  geminid::bench::StandIn{port}.run();
}
