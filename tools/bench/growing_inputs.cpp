#include "tools/bench/growing_inputs.hpp"

#include <string_view>

namespace geminid::bench {
namespace {

constexpr std::string_view new_model = "gemini-3.8-flash";
constexpr std::string_view old_model = "gemini-2.0-flash";

// `item` again and again up to `bytes`, each "#" in it a number of its own, and "%" a "#".
std::string repeated(std::string_view item, std::size_t bytes, std::string_view separator = ",") {
  std::string text;
  text.reserve(bytes + item.size() + 32);
  for (std::size_t i = 0; text.size() < bytes; ++i) {
    if (i > 0)
      text += separator;
    for (const auto c : item) {
      if (c == '#')
        text += std::to_string(i);
      else
        text += c == '%' ? '#' : c;
    }
  }
  return text;
}

std::string request(std::string_view model, std::string_view messages, std::string_view more = {}) {
  std::string body = R"({"model":")";
  body.append(model).append(R"(","messages":[)").append(messages).append("]").append(more).append("}");
  return body;
}

std::string with_tools(std::string_view model, std::string_view tools) {
  std::string more = R"(,"tools":[)";
  more.append(tools).append("]");
  return request(model, R"({"role":"user","content":"Hi"})", more);
}

std::string with_schema(std::string_view model, std::string_view schema) {
  std::string tool = R"({"type":"function","function":{"name":"f","parameters":)";
  tool.append(schema).append("}}");
  return with_tools(model, tool);
}

std::string properties(std::string_view model, std::string_view property, std::size_t bytes) {
  return with_schema(model, R"({"type":"object","properties":{)" + repeated(property, bytes) + "}}");
}

// Half of it definitions, half of it references to them.
std::string references(std::string_view model, std::size_t bytes) {
  return with_schema(model, R"({"type":"object","properties":{)" +
                                repeated(R"("p#":{"$ref":"%/$defs/D#"})", bytes / 2) + R"(},"$defs":{)" +
                                repeated(R"("D#":{"type":"integer"})", bytes / 2) + "}}");
}

std::string message_of(std::string_view text) {
  std::string message = R"({"role":"user","content":")";
  return message.append(text).append(R"("})");
}

std::string answer(std::string_view parts) {
  std::string text = R"({"candidates":[{"content":{"role":"model","parts":[)";
  return text.append(parts).append(R"(]},"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":1}})");
}

} // namespace

std::vector<GrowingInput> growing_requests() {
  constexpr auto property = R"("p#":{"type":["string","null"],"description":"d","format":"x","examples":[1]})";
  constexpr auto mixed = R"("p#":{"allOf":[{"type":"integer","minimum":0},{"title":"t"}],"const":1})";
  return {
      {"text", [](std::size_t n) { return request(new_model, message_of(std::string(n, 'x'))); }},
      {"escaped text", [](std::size_t n) { return request(new_model, message_of(repeated(R"(\u00e9\n\"a)", n, ""))); }},
      {"messages",
       [](std::size_t n) {
         return request(new_model,
                        repeated(R"({"role":"user","content":"Hi"},{"role":"assistant","content":"Ho"})", n));
       }},
      {"messages of one role", [](std::size_t n) { return request(new_model, repeated(message_of("Hi"), n)); }},
      {"system messages",
       [](std::size_t n) {
         return request(new_model, repeated(R"({"role":"system","content":"Be."})", n) + "," + message_of("Hi"));
       }},
      {"text parts",
       [](std::size_t n) {
         return request(new_model,
                        R"({"role":"user","content":[)" + repeated(R"({"type":"text","text":"Hi"})", n) + "]}");
       }},
      {"rounds of calls",
       [](std::size_t n) {
         return request(new_model,
                        message_of("Hi") + "," +
                            repeated(R"({"role":"assistant","tool_calls":[{"id":"c#","type":"function","function":)"
                                     R"({"name":"f","arguments":"{\"a\":1}"}}]},)"
                                     R"({"role":"tool","tool_call_id":"c#","content":"{\"b\":2}"})",
                                     n));
       }},
      {"calls in one turn",
       [](std::size_t n) {
         return request(new_model, message_of("Hi") + R"(,{"role":"assistant","tool_calls":[)" +
                                       repeated(R"({"id":"c#","type":"function","function":{"name":"f"}})", n / 2) +
                                       "]}," + repeated(R"({"role":"tool","tool_call_id":"c#","content":"1"})", n / 4));
       }},
      {"an image",
       [](std::size_t n) {
         return request(new_model, R"({"role":"user","content":[{"type":"image_url","image_url":{"url":)"
                                   R"("data:image/png;base64,)" +
                                       std::string(n / 4 * 4, 'A') + R"("}}]})");
       }},
      {"inline images in an answer",
       [](std::size_t n) {
         return request(new_model, message_of("Hi") + R"(,{"role":"assistant","content":")" +
                                       repeated("![i](data:image/png;base64,AAAA)", n, " ") + R"("},)" +
                                       message_of("Hi"));
       }},
      {"unfinished inline images",
       [](std::size_t n) {
         return request(new_model, message_of("Hi") + R"(,{"role":"assistant","content":")" + repeated("![i](", n, "") +
                                       R"("},)" + message_of("Hi"));
       }},
      {"properties", [](std::size_t n) { return properties(new_model, property, n); }},
      {"properties, old model", [](std::size_t n) { return properties(old_model, property, n); }},
      {"mixed schemas", [](std::size_t n) { return properties(new_model, mixed, n); }},
      {"mixed schemas, old model", [](std::size_t n) { return properties(old_model, mixed, n); }},
      {"references", [](std::size_t n) { return references(new_model, n); }},
      {"references, old model", [](std::size_t n) { return references(old_model, n); }},
  };
}

