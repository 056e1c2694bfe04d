// Every page but the overview. Nothing of the program's first part may use this.
#pragma once

#include "webui/pages/page.hpp"

#include <memory>

namespace geminid::webui {

[[nodiscard]] std::unique_ptr<Page> make_later_page(PageId id, PageContext& context);

} // namespace geminid::webui
