#include "webui/pages/keys/project_hints.hpp"

#include "webui/core/format.hpp"
#include "webui/view/keys_rows.hpp"
#include "webui/view/name_list.hpp"
#include "webui/widgets/controls.hpp"
#include "webui/widgets/icons.hpp"
#include "webui/widgets/language.hpp"
#include "webui/widgets/surfaces.hpp"

#include <algorithm>

namespace geminid::webui {
namespace {

constexpr Phrase name_label{"Project name", "项目名"};
constexpr Phrase put_together{"Put them into this project", "归入此项目"};
constexpr Phrase under_way{"{} of {} keys…", "{} / {} 个密钥…"};
constexpr Phrase put{"{} [key is|keys are] in project {} now", "已将 {} 个密钥归入项目 {}"};

/// What a hint can say of is few; more than these wait until one is dealt with.
constexpr std::size_t shown_max = 3;
constexpr std::size_t keys_of_project_max = 1'000;

} // namespace

void ProjectHints::load() {
  if (hints_.wanted())
    context_.client.load(hints_, "/admin/api/hints",
                         [](const dto::json& document) { return dto::parse_list(document, "hints", dto::parse_hint); });
}

// The table has one page of keys, and they may be on another.
void ProjectHints::load_titles() {
  for (const auto& hint : hints_.get()->items)
    for (const auto& id : hint.keys)
      if (asked_.insert(id).second)
        context_.client.get("/admin/api/keys/" + percent_encoded(id), [this, id](const ApiResult& result) {
          if (!result)
            return;
          if (const auto key = dto::parse_key(*result))
            titles_[id] = key_title(*key);
        });
}

void ProjectHints::draw(KeyList& list) {
  load();
  if (hints_.get() == nullptr || hints_.get()->items.empty())
    return;
  load_titles();
  const auto views = make_hint_views(hints_.get()->items, titles_, context_.host.now(), locale());
  for (std::size_t i = 0; i < std::min(views.size(), shown_max); ++i) {
    ImGui::PushID(static_cast<int>(i));
    draw_card(views[i], list);
    ImGui::PopID();
  }
}

void ProjectHints::draw_card(const HintView& hint, KeyList& list) {
  begin_card("hint");
  notice(NoticeKind::info, hint.title);
  paragraph(hint.members, bold(14));
  paragraph(hint.detail, muted(small_text_size));
  const auto subjects = join_names(hint.keys, " ") + "," + join_names(hint.projects, " ");
  auto& name = typed_.try_emplace(subjects, hint.suggestion).first->second;
  const auto label = naming_ ? filled(tr(under_way), {format_integer(static_cast<std::int64_t>(naming_->done)),
                                                      format_integer(static_cast<std::int64_t>(naming_->ids.size()))})
                             : std::string{tr(put_together)};
  const auto room = ImGui::GetContentRegionAvail().x;
  const auto beside = room - button_width(label) - 8;
  text_field("##" + std::string{tr(name_label)}, name,
             {.hint = tr(name_label), .width = beside > 160 ? std::min(beside, 260.0F) : 0, .size_max = 200});
  if (beside > 160)
    ImGui::SameLine(0, 8);
  if (button(label + "##name", ButtonKind::primary, !name.empty() && !naming_))
    begin(hint, name, list);
  end_card();
}

void ProjectHints::begin(const HintView& hint, const std::string& project, KeyList& list) {
  naming_ = Naming{project, hint.keys, hint.projects, 0};
  std::erase(naming_->projects, project); // these are where they shall be
  go_on(list);
}

void ProjectHints::go_on(KeyList& list) {
  if (!naming_->projects.empty()) {
    const auto project = std::move(naming_->projects.back());
    naming_->projects.pop_back();
    find_keys_of(project, list);
    return;
  }
  if (naming_->done == naming_->ids.size()) {
    end(list, std::nullopt);
    return;
  }
  dto::KeyPatch patch;
  patch.project = naming_->project;
  list.change(naming_->ids[naming_->done], patch, [this, &list](const std::optional<ApiError>& error) {
    if (error && error->status != 404) { // who was deleted meanwhile is no obstacle
      end(list, error);
      return;
    }
    ++naming_->done;
    go_on(list);
  });
}

void ProjectHints::find_keys_of(const std::string& project, KeyList& list) {
  const auto path =
      "/admin/api/keys" + Query{}.add("q", project).add("limit", std::to_string(keys_of_project_max)).text();
  context_.client.get(path, [this, project, &list](const ApiResult& result) {
    if (!result) {
      end(list, result.error());
      return;
    }
    if (const auto page = dto::parse_key_page(*result))
      for (const auto& key : page->keys)
        if (key.project == project)
          naming_->ids.push_back(key.id);
    go_on(list);
  });
}

void ProjectHints::end(KeyList& list, const std::optional<ApiError>& error) {
  if (error)
    context_.tell(*error);
  else
    context_.tell(NoticeKind::good,
                  filled(tr(put), {format_integer(static_cast<std::int64_t>(naming_->ids.size())), naming_->project}));
  naming_.reset();
  hints_.make_stale();
  list.make_stale();
}

} // namespace geminid::webui
