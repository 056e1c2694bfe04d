# geminid_component(NAME n [DEPS components] [EXTERNAL targets] [SOURCES files] [PCH net|actors] [UNITY])
#
# A component is a folder. It may include only its DEPS' headers, and a dependency must be declared before its user, so
# a cycle cannot be written. What is declared here is written to layers.txt, against which a test checks every #include.
# UNITY says that its sources cost more for their libraries' templates than for themselves: they are compiled in batches
# (GEMINID_UNITY), where what two of them name for themselves needs two names.
# A component without SOURCES is header-only. One that draws, with imgui among EXTERNAL, is compiled for the browser alone;
# natively it is just declared.
set_property(GLOBAL PROPERTY GEMINID_LAYERS "")

function(geminid_component)
  cmake_parse_arguments(ARG "UNITY" "NAME;PCH" "DEPS;EXTERNAL;SOURCES" ${ARGN})
  foreach(dep IN LISTS ARG_DEPS)
    if(NOT TARGET geminid_${dep})
      message(FATAL_ERROR "${ARG_NAME} may not depend on ${dep}: it is declared later")
    endif()
  endforeach()
  list(TRANSFORM ARG_DEPS PREPEND geminid_ OUTPUT_VARIABLE libraries)
  if(imgui IN_LIST ARG_EXTERNAL AND NOT EMSCRIPTEN)
    add_library(geminid_${ARG_NAME} INTERFACE)
  elseif(ARG_SOURCES)
    add_library(geminid_${ARG_NAME} STATIC ${ARG_SOURCES})
    if(ARG_UNITY)
      set_target_properties(geminid_${ARG_NAME} PROPERTIES UNITY_BUILD "${GEMINID_UNITY}")
    endif()
    target_link_libraries(geminid_${ARG_NAME} PUBLIC geminid_flags ${libraries} ${ARG_EXTERNAL})
    if(ARG_PCH)
      geminid_use_pch(geminid_${ARG_NAME} ${ARG_PCH})
    endif()
  else()
    add_library(geminid_${ARG_NAME} INTERFACE)
    target_link_libraries(geminid_${ARG_NAME} INTERFACE geminid_flags ${libraries} ${ARG_EXTERNAL})
  endif()
  if(EMSCRIPTEN)
    geminid_verify_headers(geminid_${ARG_NAME})
  endif()
  file(RELATIVE_PATH folder ${CMAKE_SOURCE_DIR} ${CMAKE_CURRENT_SOURCE_DIR})
  string(REPLACE ";" " " deps "${ARG_DEPS}")
  set_property(GLOBAL APPEND PROPERTY GEMINID_LAYERS "${ARG_NAME} ${folder}: ${deps}")
  get_property(layers GLOBAL PROPERTY GEMINID_LAYERS)
  list(JOIN layers "\n" text)
  file(WRITE ${CMAKE_BINARY_DIR}/layers.txt "${text}\n")
endfunction()

# One precompiled header for all that speaks Asio, one for all that also speaks CAF; the tests have their own.
function(geminid_use_pch target flavour)
  set(owner geminid_pch_${flavour})
  string(FIND ${flavour} test prefix)
  if(NOT TARGET ${owner})
    add_library(${owner} OBJECT ${CMAKE_SOURCE_DIR}/tools/cmake/pch/${flavour}.cpp)
    target_link_libraries(${owner} PRIVATE geminid_flags)
    if(prefix EQUAL 0)
      target_link_libraries(${owner} PRIVATE GTest::gmock nlohmann_json::nlohmann_json)
      set_target_properties(${owner} PROPERTIES GEMINID_TEST_CODE ON)
    endif()
    target_precompile_headers(${owner} PRIVATE ${CMAKE_SOURCE_DIR}/tools/cmake/pch/${flavour}.hpp)
  endif()
  target_precompile_headers(${target} REUSE_FROM ${owner})
endfunction()

# geminid_test(NAME n LABEL component [DEPS components] [EXTERNAL targets] [PCH net|actors] SOURCES files
#   [PROPERTIES name value ...])
# Every TEST is one ctest case, with these properties; the label says which component it tests.
function(geminid_test)
  cmake_parse_arguments(ARG "" "NAME;LABEL;PCH" "DEPS;EXTERNAL;SOURCES;PROPERTIES" ${ARGN})
  list(TRANSFORM ARG_DEPS PREPEND geminid_ OUTPUT_VARIABLE libraries)
  add_executable(${ARG_NAME} ${ARG_SOURCES})
  target_link_libraries(${ARG_NAME} PRIVATE geminid_flags ${libraries} ${ARG_EXTERNAL} GTest::gmock GTest::gtest_main)
  target_compile_definitions(${ARG_NAME} PRIVATE GEMINID_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
  set_target_properties(${ARG_NAME} PROPERTIES GEMINID_TEST_CODE ON
    # All of it in one.
    UNITY_BUILD "${GEMINID_UNITY}" UNITY_BUILD_BATCH_SIZE 0)
  if(ARG_PCH)
    geminid_use_pch(${ARG_NAME} test_${ARG_PCH})
  else()
    geminid_use_pch(${ARG_NAME} test)
  endif()
  gtest_discover_tests(${ARG_NAME} DISCOVERY_MODE PRE_TEST PROPERTIES LABELS ${ARG_LABEL} TIMEOUT 120
    ${ARG_PROPERTIES})
endfunction()
