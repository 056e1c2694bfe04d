// docs/CONFIGURATION.md and its Chinese sister, made of what `geminid --help` is made of.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace geminid::docs {

/// A row of the reference. Texts are plain, not Markdown.
struct Setting {
  std::string name; // of the flag, the variable or the command: what its translation is filed under
  std::string usage;
  std::string variable = {};     // of a flag
  std::string default_text = {}; // of a flag; empty: none
  std::string meaning;
};

struct Settings {
  std::vector<Setting> flags;
  std::vector<Setting> variables; // that no flag sets
  std::vector<Setting> commands;

  [[nodiscard]] std::vector<std::string> names() const;
};

/// What geminid takes, in English. Does not depend on the environment.
[[nodiscard]] Settings settings();

struct Translation {
  std::string_view name;
  std::string_view meaning;
  std::string_view default_text = {}; // where it is more than a value
};

[[nodiscard]] std::span<const Translation> chinese_translations();
/// What has no translation keeps its English.
[[nodiscard]] Settings translated(Settings settings, std::span<const Translation> translations);

[[nodiscard]] std::string english_reference();
[[nodiscard]] std::string chinese_reference();

} // namespace geminid::docs
