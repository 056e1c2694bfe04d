// The settings as a form: rows of a name, a sentence and a control; what changed is kept until it is saved or
// discarded, section by section.
#pragma once

#include "webui/pages/page.hpp"
#include "webui/view/settings_draft.hpp"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace geminid::webui {

class SettingsForm {
public:
  explicit SettingsForm(PageContext& context) : context_(context) {}

  void make_stale() { settings_.make_stale(); }
  /// Loads what is wanted, says what failed. False while there is nothing to show.
  bool ready();
  [[nodiscard]] SettingsDraft& draft() { return draft_; }
  [[nodiscard]] dto::Settings& wanted() { return draft_.wanted; }

  /// A card's title, with a mark when the section has changes.
  void title(const Phrase& title, SettingsSection section);
  void number(std::string_view path, std::int64_t& value, dto::IntegerRange range);
  /// US dollars; empty text is nothing where `optional`. True when it changed.
  bool price(const std::string& path, const std::string& label, std::optional<double>& value, bool optional,
             float width);
  /// What is typed below that path is gone.
  void forget_typed(std::string_view path);
  void flag(std::string_view path, bool& value);
  /// Name and sentence alone, and what is wrong with it; the control follows below.
  void explain(std::string_view path);
  /// The section has changes, or what is typed is no value.
  [[nodiscard]] bool dirty(SettingsSection section) const;
  /// At the end of a card: what changed, Save and Discard. Nothing when nothing changed.
  void footer(SettingsSection section);

private:
  void words(std::string_view path, float width, bool wrong);
  [[nodiscard]] bool wrong(std::string_view path) const;
  [[nodiscard]] bool wrong_within(SettingsSection section) const;
  void forget(SettingsSection section);
  void save(SettingsSection section);
  void saved(SettingsSection section, const dto::json& answer, const dto::json& reverse);
  void undo(const dto::json& reverse);
  void take(const dto::json& answer);

  PageContext& context_;
  Resource<dto::Settings> settings_;
  unsigned taken_ = 0; // the revision that the draft knows
  SettingsDraft draft_;
  std::map<std::string, std::string, std::less<>> typed_;  // by path, while it is no number
  std::map<std::string, std::string, std::less<>> errors_; // by path, what the server said
  std::optional<SettingsSection> saving_;
};

} // namespace geminid::webui
