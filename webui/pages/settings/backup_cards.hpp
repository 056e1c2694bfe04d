// The whole configuration as one encrypted document: out, and back in.
#pragma once

#include "webui/pages/page.hpp"

#include <cstdint>
#include <string>

namespace geminid::webui {

class BackupCards {
public:
  explicit BackupCards(PageContext& context) : context_(context) {}

  /// `at_risk`: what the host stores is lost when it restarts.
  void draw_backup(float width, bool at_risk);
  void draw_restore(float width);

private:
  enum class Wish : std::uint8_t { to_download, to_copy };
  void back_up(Wish wish);
  void draw_document();
  void restore();

  PageContext& context_;
  std::string passphrase_;
  std::string repeated_;
  std::string document_; // of the last backup, encrypted
  std::string backup_error_;
  bool backing_up_ = false;

  std::string pasted_;
  std::string restore_passphrase_;
  std::string confirmation_;
  std::string restore_error_;
  bool restoring_ = false;
};

} // namespace geminid::webui
