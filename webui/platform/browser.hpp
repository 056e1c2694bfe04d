// What browser.js offers. Texts are UTF-8, ended by a zero unless a size is given.
#pragma once

extern "C" {
/// The page's listeners are set up; frames may be asked for.
void browser_start();
/// Draws so many frames, one after another.
void browser_wake(int frames);
void browser_cursor(const char* css_name);
/// Where the caret is, for the input method; `wanted`: a text field has the focus.
void browser_text_input(int wanted, float x, float y, float line_height);
/// The caller frees it.
char* browser_clipboard();
void browser_copy(const char* text);
void browser_download(const char* file_name, const char* text, int size);

/// Answered by `browser_reply(call, …)`; with `streamed` in parts, by `browser_part`.
void browser_send(int call, const char* method, const char* path, const char* body, int body_size, const char* bearer,
                  int streamed);
void browser_cancel(int call);
/// The first frame stands.
void browser_drawn();
/// A file of the dashboard, by the name that it has in the source.
void browser_font(int slot, const char* file_name);
/// Answered by `browser_later_part_arrived` or `browser_later_part_failed`.
void browser_fetch_later_part();
void browser_reload();
void browser_events(const char* path);

void browser_login();
void browser_use_csrf_token(const char* token);
/// The caller frees it.
char* browser_preference(const char* name);
void browser_set_preference(const char* name, const char* value);
void browser_set_location(const char* location);
/// The caller frees it.
char* browser_location();
/// The caller frees it.
char* browser_origin();
double browser_now_ms();
int browser_utc_offset_minutes();
}
