#include "server/translate/answer_media.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace geminid::translate {
namespace {

using Pair = std::pair<std::string_view, std::string_view>;

// OpenAI's voices and those of Gemini's that come near them. All other names are Gemini's own.
constexpr std::array voices{
    Pair{"alloy", "Kore"},      Pair{"ash", "Orus"},     Pair{"ballad", "Algieba"}, Pair{"cedar", "Umbriel"},
    Pair{"coral", "Leda"},      Pair{"echo", "Charon"},  Pair{"fable", "Puck"},     Pair{"marin", "Callirrhoe"},
    Pair{"nova", "Zephyr"},     Pair{"onyx", "Alnilam"}, Pair{"sage", "Sulafat"},   Pair{"shimmer", "Aoede"},
    Pair{"verse", "Enceladus"},
};

std::string_view gemini_voice(std::string_view name) {
  const auto row = std::find_if(voices.begin(), voices.end(), [&](const Pair& pair) { return pair.first == name; });
  return row == voices.end() ? name : row->second;
}

bool take_modality(std::string_view modality, AnswerMedia& media) {
  if (modality == "text" || modality == "TEXT")
    media.text = true;
  else if (modality == "image" || modality == "IMAGE")
    media.image = true;
  else if (modality == "audio" || modality == "AUDIO")
    media.audio = true;
  else
    return false;
  return true;
}

void read_modalities(const ObjectReader& holder, std::string_view name, AnswerMedia& media) {
  const auto list = holder.array(name);
  if (!list)
    return;
  const auto path = holder.path_of(name);
  std::size_t index = 0;
  for (const auto value : *list) {
    const Path place{&path, {}, index++};
    std::string_view modality;
    if (value.get(modality) != simdjson::SUCCESS)
      return raise_type(holder.complaint(), place, "a string", value);
    if (!take_modality(modality, media))
      return holder.complaint().raise(place, "Answers as '" + std::string{modality} +
                                                 "' are not supported. Supported modalities are: 'text', 'image' and "
                                                 "'audio'.");
  }
  if (media.image && media.audio)
    holder.refuse(name, "Answers as images and audio at once are not supported.");
}

// The sound of a stream has no length yet, so it can be no file: OpenAI, too, streams only samples.
AudioFormat read_audio_format(const ObjectReader& audio, bool stream) {
  const auto format = audio.string("format").value_or(stream ? "pcm16" : "wav");
  if (format == "pcm16")
    return AudioFormat::pcm16;
  if (format == "wav" && !stream)
    return AudioFormat::wav;
  audio.refuse("format", "Unsupported value: '" + std::string{format} + "'. Supported values are: " +
                             (stream ? "'pcm16' when 'stream' is true." : "'wav' and 'pcm16'."));
  return AudioFormat::none;
}

void read_audio(const ObjectReader& root, AnswerMedia& media) {
  const bool stream = root.boolean("stream").value_or(false);
  media.audio_format = stream ? AudioFormat::pcm16 : AudioFormat::wav;
  const auto object = root.object("audio");
  if (!object)
    return;
  const ObjectReader audio{*object, root.path_of("audio"), root.complaint()};
  media.audio_format = read_audio_format(audio, stream);
  media.voice = gemini_voice(audio.string("voice").value_or(""));
}

} // namespace

AnswerMedia read_answer_media(const ObjectReader& root, const GoogleExtension& google) {
  AnswerMedia media;
  if (const auto own = google.find("response_modalities", "responseModalities"))
    read_modalities(own->holder, own->name, media);
  else
    read_modalities(root, "modalities", media);
  if (media.audio)
    read_audio(root, media);
  media.aspect_ratio = google.text("aspect_ratio", "aspectRatio");
  media.image_size = google.text("image_size", "imageSize");
  return media;
}

void write_answer_media(DomWriter& json, const AnswerMedia& media) {
  if (media.audio) // never with text: what is said is the text
    json.key("responseModalities").raw(R"(["AUDIO"])");
  else if (media.image)
    json.key("responseModalities").raw(media.text ? R"(["TEXT","IMAGE"])" : R"(["IMAGE"])");
  if (!media.voice.empty()) {
    json.key("speechConfig").begin_object().key("voiceConfig").begin_object().key("prebuiltVoiceConfig");
    json.begin_object().key("voiceName").string(media.voice).end_object().end_object().end_object();
  }
  if (media.aspect_ratio.empty() && media.image_size.empty())
    return;
  json.key("imageConfig").begin_object();
  if (!media.aspect_ratio.empty())
    json.key("aspectRatio").string(media.aspect_ratio);
  if (!media.image_size.empty())
    json.key("imageSize").string(media.image_size);
  json.end_object();
}

} // namespace geminid::translate
