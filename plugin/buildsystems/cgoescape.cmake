# Escape analysis as a part of a CMake build (docs/buildsystems.md).
#
#   include(cgoescape)
#   cgoescape_add_report(NAME TARGETS TARGET... [ARGS ARG...] [OUTPUT FILE] [ALL])
#
# makes a summary of each C source of the targets, in the build's own order and
# parallelism, and links them to one report: FILE, by default NAME.tsv (--format=tsv).
# `cmake --build . --target NAME` makes it.

find_program(CGOESCAPE cgoescape HINTS ${CMAKE_CURRENT_LIST_DIR}/../../bin)
if(NOT CGOESCAPE)
  message(FATAL_ERROR "the command cgoescape is not found: -DCGOESCAPE=<path>")
endif()

# -D, -I and the options of a target, as generator expressions; lists are expanded when the command is made.
function(_cgoescape_flags target out)
  set(p "$<TARGET_PROPERTY:${target},")
  set(flags
    "$<$<BOOL:${CMAKE_SYSROOT}>:--sysroot=${CMAKE_SYSROOT}>"
    "$<$<BOOL:${CMAKE_C_COMPILER_TARGET}>:--target=${CMAKE_C_COMPILER_TARGET}>"
    "$<$<BOOL:${p}COMPILE_DEFINITIONS>>:-D$<JOIN:${p}COMPILE_DEFINITIONS>,$<SEMICOLON>-D>>"
    "$<$<BOOL:${p}INCLUDE_DIRECTORIES>>:-I$<JOIN:${p}INCLUDE_DIRECTORIES>,$<SEMICOLON>-I>>"
    "${p}COMPILE_OPTIONS>")
  separate_arguments(global NATIVE_COMMAND "${CMAKE_C_FLAGS}")
  get_target_property(standard ${target} C_STANDARD)
  if(standard)
    list(APPEND flags -std=gnu${standard})
  endif()
  set(${out} ${global} ${flags} PARENT_SCOPE)
endfunction()

function(cgoescape_add_report name)
  cmake_parse_arguments(arg "ALL" "OUTPUT" "TARGETS;ARGS" ${ARGN})
  if(NOT arg_TARGETS)
    message(FATAL_ERROR "cgoescape_add_report(${name}): TARGETS are needed")
  endif()
  if(NOT arg_OUTPUT)
    set(arg_OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/${name}.tsv)
  endif()
  if(NOT arg_ARGS)
    set(arg_ARGS --format=tsv)
  endif()
  set(summaries)
  foreach(target ${arg_TARGETS})
    _cgoescape_flags(${target} flags)
    get_target_property(sources ${target} SOURCES)
    get_target_property(folder ${target} SOURCE_DIR)
    get_target_property(binary ${target} BINARY_DIR)
    foreach(source ${sources})
      get_filename_component(path ${source} ABSOLUTE BASE_DIR ${folder})
      if(NOT path MATCHES "\\.c$")
        continue()
      endif()
      string(REGEX REPLACE "[^A-Za-z0-9_.-]" "_" file ${source})
      set(esc ${binary}/cgoescape/${target}/${file}.esc)
      add_custom_command(OUTPUT ${esc}
        COMMAND ${CMAKE_COMMAND} -E make_directory ${binary}/cgoescape/${target}
        COMMAND ${CGOESCAPE} unit -o ${esc} --depfile=${esc}.d -- ${CMAKE_C_COMPILER} ${flags} -c ${path}
        DEPENDS ${path} ${CGOESCAPE} DEPFILE ${esc}.d COMMAND_EXPAND_LISTS VERBATIM
        COMMENT "Summary of ${source}")
      list(APPEND summaries ${esc})
    endforeach()
  endforeach()
  # Status 1 is findings: they are the report, no failure of the build.
  add_custom_command(OUTPUT ${arg_OUTPUT}
    COMMAND ${CMAKE_COMMAND} "-DCOMMAND=${CGOESCAPE};link;${arg_ARGS}" "-DFILES=${summaries}" -DOUT=${arg_OUTPUT}
      -P ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/cgoescape_link.cmake
    DEPENDS ${summaries} VERBATIM COMMENT "Report ${name}")
  if(arg_ALL)
    add_custom_target(${name} ALL DEPENDS ${arg_OUTPUT})
  else()
    add_custom_target(${name} DEPENDS ${arg_OUTPUT})
  endif()
endfunction()
