# Every library comes from Debian's packages; tools/setup.sh installs them.
find_package(Threads REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(ZLIB REQUIRED)
find_package(Boost 1.81 REQUIRED CONFIG)
find_package(simdjson REQUIRED CONFIG)
find_package(nlohmann_json REQUIRED CONFIG)
find_package(fmt REQUIRED CONFIG)
find_package(spdlog REQUIRED CONFIG)
find_package(CLI11 REQUIRED CONFIG)
find_package(RocksDB REQUIRED CONFIG)
find_package(prometheus-cpp REQUIRED CONFIG)

# Debian ships no CMake package for CAF 0.17.6.
find_path(CAF_INCLUDE_DIR caf/all.hpp REQUIRED)
find_library(CAF_CORE_LIBRARY caf_core REQUIRED)
add_library(CAF::core UNKNOWN IMPORTED)
set_target_properties(CAF::core PROPERTIES
  IMPORTED_LOCATION ${CAF_CORE_LIBRARY}
  INTERFACE_INCLUDE_DIRECTORIES ${CAF_INCLUDE_DIR})
target_link_libraries(CAF::core INTERFACE Threads::Threads)

# Debian ships only pkg-config files for these.
find_package(PkgConfig REQUIRED)
pkg_check_modules(systemd REQUIRED IMPORTED_TARGET libsystemd)
add_library(systemd::systemd ALIAS PkgConfig::systemd)
pkg_check_modules(jemalloc REQUIRED IMPORTED_TARGET jemalloc)
# Compiled in: nothing of it is linked.
pkg_check_modules(xxhash REQUIRED libxxhash)
