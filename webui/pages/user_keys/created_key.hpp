// The drawer that shows a new user key, this once, with programs that use it.
#pragma once

#include "webui/api/host.hpp"

#include <string>

namespace geminid::webui {

/// Forgets the key when it is closed, which is not before the viewer copied it or says that he is done.
class CreatedKey {
public:
  explicit CreatedKey(Host& host) : host_(host) {}

  /// `model`: for the programs.
  void show(std::string name, std::string secret, std::string model);
  /// True when something was copied.
  bool draw();

private:
  Host& host_;
  std::string name_, secret_, model_;
  int snippet_ = 0;
  bool open_ = false;
  bool copied_ = false;
  bool warned_ = false;
};

} // namespace geminid::webui
