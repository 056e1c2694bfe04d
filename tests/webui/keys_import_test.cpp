#include "webui/view/keys_import.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace geminid::webui::keys_import_test {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

dto::AddedKeys answer_with(std::size_t added) {
  dto::AddedKeys answer;
  answer.added.resize(added);
  answer.format = "csv";
  return answer;
}

TEST(KeyImport, SendsNothingWhileThereIsNoTextOrNoWeight) {
  KeyImportDraft draft;
  EXPECT_FALSE(import_request(draft, true));
  draft.text = " \n";
  EXPECT_FALSE(import_request(draft, true));
  draft.text = "AIza";
  EXPECT_TRUE(import_request(draft, true));
  draft.weight = "heavy";
  EXPECT_FALSE(import_request(draft, true));
}

TEST(KeyImport, SendsWhatIsSaidOfEveryKey) {
  const auto request = import_request({"AIza", "2.5", "batch", "p1", 3}, false);
  ASSERT_TRUE(request);
  EXPECT_EQ(dto::to_json(*request), (dto::json{{"text", "AIza"},
                                               {"weight", 2.5},
                                               {"name", "batch"},
                                               {"project", "p1"},
                                               {"priority", 3},
                                               {"dry_run", false}}));
}

TEST(KeyImport, SaysHowManyKeysWillBeAddedAndThenWere) {
  EXPECT_EQ(make_import_view(answer_with(1), false, {}).headline, "1 key will be added");
  EXPECT_EQ(make_import_view(answer_with(1'000), false, {}).headline, "1,000 keys will be added");
  EXPECT_EQ(make_import_view(answer_with(2), true, {Language::chinese}).headline, "已添加 2 个密钥");
  EXPECT_EQ(make_import_view(answer_with(0), false, {}).tone, Tone::warn);
}

TEST(KeyImport, ListsRefusedAndDoubledLinesInTheirOrder) {
  auto answer = answer_with(1);
  answer.duplicates = 1;
  answer.doubled = {{5, "AIza…wxyz", "is in the pool already"}};
  answer.rejected_total = 2;
  answer.rejected = {{2, "is the name of a model"}, {7, "is a token of GitHub, not Google's"}};
  const auto view = make_import_view(answer, false, {Language::chinese});
  EXPECT_EQ(view.summary, "按表格读取 · 1 个重复 · 2 个被拒绝");
  ASSERT_THAT(view.lines, SizeIs(3));
  EXPECT_EQ(view.lines[0].line, "第 2 行");
  EXPECT_EQ(view.lines[0].text, "是模型名");
  EXPECT_EQ(view.lines[0].tone, Tone::bad);
  EXPECT_EQ(view.lines[1].text, "AIza…wxyz 已在密钥池中");
  EXPECT_EQ(view.lines[2].text, "是 GitHub 的令牌，不是 Google 的");
  EXPECT_THAT(view.more, IsEmpty());
}

TEST(KeyImport, ListsNoMoreLinesThanCanBeRead) {
  auto answer = answer_with(0);
  answer.rejected_total = 5'000;
  answer.rejected.assign(200, {1, "is a placeholder: paste the key itself"});
  const auto view = make_import_view(answer, false, {});
  EXPECT_THAT(view.lines, SizeIs(import_lines_max));
  EXPECT_EQ(view.more, "and 4,900 further lines");
}

TEST(KeyImport, SpeaksOfThePastedTextByItsLinesOnly) {
  EXPECT_EQ(line_count_text("", {}), "0 lines");
  EXPECT_EQ(line_count_text("AIza", {}), "1 line");
  EXPECT_EQ(line_count_text("a\nb\n", {}), "2 lines");
  EXPECT_EQ(line_count_text("a\nb\nc", {Language::chinese}), "3 行");
}

} // namespace
} // namespace geminid::webui::keys_import_test
