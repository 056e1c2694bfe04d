#pragma once

#include <rocksdb/options.h>

namespace geminid::store {

/// A few thousand small records on a host with little memory: about 10 MB in all, idle when nothing is written.
[[nodiscard]] rocksdb::Options small_rocks_options();

} // namespace geminid::store
