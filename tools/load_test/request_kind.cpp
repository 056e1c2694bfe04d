#include "tools/load_test/request_kind.hpp"

#include <algorithm>
#include <utility>

namespace geminid::load {
namespace {

using dto::Fields;
using dto::json;

constexpr std::int64_t weight_max = 1'000'000;

std::string surface_names() {
  std::string names;
  for (const auto* surface : surfaces())
    names.append(names.empty() ? "" : ", ").append(surface->name);
  return names;
}

// 1024, or {"min": 500, "max": 2000}.
void read_size(Fields& fields, std::string_view name, SizeRange& out) {
  const auto* value = fields.member(name);
  if (value == nullptr)
    return;
  std::int64_t min = 0;
  std::int64_t max = 0;
  const dto::IntegerRange range{1, static_cast<std::int64_t>(body_bytes_max)};
  if (!value->is_object()) {
    fields.integer(name, max, range);
    min = max;
  } else {
    fields.object(name, [&](Fields& ends) {
      ends.required("min").required("max").integer("min", min, range).integer("max", max, range);
      if (ends.ok() && min > max)
        ends.fail("min", "must be at most max");
    });
  }
  out = {static_cast<std::size_t>(min), static_cast<std::size_t>(max)};
}

std::string default_name(const RequestKind& kind) {
  const bool one_size = kind.body_bytes.min == kind.body_bytes.max;
  return kind.model + (kind.stream ? " stream " : " ") + std::to_string(kind.body_bytes.min) +
         (one_size ? "" : "-" + std::to_string(kind.body_bytes.max)) + " B";
}

Result<RequestKind> parse_kind(const json& document, const std::string& path) {
  RequestKind kind;
  kind.surface = &openai_chat;
  Fields fields{document, path};
  fields.text("name", kind.name, {.size_min = 1, .size_max = 60});
  fields.positive_number("weight", kind.weight, weight_max);
  std::string surface;
  fields.text("surface", surface);
  if (!surface.empty() && (kind.surface = surface_named(surface)) == nullptr)
    fields.fail("surface", "must be one of " + surface_names());
  fields.required("model").text("model", kind.model, {.size_min = 1, .size_max = 200});
  fields.boolean("stream", kind.stream);
  read_size(fields, "body_bytes", kind.body_bytes);
  read_size(fields, "answer_bytes", kind.answer_bytes);
  if (fields.ok() && kind.answer_bytes.max > answer_bytes_max)
    fields.fail("answer_bytes", "must be at most " + std::to_string(answer_bytes_max) + ", which one answer can hold");
  const auto number = [&](std::string_view name, std::optional<std::int64_t>& out, dto::IntegerRange range) {
    fields.optional(name, out, [&](Fields& f, std::int64_t& value) { f.integer(name, value, range); });
  };
  number("max_tokens", kind.max_tokens, {1, 1'000'000});
  number("chunks", kind.chunks, {1, 10'000});
  number("pace_ms", kind.pace_ms, {0, 60'000});
  if (fields.ok() && (kind.chunks || kind.pace_ms) && !kind.stream)
    fields.fail(kind.chunks ? "chunks" : "pace_ms", "is for streams only");
  if (kind.name.empty())
    kind.name = default_name(kind);
  return fields.finish(std::move(kind));
}

} // namespace

Result<std::vector<RequestKind>> parse_kinds(const json& list) {
  if (!list.is_array() || list.empty() || list.size() > kinds_max)
    return Error{"requests must be a list of 1 to " + std::to_string(kinds_max) + " objects", "requests"};
  std::vector<RequestKind> kinds;
  for (const auto& entry : list) {
    auto kind = parse_kind(entry, "requests[" + std::to_string(kinds.size()) + "]");
    if (!kind)
      return kind.error();
    const auto same = [&](const RequestKind& other) { return other.name == kind->name; };
    if (std::any_of(kinds.begin(), kinds.end(), same))
      kind->name += " #" + std::to_string(kinds.size() + 1);
    kinds.push_back(std::move(*kind));
  }
  return kinds;
}

} // namespace geminid::load
