// What holds for the whole gateway, the admin's password and sessions, backups, and how this browser shows it all.
#pragma once

#include "shared/system_dto.hpp"
#include "webui/pages/settings/backup_cards.hpp"
#include "webui/pages/settings/price_card.hpp"
#include "webui/pages/settings/session_cards.hpp"
#include "webui/pages/settings/settings_form.hpp"
#include "webui/view/request_view.hpp"

namespace geminid::webui {

class SettingsPage final : public Page {
public:
  explicit SettingsPage(PageContext& context) : Page(context), form_(context), sessions_(context), backups_(context) {}

  /// "card=backup" goes to where backups are made.
  void enter(std::string_view details) override;
  void changed(Change change) override;
  void draw() override;

private:
  void load();
  void draw_thinking(float width);
  void draw_prompt(float width);
  void draw_preview();
  void draw_keep_alive(float width);
  void draw_health(float width);
  void draw_logs(float width);
  void draw_look(float width);
  void draw_backup(float width, bool loaded);

  SettingsForm form_;
  PriceCard prices_;
  SessionCards sessions_;
  BackupCards backups_;
  Resource<dto::SystemStatus> system_;
  /// Frames until the backup's card stands where it will stay: what is above it grows as it is loaded.
  int to_backup_ = 0;
  bool own_budget_ = false; // chosen, though the number may be a preset's
};

} // namespace geminid::webui
