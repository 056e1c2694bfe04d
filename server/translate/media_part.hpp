// Images, sound, video and files as Gemini's inlineData and fileData parts (gemini-wire.md, 2.1 and 9.2).
#pragma once

#include "server/translate/chat_context.hpp"
#include "server/translate/turn_writer.hpp"

namespace geminid::translate {

/// `{"type":"image_url","image_url":{"url","detail"}}`
void write_image(const ChatContext& context, TurnWriter& turns, const ObjectReader& part);
/// `{"type":"video_url","video_url":{"url"}}`
void write_video(const ChatContext& context, TurnWriter& turns, const ObjectReader& part);
/// `{"type":"input_audio","input_audio":{"data","format"}}`
void write_audio(const ChatContext& context, TurnWriter& turns, const ObjectReader& part);
/// `{"type":"file","file":{"file_data","filename"}}`, or `file_id` with a name of Gemini's Files API
void write_file(const ChatContext& context, TurnWriter& turns, const ObjectReader& part);

} // namespace geminid::translate
