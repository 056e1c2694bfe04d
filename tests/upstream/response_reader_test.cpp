#include "server/upstream/response_reader.hpp"

#include <boost/asio/buffer.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>

namespace geminid::upstream::response_reader_test {
namespace {

using Step = ResponseReader::Step;
using testing::ElementsAre;
using testing::Pair;

/// What a reader tells about bytes that arrive in pieces.
struct Told {
  std::optional<ResponseHead> head;
  std::string body;
  Step last = Step::need_input;
  bool complete = false;
  bool ends_at_eof = false;
  bool keep_alive = false;
};

Told read(const std::vector<std::string_view>& pieces, bool answers_head = false) {
  ResponseReader reader(answers_head);
  boost::beast::flat_buffer input(2 * buffered_bytes_max);
  Told told;
  for (const auto piece : pieces) {
    input.commit(boost::asio::buffer_copy(input.prepare(piece.size()), boost::asio::buffer(piece)));
    do {
      told.last = reader.next(input);
      if (told.last == Step::head)
        told.head = reader.take_head();
      if (told.last == Step::piece)
        told.body += reader.piece();
    } while (told.last == Step::head || told.last == Step::piece);
    if (told.last != Step::need_input)
      break;
  }
  told.complete = reader.complete();
  told.ends_at_eof = reader.ends_at_eof();
  told.keep_alive = told.complete && reader.keep_alive();
  return told;
}

TEST(ResponseReader, TellsTheHeadWithNamesInLowerCase) {
  const auto told = read({"HTTP/1.1 429 Too Many\r\nContent-TYPE: application/json; charset=UTF-8\r\nX-A:  b \r\n"
                          "X-A: c\r\nContent-Length: 2\r\n\r\n{}"});
  ASSERT_TRUE(told.head);
  EXPECT_EQ(told.head->status, 429);
  EXPECT_EQ(told.head->content_type, "application/json; charset=UTF-8");
  EXPECT_THAT(told.head->headers, ElementsAre(Pair("content-type", "application/json; charset=UTF-8"), Pair("x-a", "b"),
                                              Pair("x-a", "c"), Pair("content-length", "2")));
}

struct Whole {
  std::string bytes;
  int status;
  std::string body;
  bool keep_alive;
  bool answers_head = false;
};

const std::vector<Whole>& whole_responses() {
  static const std::vector<Whole> table = {
      {"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", 200, "hello", true},
      {"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 200, "", true},
      {"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 5\r\n\r\nhello", 200, "hello", false},
      {"HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nhello", 200, "hello", false},
      {"HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 5\r\n\r\nhello", 200, "hello", true},
      {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n1;x=\"y\"\r\n,\r\n0C\r\n brave "
       "world\r\n0\r\n\r\n",
       200, "hello, brave world", true},
      {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\nX-Trailer: y\r\nContent-Type: z\r\n\r\n",
       200, "x", true},
      {"HTTP/1.1 204 No Content\r\n\r\n", 204, "", true},
      {"HTTP/1.1 304 Not Modified\r\nContent-Length: 7\r\n\r\n", 304, "", true},
      {"HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n", 200, "", true, true},
      {"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: "
       "2\r\n\r\nok",
       200, "ok", true},
  };
  return table;
}

TEST(ResponseReader, ReadsAResponseWhereverItIsCut) {
  for (const auto& whole : whole_responses()) {
    SCOPED_TRACE(testing::PrintToString(whole.bytes));
    const std::string_view bytes = whole.bytes;
    const auto expect = [&](const std::vector<std::string_view>& pieces) {
      const auto told = read(pieces, whole.answers_head);
      ASSERT_TRUE(told.head);
      EXPECT_EQ(told.head->status, whole.status);
      EXPECT_EQ(told.body, whole.body);
      EXPECT_EQ(told.last, Step::end);
      EXPECT_EQ(told.keep_alive, whole.keep_alive);
    };
    for (std::size_t cut = 0; cut <= bytes.size(); ++cut)
      expect({bytes.substr(0, cut), bytes.substr(cut)});
    std::vector<std::string_view> single_bytes;
    for (std::size_t i = 0; i < bytes.size(); ++i)
      single_bytes.push_back(bytes.substr(i, 1));
    expect(single_bytes);
  }
}

TEST(ResponseReader, EndsAtTheConnectionsEndOnlyWhereNothingElseTellsTheEnd) {
  const std::pair<std::string, bool> table[] = {
      {"HTTP/1.1 200 OK\r\n\r\nsome bytes", true},
      {"HTTP/1.1 200 OK\r\n\r\n", true},
      {"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell", false},
      {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", false},
      {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n", false},
      {"HTTP/1.1 200 OK\r\n", false},
      {"HTTP/1.1 100 Continue\r\n\r\n", false},
      {"", false},
  };
  for (const auto& [bytes, ends] : table) {
    const auto told = read({bytes});
    EXPECT_EQ(told.ends_at_eof, ends) << testing::PrintToString(bytes);
    EXPECT_FALSE(told.complete);
  }
}

TEST(ResponseReader, RefusesWhatIsNotHttp) {
  const std::string table[] = {
      "SSH-2.0-OpenSSH_9.2\r\n",
      "\x15\x03\x01",
      "H2",
      "{\"error\":1}",
      "HTTP/2 200 OK\r\n\r\n",
      "HTTP/1.1 OK\r\n\r\n",
      "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
      "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
      "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
      "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nxy\r\n0\r\n\r\n",
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n",
  };
  for (const auto& bytes : table)
    EXPECT_EQ(read({bytes}).last, Step::malformed) << testing::PrintToString(bytes);
}

TEST(ResponseReader, LimitsTheHeadHoweverItArrives) {
  const std::string field = "X-Field: " + std::string(989, 'x') + "\r\n"; // 1,000 bytes
  std::string head = "HTTP/1.1 200 OK\r\n";
  for (int i = 0; i < 64; ++i)
    head += field;
  EXPECT_EQ(read({head, "Content-Length: 0\r\n\r\n"}).last, Step::end);

  std::vector<std::string_view> in_pieces{"HTTP/1.1 200 OK\r\n"};
  in_pieces.insert(in_pieces.end(), 66, field);
  EXPECT_EQ(read(in_pieces).last, Step::too_large);

  const std::string one_field = "HTTP/1.1 200 OK\r\nX: " + std::string(buffered_bytes_max - 19, 'x');
  EXPECT_EQ(read({one_field}).last, Step::too_large);
}

TEST(ResponseReader, LimitsChunkExtensionsAndTrailers) {
  const std::string head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
  for (const std::string start : {"1;x=", "0\r\nX-Trailer: "}) {
    const auto endless = start + std::string(buffered_bytes_max - start.size(), 'x');
    EXPECT_EQ(read({head, endless}).last, Step::too_large);
  }
}

TEST(ResponseReader, PointsAtBodyBytesInsteadOfCopyingThem) {
  ResponseReader reader(false);
  boost::beast::flat_buffer input(2 * buffered_bytes_max);
  const std::string bytes = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
  auto* const place = static_cast<char*>(input.prepare(bytes.size()).data());
  std::memcpy(place, bytes.data(), bytes.size());
  input.commit(bytes.size());
  ASSERT_EQ(reader.next(input), Step::head);
  ASSERT_EQ(reader.next(input), Step::piece);
  EXPECT_EQ(reader.piece().data(), place + bytes.size() - 5);
  EXPECT_EQ(reader.piece(), "hello");
}

} // namespace
} // namespace geminid::upstream::response_reader_test
