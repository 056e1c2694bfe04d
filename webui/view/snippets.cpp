#include "webui/view/snippets.hpp"

namespace geminid::webui {
namespace {

constexpr std::string_view curl_text = R"(curl {origin}/v1/chat/completions \
  -H "Authorization: Bearer {key}" \
  -H "Content-Type: application/json" \
  -d '{"model": "{quoted-model}", "messages": [{"role": "user", "content": "Hello"}]}'
)";

constexpr std::string_view python_text = R"(# pip install openai
from openai import OpenAI

client = OpenAI(
    base_url="{origin}/v1",
    api_key="{key}",
)
answer = client.chat.completions.create(
    model="{model}",
    messages=[{"role": "user", "content": "Hello"}],
)
print(answer.choices[0].message.content)
)";

constexpr std::string_view node_text = R"(// npm install openai
import OpenAI from "openai";

const client = new OpenAI({
  baseURL: "{origin}/v1",
  apiKey: "{key}",
});
const answer = await client.chat.completions.create({
  model: "{model}",
  messages: [{ role: "user", content: "Hello" }],
});
console.log(answer.choices[0].message.content);
)";

constexpr std::string_view gemini_text = R"(# What is written for Google's OpenAI-compatible address
# needs another base_url and key, nothing else.
from openai import OpenAI

client = OpenAI(
    base_url="{origin}/v1beta/openai/",
    api_key="{key}",
)
answer = client.chat.completions.create(
    model="{model}",
    messages=[{"role": "user", "content": "Hello"}],
)
print(answer.choices[0].message.content)
)";

constexpr std::string_view apps_text = R"(OPENAI_BASE_URL={origin}/v1
OPENAI_API_KEY={key}
OPENAI_MODEL={model}
)";

constexpr std::array texts{curl_text, python_text, node_text, gemini_text, apps_text};

// Within single quotes of a shell.
std::string shell_quoted(std::string_view text) {
  std::string quoted;
  for (const char c : text)
    if (c == '\'')
      quoted += R"('\'')";
    else
      quoted += c;
  return quoted;
}

void replace_all(std::string& text, std::string_view name, std::string_view value) {
  for (auto at = text.find(name); at != std::string::npos; at = text.find(name, at + value.size()))
    text.replace(at, name.size(), value);
}

} // namespace

std::string snippet(Snippet which, const SnippetValues& values) {
  std::string text{texts[static_cast<std::size_t>(which)]};
  replace_all(text, "{origin}", values.origin);
  replace_all(text, "{key}", values.key);
  replace_all(text, "{quoted-model}", shell_quoted(values.model));
  replace_all(text, "{model}", values.model);
  return text;
}

} // namespace geminid::webui
