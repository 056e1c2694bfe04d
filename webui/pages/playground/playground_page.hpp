// A chat against the own gateway, as a client sees it.
#pragma once

#include "shared/model_list_dto.hpp"
#include "webui/pages/page.hpp"
#include "webui/pages/playground/chat_session.hpp"
#include "webui/widgets/composer.hpp"

namespace geminid::webui {

class PlaygroundPage final : public Page {
public:
  explicit PlaygroundPage(PageContext& context) : Page(context), session_(context.host, context.client) {}

  /// "model=…" chooses it.
  void enter(std::string_view details) override;
  void changed(Change change) override;
  void draw() override;
  void draw_actions() override;

private:
  void load();
  void draw_chat(ImVec2 size);
  void draw_messages();
  void draw_composer();
  void draw_options();
  void draw_key();
  void draw_model();
  void make_key();
  /// Asks which models the key may use.
  void list_models();
  void send();
  [[nodiscard]] bool can_send() const;
  [[nodiscard]] std::vector<std::string> model_names() const;

  Resource<std::vector<dto::ModelListing>> models_;
  /// Those that the user key may use; empty until they are known.
  std::vector<std::string> allowed_;
  ChatSession session_;
  Composer composer_;
  ChatOptions options_;
  std::string key_; // never leaves the memory of this page
  std::string text_;
  bool making_key_ = false;
  bool own_model_ = false; // typed instead of chosen
  bool options_open_ = false;
  unsigned drawn_revision_ = 0;
};

} // namespace geminid::webui
