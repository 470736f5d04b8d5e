# Turns the library's Go sources into lib_sources.cpp: as a script (cmake -DSOURCE= -DOUTPUT= -P) it
# writes the file, included it adds the step to the target gopark_golang. Nothing but CMake is needed,
# so that cross-compiling changes nothing.

if(CMAKE_SCRIPT_MODE_FILE)
  file(GLOB_RECURSE files RELATIVE ${SOURCE} ${SOURCE}/*.go)
  # Sorted by package, then by name: a tab sorts before every character of a path.
  list(TRANSFORM files REPLACE "/([^/]*)$" "\t\\1")
  list(SORT files)
  list(TRANSFORM files REPLACE "\t" "/")
  set(entries "")
  foreach(file IN LISTS files)
    file(READ ${SOURCE}/${file} text)
    # Comments that have a line of their own are a quarter of what the modules weigh compressed here:
    # the lines stay, empty, so that places in tracebacks are right.
    string(REGEX REPLACE "\n[ \t]*//[^\n]*" "\n" text "\n${text}")
    string(SUBSTRING "${text}" 1 -1 text)
    get_filename_component(package ${file} DIRECTORY)
    get_filename_component(name ${file} NAME)
    string(APPEND entries "    {\"${package}\", \"${name}\", R\"gopark_go(${text})gopark_go\"sv},\n")
  endforeach()
  file(WRITE ${OUTPUT}.new "// Made by core/golang/lib/embed.cmake.
#include \"golang/lib/embed.h\"

namespace gopark::lib {
using namespace std::string_view_literals;

static constexpr LibFile kFiles[] = {
${entries}};

std::span<const LibFile> allLibFiles() { return kFiles; }
}  // namespace gopark::lib
")
  file(RENAME ${OUTPUT}.new ${OUTPUT})
  return()
endif()

file(GLOB_RECURSE library_sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_LIST_DIR}/go/*.go)
set(library_output ${CMAKE_BINARY_DIR}/generated/lib_sources.cpp)
add_custom_command(
  OUTPUT ${library_output}
  COMMAND ${CMAKE_COMMAND} -E make_directory ${CMAKE_BINARY_DIR}/generated
  COMMAND ${CMAKE_COMMAND} -DSOURCE=${CMAKE_CURRENT_LIST_DIR}/go -DOUTPUT=${library_output}
          -P ${CMAKE_CURRENT_LIST_DIR}/embed.cmake
  DEPENDS ${library_sources} ${CMAKE_CURRENT_LIST_DIR}/embed.cmake
  COMMENT "Embedding the Go library"
  VERBATIM)
target_sources(gopark_golang PRIVATE ${library_output})

# The elementary functions give Go's results only without fused multiplications of the compiler's own.
set_source_files_properties(${CMAKE_CURRENT_LIST_DIR}/elementary.cpp PROPERTIES
                            COMPILE_OPTIONS -ffp-contract=off)
