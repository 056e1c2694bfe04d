// What is refused in generationConfig, by model.
#include "tests/gemini_sim/sim_cases.hpp"

namespace geminid::sim::config_check_test {
namespace {

constexpr auto flash_20 = "gemini-2.0-flash";
constexpr auto flash_25 = "gemini-2.5-flash";
constexpr auto flash_3 = "gemini-3-flash-preview";
constexpr auto flash_38 = "gemini-3.8-flash";
constexpr auto flash_image = "gemini-3.1-flash-image";

class ConfigRefused : public testing::TestWithParam<RefusalCase> {};

TEST_P(ConfigRefused, WithGooglesText) {
  auto request = request_with();
  request["generationConfig"] = json::parse(GetParam().members);
  EXPECT_THAT(verdict(GetParam().model, request), HasSubstr(GetParam().message));
}

INSTANTIATE_TEST_SUITE_P(
    Wire, ConfigRefused,
    testing::Values(
        RefusalCase{"too_hot", flash_25, R"({"temperature":2.1})",
                    "temperature: temperature must be in the range [0.0, 2.0]."},
        RefusalCase{"too_cold", flash_25, R"({"temperature":-0.1})", "temperature must be in the range"},
        RefusalCase{"top_p", flash_25, R"({"topP":1.1})", "top_p must be in the range [0.0, 1.0]."},
        RefusalCase{"top_k", flash_25, R"({"topK":0})", "top_k must be positive."},
        RefusalCase{"penalty_out_of_range", flash_3, R"({"presencePenalty":2.5})",
                    "presence_penalty must be in the range [-2.0, 2.0]."},
        RefusalCase{"presence_penalty_of_25", flash_25, R"({"presencePenalty":0.5})",
                    "Penalty is not enabled for models/gemini-2.5-flash"},
        RefusalCase{"frequency_penalty_of_25", "gemini-2.5-pro", R"({"frequencyPenalty":0})",
                    "Penalty is not enabled for models/gemini-2.5-pro"},
        RefusalCase{"logprobs", flash_25, R"({"responseLogprobs":true})",
                    "Logprobs is not enabled for models/gemini-2.5-flash"},
        RefusalCase{"logprobs_count", flash_38, R"({"responseLogprobs":true,"logprobs":5})", "Logprobs is not enabled"},
        RefusalCase{"logprobs_without_the_switch", flash_20, R"({"logprobs":5})",
                    "only allowed when response_logprobs is true"},
        RefusalCase{"too_many_logprobs", flash_20, R"({"responseLogprobs":true,"logprobs":21})",
                    "logprobs must be in the range [0.0, 20.0]."},
        RefusalCase{"no_candidates", flash_25, R"({"candidateCount":0})", "range [1, 8]"},
        RefusalCase{"nine_candidates", flash_25, R"({"candidateCount":9})", "range [1, 8]"},
        RefusalCase{"two_candidates_of_38", flash_38, R"({"candidateCount":2})",
                    "Multiple candidates is not enabled for models/gemini-3.8-flash"},
        RefusalCase{"no_output", flash_25, R"({"maxOutputTokens":0})", "max_output_tokens must be positive."},
        RefusalCase{"six_stop_words", flash_25, R"({"stopSequences":["1","2","3","4","5","6"]})",
                    "at most 5 stop sequences are allowed."},
        RefusalCase{"image_of_a_text_model", flash_25, R"({"responseModalities":["IMAGE"]})",
                    "The requested combination of response modalities (IMAGE) is not supported by the model."},
        RefusalCase{"images_only_of_a_speech_model", "gemini-3.8-flash-tts", R"({"responseModalities":["IMAGE"]})",
                    "accepts the following combination of response modalities:\n* AUDIO\n"},
        RefusalCase{"text_of_a_speech_model", "gemini-3.8-flash-tts", "{}", "response modalities (TEXT)"},
        RefusalCase{"speech_of_a_text_model", flash_38, R"({"speechConfig":{}})",
                    "Speech is not enabled for models/gemini-3.8-flash"},
        RefusalCase{"unknown_voice", "gemini-3.8-flash-tts",
                    R"({"responseModalities":["AUDIO"],)"
                    R"("speechConfig":{"voiceConfig":{"prebuiltVoiceConfig":{"voiceName":"alloy"}}}})",
                    "Voice name alloy is not supported."},
        RefusalCase{"shape_of_images_of_a_text_model", flash_38, R"({"imageConfig":{"aspectRatio":"1:1"}})",
                    "Image generation is not enabled for models/gemini-3.8-flash"},
        RefusalCase{"unknown_aspect_ratio", flash_image, R"({"imageConfig":{"aspectRatio":"5:7"}})",
                    "Unsupported aspect ratio: 5:7"},
        RefusalCase{"unknown_image_size", flash_image, R"({"imageConfig":{"imageSize":"1k"}})",
                    "Unsupported image size: 1k"},
        RefusalCase{"unknown_mime_type", flash_25, R"({"responseMimeType":"text/html"})",
                    "response_mime_type: allowed mimetypes are"},
        RefusalCase{"schema_of_text", flash_25, R"({"responseSchema":{"type":"STRING"}})",
                    "response_schema: only allowed when response_mime_type is `application/json`"},
        RefusalCase{"json_schema_of_text", flash_25, R"({"responseJsonSchema":{"type":"string"}})",
                    "only allowed when response_mime_type"},
        RefusalCase{"both_schemas", flash_25,
                    R"({"responseMimeType":"application/json","responseSchema":{"type":"STRING"},)"
                    R"("responseJsonSchema":{}})",
                    "only one of response_schema and response_json_schema may be set"},
        RefusalCase{"schema_with_an_error", flash_25,
                    R"({"responseMimeType":"application/json","responseSchema":{"type":"ARRAY"}})",
                    "generation_config.response_schema.items: missing field."},
        RefusalCase{"json_of_gemma", "gemma-3-27b-it", R"({"responseMimeType":"application/json"})",
                    "JSON mode is not enabled for models/gemma-3-27b-it"}),
    name_of_case);

class ConfigAccepted : public testing::TestWithParam<AcceptedCase> {};

TEST_P(ConfigAccepted, AsGoogleDoes) {
  auto request = request_with();
  request["generationConfig"] = json::parse(GetParam().members);
  EXPECT_EQ(verdict(GetParam().model, request), "accepted");
}

INSTANTIATE_TEST_SUITE_P(
    Wire, ConfigAccepted,
    testing::Values(AcceptedCase{"limits", flash_25,
                                 R"({"temperature":2,"topP":0,"topK":1,"seed":0,"maxOutputTokens":1,)"
                                 R"("stopSequences":["1","2","3","4","5"]})"},
                    AcceptedCase{"penalties_of_20", flash_20, R"({"presencePenalty":-2,"frequencyPenalty":2})"},
                    AcceptedCase{"penalties_of_3", flash_3, R"({"presencePenalty":1})"},
                    AcceptedCase{"logprobs_of_20", flash_20, R"({"responseLogprobs":true,"logprobs":20})"},
                    AcceptedCase{"candidates_of_25", flash_25, R"({"candidateCount":8})"},
                    AcceptedCase{"text_modality", flash_25, R"({"responseModalities":["TEXT"]})"},
                    AcceptedCase{"images_with_text", flash_image, R"({"responseModalities":["TEXT","IMAGE"]})"},
                    AcceptedCase{"images_only", flash_image,
                                 R"({"responseModalities":["IMAGE"],)"
                                 R"("imageConfig":{"aspectRatio":"16:9","imageSize":"2K"}})"},
                    AcceptedCase{"speech", "gemini-2.5-flash-preview-tts",
                                 R"({"responseModalities":["AUDIO"],)"
                                 R"("speechConfig":{"voiceConfig":{"prebuiltVoiceConfig":{"voiceName":"Kore"}}}})"},
                    AcceptedCase{"json", flash_25, R"({"responseMimeType":"application/json"})"},
                    AcceptedCase{"enum", flash_25,
                                 R"({"responseMimeType":"text/x.enum",)"
                                 R"("responseSchema":{"type":"STRING","enum":["a"]}})"}),
    name_of_case);

json with_functions(const char* mime_type, const char* mode) {
  auto request = request_with(R"({"tools":[{"functionDeclarations":[{"name":"f"}]}]})");
  request["generationConfig"] = {{"responseMimeType", mime_type}};
  request["toolConfig"] = {{"functionCallingConfig", {{"mode", mode}}}};
  return request;
}

TEST(JsonWithFunctions, IsRefusedBeforeGemini3) {
  EXPECT_EQ(verdict(flash_25, with_functions("application/json", "AUTO")),
            "Function calling with a response mime type: 'application/json' is unsupported");
  EXPECT_EQ(verdict(flash_25, with_functions("text/plain", "ANY")), "accepted");
}

TEST(JsonWithFunctions, IsRefusedUnlessTheModelMayFreelyChoose) {
  for (const char* mode : {"AUTO", "NONE"})
    EXPECT_EQ(verdict(flash_3, with_functions("application/json", mode)), "accepted") << mode;
  for (const char* mode : {"ANY", "VALIDATED"})
    EXPECT_THAT(verdict(flash_3, with_functions("application/json", mode)), HasSubstr("Forced function calling"));
}

struct ThinkingCase {
  const char* name;
  const char* model;
  const char* thinking;
  const char* verdict;
};

void PrintTo(const ThinkingCase& c, std::ostream* out) {
  *out << c.name;
}

class Thinking : public testing::TestWithParam<ThinkingCase> {};

TEST_P(Thinking, IsCheckedByModel) {
  auto request = request_with();
  request["generationConfig"]["thinkingConfig"] = json::parse(GetParam().thinking);
  EXPECT_EQ(verdict(GetParam().model, request), GetParam().verdict);
}

constexpr auto no_level = "Thinking level is not supported for this model.";
constexpr auto no_off = "Budget 0 is invalid. This model only works in thinking mode.";
constexpr auto no_minimal =
    "Thinking level MINIMAL is not supported for this model. Please retry with other thinking level.";
constexpr auto no_budget = "Thinking budget is not supported for this model. Please use thinking level instead.";

INSTANTIATE_TEST_SUITE_P(
    WireSection3, Thinking,
    testing::Values(
        ThinkingCase{"pro_least", "gemini-2.5-pro", R"({"thinkingBudget":128})", "accepted"},
        ThinkingCase{"pro_most", "gemini-2.5-pro", R"({"thinkingBudget":32768})", "accepted"},
        ThinkingCase{"pro_dynamic", "gemini-2.5-pro", R"({"thinkingBudget":-1})", "accepted"},
        ThinkingCase{"pro_off", "gemini-2.5-pro", R"({"thinkingBudget":0})", no_off},
        ThinkingCase{"pro_too_little", "gemini-2.5-pro", R"({"thinkingBudget":127})",
                     "The thinking budget 127 is invalid. Please choose a value between 128 and 32768."},
        ThinkingCase{"flash_off", "gemini-2.5-flash", R"({"thinkingBudget":0})", "accepted"},
        ThinkingCase{"flash_too_much", "gemini-2.5-flash", R"({"thinkingBudget":24577})",
                     "The thinking budget 24577 is invalid. Please choose a value between 0 and 24576."},
        ThinkingCase{"flash_negative", "gemini-2.5-flash", R"({"thinkingBudget":-2})",
                     "The thinking budget -2 is invalid. Please choose a value between 0 and 24576."},
        ThinkingCase{"lite_off", "gemini-2.5-flash-lite", R"({"thinkingBudget":0})", "accepted"},
        ThinkingCase{"lite_too_little", "gemini-2.5-flash-lite", R"({"thinkingBudget":511})",
                     "The thinking budget 511 is invalid. Please choose a value between 512 and 24576."},
        ThinkingCase{"thoughts_of_a_model_that_is_off", "gemini-2.5-flash",
                     R"({"thinkingBudget":0,"includeThoughts":true})",
                     "Unable to submit request because Thinking_config.include_thoughts is only enabled when thinking "
                     "is enabled."},
        ThinkingCase{"level_of_25", "gemini-2.5-flash", R"({"thinkingLevel":"LOW"})", no_level},
        ThinkingCase{"level_and_budget", "gemini-3-flash-preview", R"({"thinkingLevel":"LOW","thinkingBudget":1})",
                     "You can only set only one of thinking budget and thinking level."},
        ThinkingCase{"pro_31_off", "gemini-3.1-pro-preview", R"({"thinkingBudget":0})", no_off},
        ThinkingCase{"pro_31_medium", "gemini-3.1-pro-preview", R"({"thinkingLevel":"medium"})", "accepted"},
        ThinkingCase{"pro_31_minimal", "gemini-3.1-pro-preview", R"({"thinkingLevel":"MINIMAL"})", no_minimal},
        ThinkingCase{"flash_3_minimal", "gemini-3-flash-preview", R"({"thinkingLevel":"minimal"})", "accepted"},
        ThinkingCase{"flash_3_budget", "gemini-3-flash-preview", R"({"thinkingBudget":1024})", "accepted"},
        ThinkingCase{"flash_3_off", "gemini-3-flash-preview", R"({"thinkingBudget":0})", "accepted"},
        ThinkingCase{"flash_36_minimal", "gemini-3.6-flash", R"({"thinkingLevel":"minimal"})", "accepted"},
        ThinkingCase{"flash_38_minimal", "gemini-3.8-flash", R"({"thinkingLevel":"minimal"})", no_minimal},
        ThinkingCase{"flash_latest_minimal", "gemini-flash-latest", R"({"thinkingLevel":"minimal"})", no_minimal},
        ThinkingCase{"argon_budget", "gemini-4-argon", R"({"thinkingBudget":1024})", no_budget},
        ThinkingCase{"argon_xhigh", "gemini-4-argon", R"({"thinkingLevel":"xhigh"})",
                     "Thinking level XHIGH is not supported for this model. Please retry with other thinking level."},
        ThinkingCase{"hydrogen_xhigh", "gemini-4-hydrogen", R"({"thinkingLevel":"xhigh"})", "accepted"},
        ThinkingCase{"gemma_4_minimal", "gemma-4-26b-a4b-it", R"({"thinkingLevel":"minimal"})", "accepted"},
        ThinkingCase{"gemma_4_low", "gemma-4-26b-a4b-it", R"({"thinkingLevel":"low"})",
                     "Thinking level LOW is not supported for this model. Please retry with other thinking level."},
        ThinkingCase{"model_that_does_not_think", "gemini-2.0-flash", R"({"includeThoughts":true})",
                     "Thinking is not supported for this model."}),
    name_of_case);

} // namespace
} // namespace geminid::sim::config_check_test
