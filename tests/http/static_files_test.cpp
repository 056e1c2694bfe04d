#include "server/http/static_files.hpp"
#include "tests/http/http_fixture.hpp"
#include "tests/support/temp_directory.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <tuple>

namespace geminid::http::static_files_test {
namespace {

namespace fs = std::filesystem;

constexpr auto script = "app.0123456789.js";

class StaticFilesTest : public HttpTest {
protected:
  StaticFilesTest() {
    write("index.html", "<p>page</p>");
    write(script, "script");
    write("app.0123456789.js.br", "brotli");
    write("app.0123456789.js.gz", "gzipped");
  }

  void write(const std::string& name, const std::string& content) {
    std::ofstream{folder.path() / name, std::ios::binary} << content;
  }

  [[nodiscard]] Result<StaticFiles> load(const StaticLimits& limits = {}) const {
    return StaticFiles::load(folder.path(), limits);
  }

  void serve() {
    auto loaded = load();
    ASSERT_TRUE(loaded) << loaded.error().message;
    files.emplace(std::move(*loaded));
    router.add("GET", "/files/{name...}",
               [this](Exchange& exchange) { return files->serve(exchange, exchange.path_parameter("name")); });
  }

  RawAnswer get(const std::string& name, const std::string& headers = {}, const std::string& method = "GET") {
    RawAnswer answer;
    with_client([&](RawClient& client) -> net::Task<void> {
      co_await client.send(request_text(method, "/files/" + name, headers));
      answer = co_await client.read_answer(method != "HEAD");
    });
    EXPECT_TRUE(answer.complete) << name;
    return answer;
  }

  test::TempDirectory folder;
  std::optional<StaticFiles> files;
};

TEST_F(StaticFilesTest, HaveTheTypeOfTheirExtension) {
  const std::vector<std::pair<std::string, std::string>> types{{"a.html", "text/html; charset=utf-8"},
                                                               {"a.js", "text/javascript; charset=utf-8"},
                                                               {"a.wasm", "application/wasm"},
                                                               {"a.css", "text/css; charset=utf-8"},
                                                               {"a.ttf", "font/ttf"},
                                                               {"a.otf", "font/otf"},
                                                               {"a.svg", "image/svg+xml"},
                                                               {"a.png", "image/png"}};
  for (const auto& [name, type] : types)
    write(name, "content of " + name);
  serve();
  for (const auto& [name, type] : types) {
    const auto answer = get(name);
    EXPECT_EQ(answer.status, 200) << name;
    EXPECT_EQ(answer.header("content-type"), type) << name;
    EXPECT_EQ(answer.body, "content of " + name);
  }
}

TEST_F(StaticFilesTest, AreKeptForeverByTheirHashedNameAndAskedForAnewByAnyOther) {
  for (const auto* name :
       {"app.012345678.js", "app.01234567890.js", "app.012345678g.js", "0123456789.js", "app-0123456789.js"})
    write(name, name);
  serve();
  EXPECT_EQ(get(script).header("cache-control"), "public, max-age=31536000, immutable");
  for (const auto* name : {"index.html", "app.012345678.js", "app.01234567890.js", "app.012345678g.js", "0123456789.js",
                           "app-0123456789.js"})
    EXPECT_EQ(get(name).header("cache-control"), "no-cache") << name;
}

TEST_F(StaticFilesTest, GoOutInTheCodingThatTheClientAsksForEachWithATagOfItsOwn) {
  serve();
  for (const auto& [accepted, coding, tag, body] :
       {std::tuple{"", "", "\"0123456789\"", "script"},
        {"Accept-Encoding: gzip, br\r\n", "br", "\"0123456789-br\"", "brotli"},
        {"Accept-Encoding: gzip\r\nAccept-Encoding: br;q=0\r\n", "gzip", "\"0123456789-gzip\"", "gzipped"}}) {
    const auto answer = get(script, accepted);
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.header("content-encoding"), coding);
    EXPECT_EQ(answer.header("content-type"), "text/javascript; charset=utf-8");
    EXPECT_EQ(answer.header("etag"), tag);
    EXPECT_EQ(answer.header("vary"), "Accept-Encoding");
    EXPECT_EQ(answer.body, body);
  }
  EXPECT_EQ(get(script, "Accept-Encoding: *;q=0\r\n").status, 406);
}

TEST_F(StaticFilesTest, AreNotSentAgainToWhoHasThem) {
  serve();
  const auto page_tag = get("index.html").header("etag");
  for (const auto& [name, tags] :
       std::vector<std::pair<std::string, std::string>>{{script, "\"0123456789\""},
                                                        {script, "*"},
                                                        {script, "W/\"0123456789\""},
                                                        {script, "\"a,b\", \"0123456789\", \"c\""},
                                                        {"index.html", page_tag}}) {
    const auto answer = get(name, "If-None-Match: " + tags + "\r\n");
    EXPECT_EQ(answer.status, 304) << tags;
    EXPECT_EQ(answer.body, "");
    EXPECT_NE(answer.header("etag"), "");
    EXPECT_NE(answer.header("cache-control"), "");
    EXPECT_EQ(answer.header("vary"), "Accept-Encoding");
  }
}

TEST_F(StaticFilesTest, AreSentToWhoHasOthers) {
  serve();
  for (const std::string tags : {"\"0123456789-br\"", "\"012345678\"", "0123456789", "\"\""})
    EXPECT_EQ(get(script, "If-None-Match: " + tags + "\r\n").status, 200) << tags;
}

TEST_F(StaticFilesTest, HaveANewTagWithNewContent) {
  const auto tag_of_page = [&](const std::string& content) {
    write("index.html", content);
    auto loaded = load();
    files.emplace(std::move(*loaded));
    return get("index.html").header("etag");
  };
  serve();
  const auto first = tag_of_page("one");
  EXPECT_NE(first, tag_of_page("two"));
  EXPECT_EQ(first, tag_of_page("one"));
}

TEST_F(StaticFilesTest, ShowTheirHeadersToHeadWithoutABody) {
  serve();
  for (const auto* name : {script, "index.html"}) {
    const auto answer = get(name, {}, "HEAD");
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.header("etag"), get(name).header("etag"));
    EXPECT_EQ(answer.body, "");
  }
}

