// The field in which a message is written: Enter sends it, Shift+Enter begins a new line.
#pragma once

#include <cstddef>
#include <string>

namespace geminid::webui {

class Composer {
public:
  /// True when what is in `text` is to be sent. The keyboard stays with the field.
  bool draw(const std::string& label, const char* hint, std::string& text, float width, float height);
  /// The keyboard goes to the field with the next frame.
  void focus() { wants_focus_ = true; }

private:
  bool wants_focus_ = false;
  bool entered_ = false;
  std::size_t size_ = 0; // of the text after the last frame; another one means that it was changed from outside
};

} // namespace geminid::webui
