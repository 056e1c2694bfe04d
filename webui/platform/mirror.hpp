// The list of what is on the screen, as mirror.js puts it into the page for screen readers and tests.
#pragma once

namespace geminid::webui {

/// The frame has been drawn: its list becomes the one that is shown.
void mirror_frame();

} // namespace geminid::webui
