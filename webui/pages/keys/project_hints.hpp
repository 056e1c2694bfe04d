// What the server suspects of keys that hit their limits together, above the table: one press puts them into one
// project.
#pragma once

#include "shared/list_dto.hpp"
#include "shared/live_dto.hpp"
#include "webui/pages/keys/key_list.hpp"
#include "webui/view/hints_view.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace geminid::webui {

class ProjectHints {
public:
  explicit ProjectHints(PageContext& context) : context_(context) {}

  void make_stale() { hints_.make_stale(); }
  void draw(KeyList& list);

private:
  /// Keys on their way into a project, one after another.
  struct Naming {
    std::string project;
    std::vector<std::string> ids;
    std::vector<std::string> projects; // whose keys are still to be found
    std::size_t done = 0;
  };

  void load();
  void load_titles();
  void draw_card(const HintView& hint, KeyList& list);
  void begin(const HintView& hint, const std::string& project, KeyList& list);
  void go_on(KeyList& list);
  void find_keys_of(const std::string& project, KeyList& list);
  void end(KeyList& list, const std::optional<ApiError>& error);

  PageContext& context_;
  Resource<dto::ListPage<dto::Hint>> hints_;
  std::map<std::string, std::string> titles_; // of keys, by id
  std::set<std::string> asked_;               // for their titles
  std::map<std::string, std::string> typed_;  // names of projects, by the subjects of a hint
  std::optional<Naming> naming_;
};

} // namespace geminid::webui
