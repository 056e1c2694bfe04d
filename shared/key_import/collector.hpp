// Gathers what the readers of the formats find.
#pragma once

#include "shared/key_import/field_role.hpp"
#include "shared/key_text.hpp"

#include <unordered_map>

namespace geminid::key_import {

/// Keys in order, each once, and what was refused.
class Collector {
public:
  explicit Collector(std::string_view format) { found_.format = format; }

  /// `token` is a key.
  void take(std::string_view token, std::size_t line, const KeyAttributes& said = {});
  void reject(std::size_t line, std::string reason);

  /// Further keys are of no use.
  [[nodiscard]] bool too_many() const { return too_many_; }
  [[nodiscard]] bool empty() const { return found_.keys.empty() && found_.rejected_total == 0; }
  /// Once.
  [[nodiscard]] Result<PastedKeys> finish();

private:
  PastedKeys found_;
  std::unordered_map<std::string, std::size_t> first_lines_; // by key
  bool too_many_ = false;
};

/// What one object, row or block says: its keys and what is said of them.
class Record {
public:
  /// A token where a key is meant: a key or to be refused. `member` names it where many stand side by side.
  void key(std::string_view token, std::size_t line, std::string_view member = {});
  void reject(std::size_t line, std::string reason);
  /// `value` of a role other than none and key. More of it may follow: words of a name, tags.
  void attribute(FieldRole role, std::string_view value);
  /// The record is a channel of new-api, whose type says which provider its keys are for.
  void channel(std::int64_t type) { channel_type_ = type; }
  void lists_models() { lists_models_ = true; }

  [[nodiscard]] std::size_t keys() const { return keys_; }
  [[nodiscard]] bool plain() const { return said_ == KeyAttributes{} && fault_.empty() && !channel_type_; }
  /// Takes over what `inner`, which is plain, found.
  void absorb(Record inner);
  /// Hands everything on and forgets it.
  void flush(Collector& out);

private:
  struct Candidate {
    std::string token;
    std::size_t line;
    std::string fault; // empty: it is a key
    std::string member;
  };

  std::vector<Candidate> candidates_;
  KeyAttributes said_;
  std::string fault_; // of an attribute
  std::optional<std::int64_t> channel_type_;
  bool lists_models_ = false;
  std::size_t keys_ = 0;
};

} // namespace geminid::key_import
