# What every target is compiled with. Third-party headers are system headers: their warnings are not ours.
set(GEMINID_SANITIZE "" CACHE STRING "Sanitizers, as for -fsanitize=")
# With the compilers of Debian 12, whose warnings are known: what a newer one has to say must keep nobody from a gateway.
set(known_compiler OFF)
if((CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13) OR
   (CMAKE_CXX_COMPILER_ID STREQUAL "Clang" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 15))
  set(known_compiler ON)
endif()
option(GEMINID_WARNINGS_AS_ERRORS "Warnings are errors" ${known_compiler})

find_program(CCACHE ccache)
if(CCACHE)
  # Precompiled headers need the sloppiness, or ccache passes every such unit by.
  set(CMAKE_CXX_COMPILER_LAUNCHER
    ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
    CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${CCACHE})
endif()

# Lines in backtraces and reports; what else debuggers like to know takes a third of the build's time.
set(CMAKE_CXX_FLAGS_DEBUG "-g1")
set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O2 -g1 -DNDEBUG")

add_library(geminid_flags INTERFACE)
target_include_directories(geminid_flags INTERFACE ${CMAKE_SOURCE_DIR})
target_compile_options(geminid_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Wold-style-cast -Wconversion)
if(GEMINID_WARNINGS_AS_ERRORS)
  target_compile_options(geminid_flags INTERFACE -Werror)
endif()

if(EMSCRIPTEN)
  # At -Oz emcc itself says -fno-inline-functions; then calls to the standard library's one-line functions remain, which wasm-opt
  # inlines without simplifying what comes of it. The instructions are those of each browser that has WebGL 2.
  set(CMAKE_CXX_FLAGS_MINSIZEREL "-finline-functions -mnontrapping-fptoint -msign-ext -mbulk-memory -Oz -DNDEBUG")
  # What concerns code and not warnings, also that of libraries which are compiled here.
  add_library(geminid_web_code INTERFACE)
  target_compile_options(geminid_web_code INTERFACE -fno-exceptions -fno-rtti)
  target_compile_definitions(geminid_web_code INTERFACE JSON_NOEXCEPTION)
  target_link_libraries(geminid_flags INTERFACE geminid_web_code)
  return()
endif()

# Most of what a source costs is the templates of the libraries, which the sources of a batch share: a build from nothing takes
# a third of the time. Who changes one file often may like OFF better. Not for browsers, where the program is split by source.
option(GEMINID_UNITY "Compile in batches of sources" ON)

# Tests take less time to run than to be optimised.
target_compile_options(geminid_flags INTERFACE
  -fpch-preprocess $<$<BOOL:$<TARGET_PROPERTY:GEMINID_TEST_CODE>>:-O0>)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # A false alarm of g++ 12 about every coroutine of Asio's whose frame it inlines.
  target_compile_options(geminid_flags INTERFACE -Wno-mismatched-new-delete)
  if(GEMINID_UNITY)
    # It takes each source but the batch itself for a header.
    target_compile_options(geminid_flags INTERFACE -Wno-subobject-linkage)
  endif()
endif()
target_compile_definitions(geminid_flags INTERFACE
  BOOST_ASIO_NO_DEPRECATED BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION)
if(GEMINID_SANITIZE)
  target_compile_options(geminid_flags INTERFACE
    -fsanitize=${GEMINID_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer
    $<$<NOT:$<BOOL:$<TARGET_PROPERTY:GEMINID_TEST_CODE>>>:-O1>)
  target_link_options(geminid_flags INTERFACE -fsanitize=${GEMINID_SANITIZE})
  if(GEMINID_SANITIZE STREQUAL "thread")
    # TSan knows nothing of fences: without them it sees the locks that order Asio's handlers.
    target_compile_definitions(geminid_flags INTERFACE BOOST_ASIO_DISABLE_FENCED_BLOCK)
  endif()
endif()