TEST_F(StaticFilesTest, AreWholeHoweverLarge) {
  std::string content;
  for (int i = 0; content.size() < 1'000'000; ++i)
    content += std::to_string(i);
  write("font.00000000ff.ttf", content);
  serve();
  EXPECT_EQ(get("font.00000000ff.ttf").body, content);
}

TEST_F(StaticFilesTest, AreThoseOfTheStartWhateverBecomesOfTheFolder) {
  serve();
  write("late.js", "late");
  fs::remove_all(folder.path());
  EXPECT_EQ(get("late.js").status, 404);
  EXPECT_EQ(get(script).body, "script");
  EXPECT_EQ(get("index.html").body, "<p>page</p>");
}

TEST_F(StaticFilesTest, EndTheConnectionWhenTheyWereCutShort) {
  serve();
  fs::resize_file(folder.path() / script, 3);
  with_client([](RawClient& client) -> net::Task<void> {
    const auto answer = co_await client.exchange(request_text("GET", std::string{"/files/"} + script));
    EXPECT_FALSE(answer.complete);
    EXPECT_EQ(answer.body, "scr");
  });
}

TEST_F(StaticFilesTest, AreOnlyRegularFilesOfKnownExtensionsInTheFolderItself) {
  test::TempDirectory elsewhere;
  std::ofstream{elsewhere.path() / "secret.js"} << "secret";
  write("notes.txt", "notes");
  write("noext", "noext");
  write(".env", "secret");
  fs::create_directory(folder.path() / "folder.js");
  fs::create_directory(folder.path() / "sub");
  write("sub/inner.js", "inner");
  fs::create_symlink(elsewhere.path() / "secret.js", folder.path() / "link.js");
  ASSERT_EQ(::mkfifo((folder.path() / "pipe.js").c_str(), 0600), 0);
  serve();
  for (const auto* name : {"notes.txt", "noext", ".env", "folder.js", "sub/inner.js", "link.js", "pipe.js"})
    EXPECT_EQ(get(name).status, 404) << name;
}

TEST_F(StaticFilesTest, AreFoundByTheirExactNameOnly) {
  test::TempDirectory elsewhere;
  std::ofstream{elsewhere.path() / "secret.js"} << "secret";
  const auto way = "../" + elsewhere.path().filename().string() + "/secret.js";
  serve();
  for (const std::string& name : {std::string{}, std::string{"."}, std::string{".."}, way, "%2e%2e%2f" + way.substr(3),
                                  std::string{"./index.html"}, std::string{"/index.html"}, std::string{"index.html%00"},
                                  std::string{"index.html/"}, std::string{"INDEX.HTML"}, std::string{"..%5cindex.html"},
                                  std::string{script} + ".br", std::string{"/etc/passwd"}}) {
    const auto answer = get(name);
    EXPECT_EQ(answer.status, 404) << name;
    EXPECT_EQ(answer.header("content-type"), "text/plain; charset=utf-8");
  }
}

class StaticFolderTest : public StaticFilesTest {};

TEST_F(StaticFolderTest, IsRefusedInWordsThatSayWhatIsWrong) {
  StaticLimits few;
  few.entries_max = 3;
  StaticLimits small;
  small.file_bytes_max = 6;
  StaticLimits little_held;
  little_held.held_bytes_max = 10;
  for (const auto& [limits, message] : std::vector<std::pair<StaticLimits, std::string>>{
           {few, "expected at most 3 files"},
           {small, "expected at most 6 bytes"},
           {little_held, "index.html: expected at most 10 bytes of files without a hash in their names"}}) {
    const auto refused = load(limits);
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().message, testing::HasSubstr(message));
  }
}

TEST_F(StaticFolderTest, HasThePageAndWhateverIsCompressed) {
  fs::remove(folder.path() / script);
  EXPECT_THAT(load().error().message, testing::HasSubstr("expected app.0123456789.js beside its compressed form"));
  write(script, "script");
  fs::remove(folder.path() / "index.html");
  EXPECT_EQ(load().error().message, "expected a folder with index.html");
  EXPECT_THAT(StaticFiles::load(folder.path() / "none").error().message, testing::HasSubstr("No such file"));
  EXPECT_THAT(StaticFiles::load(folder.path() / script).error().message, testing::HasSubstr("Not a directory"));
}

} // namespace
} // namespace geminid::http::static_files_test
