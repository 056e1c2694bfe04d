// In what an answer is asked for: text, images, speech (gemini-wire.md, 5.5, 5.6, 9.1 and 9.3).
#pragma once

#include "server/translate/chat.hpp"
#include "server/translate/dom_writer.hpp"
#include "server/translate/google_extension.hpp"

#include <string_view>

namespace geminid::translate {

struct AnswerMedia {
  bool text = false; // nothing of the three: the model's own
  bool image = false;
  bool audio = false;
  AudioFormat audio_format = AudioFormat::none;
  std::string_view voice; // Gemini's name; empty: the model's own
  std::string_view aspect_ratio;
  std::string_view image_size;
};

/// `modalities` and `audio`, and what Google's own members say instead.
[[nodiscard]] AnswerMedia read_answer_media(const ObjectReader& root, const GoogleExtension& google);

/// Members of the `generationConfig` that is open.
void write_answer_media(DomWriter& json, const AnswerMedia& media);

} // namespace geminid::translate
