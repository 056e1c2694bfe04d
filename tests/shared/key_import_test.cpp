// What operators paste: exports of other gateways, configuration files, spreadsheets.
#include "shared/key_import/field_role.hpp"
#include "shared/key_text.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace geminid::key_import_test {
using geminid::KeyAttributes;
using geminid::parse_pasted_keys;
using geminid::PastedKeys;
using geminid::key_import::field_role;
using geminid::key_import::FieldRole;

namespace {

// $A, $B, $C in a paste are keys: of the old shape, of the new one, and of one that nobody knows.
const std::string keys[] = {"AIzaSyA0123456789abcdefghijklmnopqrsWxyz", "AQ.Ab8RN6J0123456789_-abcWxyz",
                            "any.shape~of-a_key0123"};

std::string with_keys(std::string_view paste) {
  std::string text;
  for (std::size_t i = 0; i < paste.size(); ++i)
    if (paste[i] == '$' && i + 1 < paste.size() && paste[i + 1] >= 'A' && paste[i + 1] <= 'C')
      text += keys[static_cast<std::size_t>(paste[++i] - 'A')];
    else
      text += paste[i];
  return text;
}

std::string shown(const KeyAttributes& said) {
  std::string text;
  if (said.name)
    text += " name=" + *said.name;
  if (said.project)
    text += " project=" + *said.project;
  if (said.weight)
    text += " weight=" + std::to_string(*said.weight).substr(0, 3);
  if (said.priority)
    text += " priority=" + std::to_string(*said.priority);
  if (said.tags)
    for (const auto& tag : *said.tags)
      text += " #" + tag;
  return text;
}

// The preview of an import: "2:A name=alice" a key, "3?too short" a refusal's begin.
std::string preview(const PastedKeys& pasted) {
  std::string text{pasted.format};
  for (const auto& [key, line, said] : pasted.keys) {
    const auto* letter = key == keys[0] ? "A" : key == keys[1] ? "B" : key == keys[2] ? "C" : "other";
    text += "\n" + std::to_string(line) + ":" + letter + shown(said);
  }
  for (const auto& [line, reason] : pasted.rejected)
    text += "\n" + std::to_string(line) + "?" + reason.substr(0, 15);
  return text;
}

struct Case {
  const char* name;
  const char* paste;
  const char* preview;
};

class Import : public testing::TestWithParam<Case> {};

TEST_P(Import, TakesTheKeysWithWhatIsSaidOfThemAndTellsWhatItRefuses) {
  const auto pasted = parse_pasted_keys(with_keys(GetParam().paste));
  ASSERT_TRUE(pasted) << pasted.error().message;
  EXPECT_EQ(preview(*pasted), GetParam().preview);
  for (const auto& token : pasted->rejected)
    for (const auto& key : keys)
      EXPECT_EQ(token.reason.find(key), std::string::npos);
}

const Case tables[] = {
    {"Csv", "name,key,weight,project,priority,tags\nalice,$A,2,p1,3,\"eu; paid\"\nbob,$B,,,,\n",
     "csv\n2:A name=alice project=p1 weight=2.0 priority=3 #eu #paid\n3:B name=bob"},
    {"CsvQuoted", "\"API Key\",\"Name\"\r\n\"$A\",\"Smith, \"\"J\"\"\"\r\n\r\n\"$C\",\"two\"\r\n",
     "csv\n2:A name=Smith, \"J\"\n4:C name=two"},
    {"CsvOtherColumns",
     "id,created,api_key,note\n550e8400-e29b-41d4-a716-446655440000,2026-01-02,$A,\"two\nlines\"\n2,x,$B,",
     "csv\n2:A\n4:B"},
    {"CsvSemicolons", "Name;Schluessel key;Weight\neins;$A;1.5", "csv\n2:A name=eins weight=1.5"},
    {"TabsOfASheet", "名称\t密钥\t权重\n甲\t$A\t2", "csv\n2:A name=甲 weight=2.0"},
    {"CsvFaults", "key,weight\n$A,heavy\n,2\nshort,1\nsk-0123456789abcdefghij,1\n$B,0",
     "csv\n6:B\n2?weight must be \n3?the row has not\n4?too short (5): \n5?begins with sk-"},
    {"CsvWithoutHeader", "alice,$A,2\nbob,$B,1", "text\n1:A\n2:B"},
    {"HeaderWithoutAKeyColumn", "name,mail\nalice,$A", "text\n2:A"},
    {"OneColumnWithAHeader", "api_key\n$A\n$C", "text\n2:A\n3:C"},
    {"KeysThatNameAField", "demo-key-0000000000000000001,demo-key-0000000000000000002\ndemo-key-0000000000000000003,$A",
     "text\n1:other\n1:other\n2:other\n2:A"},
    {"BrokenAmongMany", "$A,$B,AIzaShort", "text\n1:A\n1:B\n1?too short (9): "},
};
INSTANTIATE_TEST_SUITE_P(Tables, Import, testing::ValuesIn(tables), [](const auto& one) { return one.param.name; });

const Case documents[] = {
    {"Strings", "[\"$A\",\n \"$C\",\n \"nope\"]", "json\n1:A\n2:C\n3?too short (4): "},
    {"Objects",
     "[{\"name\":\"alice\",\"key\":\"$A\",\"weight\":2},\n{\"api_key\":\"$C\",\"project\":\"p\",\"tags\":[\"x\",\"y\"]}"
     "]",
     "json\n1:A name=alice weight=2.0\n2:C project=p #x #y"},
    {"AnyNames", "{\"alice\":\"$A\",\n\"bob\":\"$B\"}", "json\n1:A name=alice\n2:B name=bob"},
    {"Nested", "{\"pools\":{\"eu\":{\"name\":\"n\",\"auth\":{\"apiKey\":\"$C\"}}}}", "json\n1:C name=n"},
    {"AttributesOfAList", "{\"keys\":[\"$A\",\"$C\"],\"project\":\"p\",\"priority\":2}",
     "json\n1:A project=p priority=2\n1:C project=p priority=2"},
    {"Lines", "{\"key\":\"$A\",\"name\":\"a\"}\n{\"key\":\"$B\",\"name\":\"b\"}\n", "json\n1:A name=a\n2:B name=b"},
    {"BrokenJson", "{\"models\":[\"gemini-2.5-flash-preview-tts\"],\n\"keys\":[\"$A\",\n\"$C\",],}", "text\n2:A\n3:C"},
    {"AttributeOutOfRange", "{\"key\":\"$A\",\"weight\":5000}", "json\n1?weight must be "},
    {"TooDeep", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\"$A\"", "text\n1:A"},
    {"NoKeyAtAll", "{\"type\":\"service_account\",\"private_key\":\"-----BEGIN\",\"client_id\":\"1234\"}",
     "json\n1?no key was foun"},
};
INSTANTIATE_TEST_SUITE_P(Documents, Import, testing::ValuesIn(documents),
                         [](const auto& one) { return one.param.name; });

const Case gateways[] = {
    {"GeminiBalanceEnv",
     "# database\nDATABASE_TYPE=mysql\nMYSQL_PASSWORD=change_me_please_123456\n"
     "API_KEYS=[\"$A\",\"$B\"]\nALLOWED_TOKENS=[\"sk-123456\"]\nAUTH_TOKEN=sk-123456\n"
     "TEST_MODEL=gemini-2.5-flash-lite-preview\nIMAGE_MODELS=[\"gemini-2.0-flash-exp\"]\n"
     "BASE_URL=https://generativelanguage.googleapis.com/v1beta\nVERTEX_API_KEYS=[\"AQ.Abxxxxxxxxxxxxxxxxxxx\"]\n"
     "PAID_KEY=AIzaSyxxxxxxxxxxxxxxxxxxx\nTIMEZONE=Asia/Shanghai\nSMMS_SECRET_TOKEN=XXXX\n"
     "SAFETY_SETTINGS=[{\"category\": \"HARM_CATEGORY_HARASSMENT\", \"threshold\": \"OFF\"}]\n",
     "text\n4:A\n4:B\n10?is a placeholde\n11?is a placeholde"},
    {"GeminiBalanceSettings",
     "{\n\"API_KEYS\": [\"$A\",\n\"$C\"],\n\"ALLOWED_TOKENS\": [\"sk-1234567890123456789012\"],\n\"PICGO_API_KEY\": "
     "\"\",\n"
     "\"BASE_URL\": \"https://generativelanguage.googleapis.com/v1beta\",\n\"FILTERED_MODELS\": "
     "[\"gemini-1.0-pro-vision-latest\"],\n\"MAX_FAILURES\": 3\n}",
     "json\n2:A\n3:C"},
    {"GptLoadFile", "$A\n$B\n$A\n$C\n", "text\n1:A\n2:B\n4:C"},
    {"GptLoadJson",
     "{\"group\":{\"name\":\"gemini\",\"upstreams\":[{\"url\":\"https://"
     "generativelanguage.googleapis.com\",\"weight\":1}]},"
     "\n\"keys\":[{\"key_value\":\"$A\",\"status\":\"active\"},\n{\"key_value\":\"$C\",\"status\":\"invalid\"}]}",
     "json\n2:A\n3:C"},
    {"NewApiChannels",
     "{\"data\":[{\"id\":1,\"type\":24,\"key\":\"$A\\n$C\",\"name\":\"free\",\"weight\":0,\"priority\":10,\"group\":"
     "\"default\","
     "\"models\":\"gemini-2.5-flash,gemini-2.5-pro\"},\n{\"id\":2,\"type\":1,\"key\":\"0123456789abcdefghijklmn\","
     "\"name\":\"oai\","
     "\"models\":\"gpt-4o\"},\n{\"id\":3,\"type\":41,\"key\":\"{\\\"type\\\":\\\"service_account\\\"}\",\"models\":"
     "\"x\"}]}",
     "json\n1:A name=free\n1:C name=free\n2?is of a channel\n3?is a JSON docum"},
    {"LiteLlmConfig",
     "model_list:\n  - model_name: gemini-flash\n    litellm_params:\n      model: gemini/gemini-2.5-flash\n"
     "      api_key: os.environ/GEMINI_API_KEY\n      rpm: 10\n  - model_name: gemini-pro\n    litellm_params:\n"
     "      model: gemini/gemini-2.5-pro\n      api_key: \"$C\"\n      weight: 2\n"
     "general_settings:\n  master_key: sk-0123456789abcdefghij\n  database_url: \"postgresql://u:p@h:5432/d\"\n",
     "text\n10:C weight=2.0\n5?names an enviro"},
    {"PortkeyConfig",
     "{\"strategy\":{\"mode\":\"loadbalance\"},\"targets\":[\n{\"provider\":\"google\",\"api_key\":\"$A\",\"weight\":0."
     "7},\n"
     "{\"provider\":\"google\",\"api_key\":\"$C\",\"weight\":0.3,\"override_params\":{\"model\":\"gemini-2.5-flash-"
     "lite\"}},\n"
     "{\"virtual_key\":\"gemini-0123456789abcdef\"}]}",
     "json\n2:A weight=0.7\n3:C weight=0.3"},
    {"Env", "export GEMINI_API_KEYS=\"$A,$C\" # both\nGEMINI_API_KEY_2='$B'\nPORT=8080\nHOST = 0.0.0.0\n",
     "text\n1:A\n1:C\n2:B"},
    {"YamlList",
     "models:\n  - gemini-2.5-flash-preview-tts\n  - some-other-model-of-today\nkeys:\n- $A\n- $C\nport: 80\n",
     "text\n5:A\n6:C"},
    {"YamlItems", "keys:\n  - name: alice b\n    key: $A\n    tags: [x, y]\n  - key: $C\n    priority: 4\n",
     "text\n3:A name=alice b #x #y\n5:C priority=4"},
    {"Placeholders",
     "GEMINI_API_KEY=your-gemini-api-key-here\nGEMINI_API_KEY=$GEMINI_KEY\nAIza...Wxyz\nGEMINI_API_KEY_MAIN\n$A",
     "text\n5:A\n1?is a placeholde\n2?names an enviro\n3?is masked: past\n4?looks like the "},
};
INSTANTIATE_TEST_SUITE_P(Gateways, Import, testing::ValuesIn(gateways), [](const auto& one) { return one.param.name; });

TEST(KeyImport, TellsWhichKeysStandInTheTextTwice) {
  const auto pasted = parse_pasted_keys(with_keys("$A\n$B\n$A"));
  ASSERT_TRUE(pasted);
  ASSERT_EQ(pasted->doubled.size(), 1U);
  EXPECT_EQ(pasted->doubled[0].line, 3U);
  EXPECT_EQ(pasted->doubled[0].first_line, 1U);
  EXPECT_EQ(pasted->doubled[0].masked, "AIza…Wxyz");
}

TEST(KeyImport, KnowsNamesThatMeanKeys) {
  for (const auto* name :
       {"key", "Keys", "API_KEYS", "apiKey", "x-goog-api-key", "GEMINI_API_KEY_2", "key_value", "密钥"})
    EXPECT_EQ(field_role(name), FieldRole::key) << name;
  for (const auto* name :
       {"key_id", "keyType2", "master_key", "publicKey", "monkey", "OPENAI_API_KEY", "OSS_ACCESS_KEY", "", "token"})
    EXPECT_EQ(field_role(name), FieldRole::none) << name;
}

TEST(KeyImport, TakesTimeInProportionToTheText) {
  const auto hostile = [](std::size_t size) {
    std::vector<std::string> texts;
    for (const std::string part :
         {"[", "{\"a\":", "\"", "x=\"\\", "- a:\n", "keys:\n", " ", "a,", "\"a\"\"", "key,b\n"}) {
      std::string text = part == "key,b\n" ? "key,b\n\"" : "";
      while (text.size() < size)
        text += part;
      texts.push_back(text);
    }
    return texts;
  };
  const auto began = std::chrono::steady_clock::now();
  for (const auto& text : hostile(1U << 20U))
    (void)parse_pasted_keys(text);
  // A quadratic reader would need hours for a mebibyte.
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds{60});
}

} // namespace
} // namespace geminid::key_import_test
