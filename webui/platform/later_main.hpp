// The seam between the program's two parts. All that only `later_main.cpp` leads to is in the second file that
// tools/split_wasm.py makes of the program, which is fetched after the first frame; nothing of the first calls into it
// before the browser has told that it is there.
#pragma once

#include "webui/app/app.hpp"

namespace geminid::webui {

/// Called by the later part, once.
void use_later_part(MakePage make);

} // namespace geminid::webui
