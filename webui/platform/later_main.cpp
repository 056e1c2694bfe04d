#include "webui/platform/later_main.hpp"

#include "webui/app/later_pages.hpp"

#include <emscripten.h>

extern "C" EMSCRIPTEN_KEEPALIVE void browser_later_part_arrived() {
  geminid::webui::use_later_part(geminid::webui::make_later_page);
}