std::vector<GrowingInput> growing_answers() {
  return {
      {"text", [](std::size_t n) { return answer(R"({"text":")" + std::string(n, 'x') + R"("})"); }},
      {"text parts", [](std::size_t n) { return answer(repeated(R"({"text":"Hi \u00e9"})", n)); }},
      {"calls",
       [](std::size_t n) { return answer(repeated(R"({"functionCall":{"name":"f","args":{"a":[1,"x"]}}})", n)); }},
      {"code",
       [](std::size_t n) { return answer(repeated(R"({"executableCode":{"language":"PYTHON","code":"```"}})", n)); }},
      {"backticks",
       [](std::size_t n) {
         return answer(R"({"executableCode":{"language":"PYTHON","code":")" + std::string(n, '`') + R"("}})");
       }},
      {"images",
       [](std::size_t n) { return answer(repeated(R"({"inlineData":{"mimeType":"image/png","data":"AAAA"}})", n)); }},
      {"citations",
       [](std::size_t n) {
         return R"({"candidates":[{"content":{"parts":[{"text":")" + std::string(n / 2, 'x') +
                R"("}]},"finishReason":"STOP","groundingMetadata":{"groundingChunks":[{"web":{"uri":"u","title":"t"}}],)"
                R"("groundingSupports":[)" +
                repeated(R"({"segment":{"startIndex":0,"endIndex":#},"groundingChunkIndices":[0]})", n / 2) + "]}}]}";
       }},
  };
}

std::vector<GrowingInput> growing_streams() {
  constexpr auto event = R"(data: {"candidates":[{"content":{"parts":[{"text":"Hi"}]},"index":0}]})";
  return {
      {"events", [](std::size_t n) { return repeated(event, n, "\r\n\r\n"); }},
      {"data lines of one event", [](std::size_t n) { return repeated("data: {}", n, "\n"); }},
      {"one line", [](std::size_t n) { return "data: " + std::string(n, 'x') + "\n\n"; }},
      {"comments", [](std::size_t n) { return repeated(": x", n, "\n"); }},
      {"elements of an array", [](std::size_t n) { return "[" + repeated(R"({"a":"b"})", n, ",\r\n") + "]"; }},
  };
}

std::vector<GrowingInput> growing_texts() {
  return {
      {"words", [](std::size_t n) { return repeated("word", n, " "); }},
      {"keys", [](std::size_t n) { return repeated("AIzaSyA-123456789012345678901234567890#", n, " "); }},
      {"what may begin a key", [](std::size_t n) { return repeated("sk-", n, ""); }},
      {"one long token", [](std::size_t n) { return std::string(n, 'A'); }},
  };
}

} // namespace geminid::bench
