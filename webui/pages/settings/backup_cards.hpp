// The whole configuration as one encrypted document: out, and back in.
#pragma once

#include "webui/pages/page.hpp"

#include <string>

namespace geminid::webui {

class BackupCards {
public:
  explicit BackupCards(PageContext& context) : context_(context) {}

  void draw_backup(float width);
  void draw_restore(float width);

private:
  void back_up();
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
