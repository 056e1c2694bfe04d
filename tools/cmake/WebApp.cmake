# geminid_web_app(NAME n ENTRY files LATER file function [DEPS components] JS_LIBRARIES files)
#
# The program that the browser runs: n.js and n.wasm, in the build folder. ENTRY has main() and whatever else only JavaScript
# calls, which a linker would leave out of a library; JS_LIBRARIES are what they call in JavaScript. Natively nothing.
#
# LATER is linked after all else, with the function of it that JavaScript calls. Optimised, target n_parts makes the program of
# two files, in the folder n_parts: what only LATER leads to is in n-later.wasm.
function(geminid_web_app)
  cmake_parse_arguments(ARG "" "NAME" "ENTRY;LATER;DEPS;JS_LIBRARIES" ${ARGN})
  if(NOT EMSCRIPTEN)
    return()
  endif()
  list(TRANSFORM ARG_DEPS PREPEND geminid_ OUTPUT_VARIABLE libraries)
  list(TRANSFORM ARG_JS_LIBRARIES PREPEND ${CMAKE_CURRENT_SOURCE_DIR}/)
  list(TRANSFORM ARG_JS_LIBRARIES PREPEND "SHELL:--js-library " OUTPUT_VARIABLE js_libraries)
  list(POP_FRONT ARG_LATER later later_function)
  add_library(${ARG_NAME}_later STATIC ${later})
  target_link_libraries(${ARG_NAME}_later PRIVATE geminid_flags ${libraries})
  add_executable(${ARG_NAME} ${ARG_ENTRY})
  target_link_libraries(${ARG_NAME} PRIVATE geminid_flags ${libraries} ${ARG_NAME}_later)
  target_link_options(${ARG_NAME} PRIVATE
    ${js_libraries}
    -Wl,--undefined=${later_function}
    # The page's policy forbids eval, and it has one canvas and no files.
    -sENVIRONMENT=web -sFILESYSTEM=0 -sDYNAMIC_EXECUTION=0
    -sMIN_WEBGL_VERSION=2 -sMAX_WEBGL_VERSION=2
    # What of the loader and of OpenGL's disguise nobody asks for.
    -sINCOMING_MODULE_JS_API=instantiateWasm -sTEXTDECODER=2 -sHTML5_SUPPORT_DEFERRING_USER_SENSITIVE_REQUESTS=0
    -sGL_TRACK_ERRORS=0 -sGL_SUPPORT_AUTOMATIC_ENABLE_EXTENSIONS=0 -sGL_SUPPORT_SIMPLE_ENABLE_EXTENSIONS=0
    -sGL_EXTENSIONS_IN_PREFIXED_FORMAT=0
    # Optimised until nothing changes any more.
    -sBINARYEN_EXTRA_PASSES=--converge
    -sALLOW_MEMORY_GROWTH=1 -sMALLOC=emmalloc
    -sEXPORTED_RUNTIME_METHODS=UTF8ToString,stringToUTF8,lengthBytesUTF8
    -sEXPORTED_FUNCTIONS=_main,_malloc,_free)
  set_target_properties(${ARG_NAME} PROPERTIES
    LINK_DEPENDS "${ARG_JS_LIBRARIES}" RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR})
  if(CMAKE_BUILD_TYPE STREQUAL "MinSizeRel")
    geminid_web_parts(${ARG_NAME} ${later})
  endif()
endfunction()

# The names of functions and the linker's map say how to split the program; neither part has them.
function(geminid_web_parts app later)
  set(folder ${CMAKE_BINARY_DIR}/${app}_parts)
  set(map ${CMAKE_BINARY_DIR}/${app}.map)
  set(script ${CMAKE_SOURCE_DIR}/tools/split_wasm.py)
  # Emscripten keeps options that begin like this one from the linker, but not a file of them.
  file(CONFIGURE OUTPUT ${map}.options CONTENT "-Map=${map}\n")
  target_link_options(${app} PRIVATE --profiling-funcs -Wl,--no-demangle,-O0,@${map}.options)
  add_custom_command(OUTPUT ${folder}/${app}.js ${folder}/${app}.wasm ${folder}/${app}-later.wasm
    COMMAND ${script} $<TARGET_FILE:${app}> ${map} ${later}.o ${folder}
    DEPENDS ${app} ${script} ${CMAKE_SOURCE_DIR}/tools/linked_objects.py ${CMAKE_SOURCE_DIR}/tools/wasm_data.py
    WORKING_DIRECTORY ${CMAKE_BINARY_DIR}
    VERBATIM)
  add_custom_target(${app}_parts DEPENDS ${folder}/${app}-later.wasm)
endfunction()

# Each header of a component must compile by itself for the browser: target all_verify_interface_header_sets.
function(geminid_verify_headers target)
  file(GLOB_RECURSE headers CONFIGURE_DEPENDS *.hpp)
  target_sources(${target} INTERFACE FILE_SET HEADERS BASE_DIRS ${CMAKE_SOURCE_DIR} FILES ${headers})
  set_target_properties(${target} PROPERTIES VERIFY_INTERFACE_HEADER_SETS ON)
endfunction()
