// What is refused in single contents and parts.
#include "tests/gemini_sim/sim_cases.hpp"

namespace geminid::sim::content_check_test {
namespace {

constexpr auto old_model = "gemini-2.5-flash";
constexpr auto new_model = "gemini-3-flash-preview";

class ContentRefused : public testing::TestWithParam<RefusalCase> {};

TEST_P(ContentRefused, WithGooglesText) {
  EXPECT_THAT(verdict(GetParam().model, request_with(GetParam().members)), HasSubstr(GetParam().message));
}

INSTANTIATE_TEST_SUITE_P(
    Wire, ContentRefused,
    testing::Values(
        RefusalCase{"no_contents", old_model, R"({"contents":[]})",
                    "* GenerateContentRequest.contents: contents is not specified"},
        RefusalCase{"empty_parts", old_model, R"({"contents":[{"role":"user","parts":[]}]})",
                    "* GenerateContentRequest.contents[0].parts: contents.parts must not be empty."},
        RefusalCase{"no_parts", old_model, R"({"contents":[{"role":"user"}]})", "contents.parts must not be empty."},
        RefusalCase{"assistant_role", old_model, R"({"contents":[{"role":"assistant","parts":[{"text":"a"}]}]})",
                    "Please use a valid role: user, model."},
        RefusalCase{"system_role", old_model, R"({"contents":[{"role":"system","parts":[{"text":"a"}]}]})",
                    "Please use a valid role: user, model."},
        RefusalCase{"function_role_without_responses", old_model,
                    R"({"contents":[{"role":"function","parts":[{"text":"a"}]}]})",
                    "Please use a valid role: user, model."},
        RefusalCase{"part_without_data", new_model, R"({"contents":[{"parts":[{"thought":true}]}]})",
                    "contents[0].parts[0].data: required oneof field 'data' must have one initialized field"},
        RefusalCase{"nameless_call", old_model, R"({"contents":[{"role":"model","parts":[{"functionCall":{}}]}]})",
                    "parts[0].function_call.name: Name cannot be empty."},
        RefusalCase{"response_without_object", old_model,
                    R"({"contents":[{"parts":[{"functionResponse":{"name":"f"}}]}]})",
                    "parts[0].function_response.response: must be specified"},
        RefusalCase{"media_without_type", old_model, R"({"contents":[{"parts":[{"inlineData":{"data":"QUJD"}}]}]})",
                    "inline_data.mime_type: cannot be empty"},
        RefusalCase{"media_without_data", old_model,
                    R"({"contents":[{"parts":[{"inlineData":{"mimeType":"image/png"}}]}]})",
                    "inline_data.data: cannot be empty"},
        RefusalCase{"media_of_an_unknown_type", old_model,
                    R"({"contents":[{"parts":[{"inlineData":{"mimeType":"image/bmp","data":"QUJD"}}]}]})",
                    "Unsupported MIME type: image/bmp"},
        RefusalCase{"file_without_uri", old_model, R"({"contents":[{"parts":[{"fileData":{}}]}]})",
                    "file_data.file_uri: cannot be empty"},
        RefusalCase{"foreign_file", new_model,
                    R"({"contents":[{"parts":[{"fileData":)"
                    R"({"fileUri":"https://generativelanguage.googleapis.com/v1beta/files/abc-123"}}]}]})",
                    "You do not have permission to access the File abc-123 or it may not exist."},
        RefusalCase{"external_file_on_an_old_model", old_model,
                    R"({"contents":[{"parts":[{"fileData":{"fileUri":"https://example.com/a.png"}}]}]})",
                    "Invalid or unsupported file uri: https://example.com/a.png"},
        RefusalCase{"storage_file", new_model,
                    R"({"contents":[{"parts":[{"fileData":{"fileUri":"gs://bucket/a.png"}}]}]})",
                    "Invalid or unsupported file uri: gs://bucket/a.png"},
        RefusalCase{"no_frames_a_second", old_model,
                    R"({"contents":[{"parts":[{"text":"a","videoMetadata":{"fps":0}}]}]})",
                    "video_metadata.fps: must be in the range (0, 24]."},
        RefusalCase{"too_many_frames_a_second", old_model,
                    R"({"contents":[{"parts":[{"text":"a","videoMetadata":{"fps":24.5}}]}]})",
                    "video_metadata.fps: must be in the range (0, 24]."},
        RefusalCase{"system_instruction_of_gemma", "gemma-3-27b-it",
                    R"({"systemInstruction":{"parts":[{"text":"a"}]}})",
                    "Developer instruction is not enabled for models/gemma-3-27b-it"},
        RefusalCase{"empty_system_instruction", old_model, R"({"systemInstruction":{"parts":[]}})",
                    "* GenerateContentRequest.system_instruction.parts: contents.parts must not be empty."}),
    name_of_case);

TEST(ContentCheck, RefusesAForeignFileAsAPermission) {
  const auto request = request_with(R"({"contents":[{"parts":[{"fileData":{"fileUri":)"
                                    R"("https://generativelanguage.googleapis.com/v1beta/files/abc-123"}}]}]})");
  const auto checked = check_generate_request(request.dump(), model(new_model));
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().code, 403);
  EXPECT_EQ(checked.error().status, "PERMISSION_DENIED");
}

class ContentAccepted : public testing::TestWithParam<AcceptedCase> {};

TEST_P(ContentAccepted, AsGoogleDoes) {
  EXPECT_EQ(verdict(GetParam().model, request_with(GetParam().members)), "accepted");
}

INSTANTIATE_TEST_SUITE_P(
    Wire, ContentAccepted,
    testing::Values(
        AcceptedCase{"no_role", old_model, R"({"contents":[{"parts":[{"text":"a"}]}]})"},
        AcceptedCase{"model_first", old_model,
                     R"({"contents":[{"role":"model","parts":[{"text":"a"}]},{"parts":[{"text":"b"}]}]})"},
        AcceptedCase{"same_role_twice", old_model,
                     R"({"contents":[{"role":"user","parts":[{"text":"a"}]},{"role":"user","parts":[{"text":"b"}]}]})"},
        AcceptedCase{"empty_text", old_model, R"({"contents":[{"parts":[{"text":""}]}]})"},
        AcceptedCase{"type_with_parameters", old_model,
                     R"({"contents":[{"parts":[{"inlineData":{"mimeType":"audio/L16;rate=24000","data":"QUJD"}}]}]})"},
        AcceptedCase{"video_page", old_model,
                     R"({"contents":[{"parts":[{"fileData":{"fileUri":"https://youtu.be/abc"}}]}]})"},
        AcceptedCase{"external_file_on_a_new_model", new_model,
                     R"({"contents":[{"parts":[{"fileData":{"fileUri":"https://example.com/a.png"}}]}]})"},
        AcceptedCase{"most_frames_a_second", old_model,
                     R"({"contents":[{"parts":[{"text":"a","videoMetadata":{"fps":24}}]}]})"},
        AcceptedCase{"system_instruction", old_model, R"({"systemInstruction":{"parts":[{"text":"a"}]}})"}),
    name_of_case);

} // namespace
} // namespace geminid::sim::content_check_test
