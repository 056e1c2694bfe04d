// Everything about one Gemini key, at the right edge.
#pragma once

#include "shared/log_dto.hpp"
#include "webui/pages/keys/key_edit.hpp"
#include "webui/view/keys_detail.hpp"
#include "webui/widgets/chart_time.hpp"

#include <string>
#include <vector>

namespace geminid::webui {

class KeyDrawer {
public:
  void open(const PageContext& context, const KeyList& list, std::string id);
  void close() { open_ = false; }
  void refresh_soon() { changed_ = true; }
  /// True when it has just been closed.
  bool draw(const PageContext& context, KeyList& list);

private:
  struct Requests {
    std::string key_id;
    std::vector<dto::LogRecord> records;
  };

  void load(const PageContext& context);
  void draw_key(const PageContext& context, KeyList& list);
  void draw_activity();
  void draw_requests(const PageContext& context);
  void check(const PageContext& context, KeyList& list);

  bool open_ = false;
  std::string id_;
  Resource<dto::Key> key_;
  Resource<Requests> requests_;
  unsigned shown_revision_ = 0;
  bool checking_ = false;
  bool changed_ = false;
  bool to_top_ = false; // each key is read from its beginning
  ChartState activity_;
  KeyEdit edit_;
};

} // namespace geminid::webui
