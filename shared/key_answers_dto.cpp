#include "shared/key_answers_dto.hpp"

#include "shared/key_requests_dto.hpp"

namespace geminid::dto {
namespace {

// Each entry by `parse(entry)`.
template <class T, class Parse>
void read_list(Fields& fields, std::string_view name, std::vector<T>& out, Parse parse) {
  const auto* const list = fields.member(name);
  if (list == nullptr)
    return;
  if (!list->is_array() || list->size() > keys_per_request_max) {
    fields.fail(name, "must be an array of at most " + std::to_string(keys_per_request_max) + " entries");
    return;
  }
  out.reserve(list->size());
  for (std::size_t i = 0; i < list->size(); ++i) {
    auto entry = parse((*list)[i]);
    if (!entry) {
      fields.fail(std::string{name} + "." + std::to_string(i), entry.error().message);
      return;
    }
    out.push_back(std::move(*entry));
  }
}

Result<DoubledKey> parse_doubled(const json& document) {
  DoubledKey doubled;
  Fields fields{document};
  fields.integer("line", doubled.line, count_range)
      .text("masked", doubled.masked)
      .text("reason", doubled.reason, prose_rule);
  return fields.finish(std::move(doubled));
}

Result<RejectedLine> parse_rejected(const json& document) {
  RejectedLine rejected;
  Fields fields{document};
  fields.integer("line", rejected.line, count_range).text("reason", rejected.reason, prose_rule);
  return fields.finish(std::move(rejected));
}

json keys_json(const std::vector<Key>& keys) {
  json list = json::array();
  for (const auto& key : keys)
    list.push_back(to_json(key));
  return list;
}

} // namespace

Result<KeyPage> parse_key_page(const json& document) {
  KeyPage page;
  Fields fields{document};
  read_list(fields, "keys", page.keys, parse_key);
  fields.text("next_cursor", page.next_cursor).integer("total", page.total, count_range);
  return fields.finish(std::move(page));
}

json to_json(const KeyPage& page) {
  json document{{"keys", keys_json(page.keys)}, {"total", page.total}};
  if (!page.next_cursor.empty())
    document["next_cursor"] = page.next_cursor;
  return document;
}

Result<AddedKeys> parse_added_keys(const json& document) {
  AddedKeys answer;
  Fields fields{document};
  read_list(fields, "added", answer.added, parse_key);
  read_list(fields, "doubled", answer.doubled, parse_doubled);
  read_list(fields, "rejected", answer.rejected, parse_rejected);
  fields.integer("duplicates", answer.duplicates, count_range)
      .integer("rejected_total", answer.rejected_total, count_range)
      .text("format", answer.format);
  return fields.finish(std::move(answer));
}

json to_json(const AddedKeys& answer) {
  json doubled = json::array();
  for (const auto& [line, masked, reason] : answer.doubled)
    doubled.push_back({{"line", line}, {"masked", masked}, {"reason", reason}});
  json rejected = json::array();
  for (const auto& [line, reason] : answer.rejected)
    rejected.push_back({{"line", line}, {"reason", reason}});
  return {{"added", keys_json(answer.added)},        {"duplicates", answer.duplicates},
          {"doubled", std::move(doubled)},           {"rejected", std::move(rejected)},
          {"rejected_total", answer.rejected_total}, {"format", answer.format}};
}

} // namespace geminid::dto
