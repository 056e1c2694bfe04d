# What the dashboard is made of, besides our own: Dear ImGui, compiled from the source that tools/fetch_imgui.sh fetched, and
# nlohmann's JSON, which is headers only, so that the machine's own serve.
find_path(GEMINID_JSON_INCLUDE nlohmann/json.hpp PATHS /usr/include /usr/local/include REQUIRED NO_DEFAULT_PATH
  NO_CMAKE_FIND_ROOT_PATH)
# The whole of /usr/include would hide emscripten's own headers.
file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/include)
file(CREATE_LINK ${GEMINID_JSON_INCLUDE}/nlohmann ${CMAKE_BINARY_DIR}/include/nlohmann SYMBOLIC)
add_library(nlohmann_json::nlohmann_json INTERFACE IMPORTED)
target_include_directories(nlohmann_json::nlohmann_json INTERFACE ${CMAKE_BINARY_DIR}/include)

set(imgui ${CMAKE_SOURCE_DIR}/build/imgui)
if(NOT EXISTS ${imgui}/imgui.cpp)
  message(FATAL_ERROR "Dear ImGui's source is not in build/imgui: tools/fetch_imgui.sh fetches it")
endif()

add_library(imgui STATIC
  ${imgui}/imgui.cpp ${imgui}/imgui_draw.cpp ${imgui}/imgui_tables.cpp ${imgui}/imgui_widgets.cpp
  ${imgui}/misc/cpp/imgui_stdlib.cpp ${imgui}/backends/imgui_impl_opengl3.cpp)
target_link_libraries(imgui PRIVATE geminid_web_code)
target_include_directories(imgui PRIVATE ${CMAKE_SOURCE_DIR})
target_include_directories(imgui SYSTEM PUBLIC ${imgui} ${imgui}/misc/cpp ${imgui}/backends)
target_compile_definitions(imgui PUBLIC IMGUI_USER_CONFIG="tools/cmake/imgui_config.hpp")
