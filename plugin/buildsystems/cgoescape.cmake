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

# What a variable is where the target is made.
macro(_cgoescape_variable folder name out)
  get_directory_property(${out} DIRECTORY ${folder} DEFINITION ${name})
endmacro()

# Flags as CMake's compile has them; those of a configuration as generator expressions.
function(_cgoescape_global_flags folder out)
  _cgoescape_variable(${folder} CMAKE_C_FLAGS flags)
  separate_arguments(flags NATIVE_COMMAND "${flags}")
  foreach(config ${CMAKE_BUILD_TYPE} ${CMAKE_CONFIGURATION_TYPES})
    string(TOUPPER ${config} upper)
    _cgoescape_variable(${folder} CMAKE_C_FLAGS_${upper} own)
    separate_arguments(own NATIVE_COMMAND "${own}")
    foreach(flag ${own})
      list(APPEND flags "$<$<CONFIG:${config}>:${flag}>")
    endforeach()
  endforeach()
  set(${out} ${flags} PARENT_SCOPE)
endfunction()

# -D, -I and the options of a target, as generator expressions; lists are expanded when the command is made.
function(_cgoescape_flags target folder binary out)
  set(p "$<TARGET_PROPERTY:${target},")
  _cgoescape_global_flags(${folder} flags)
  list(APPEND flags
    "$<$<BOOL:${CMAKE_SYSROOT}>:--sysroot=${CMAKE_SYSROOT}>"
    "$<$<BOOL:${CMAKE_C_COMPILER_TARGET}>:--target=${CMAKE_C_COMPILER_TARGET}>"
    "$<$<BOOL:${p}COMPILE_DEFINITIONS>>:-D$<JOIN:${p}COMPILE_DEFINITIONS>,$<SEMICOLON>-D>>")
  _cgoescape_variable(${folder} CMAKE_INCLUDE_CURRENT_DIR current)
  if(current)
    list(APPEND flags -I${binary} -I${folder})
  endif()
  list(APPEND flags
    "$<$<BOOL:${p}INCLUDE_DIRECTORIES>>:-I$<JOIN:${p}INCLUDE_DIRECTORIES>,$<SEMICOLON>-I>>"
    "${p}COMPILE_OPTIONS>")
  get_target_property(standard ${target} C_STANDARD)
  get_target_property(extensions ${target} C_EXTENSIONS)
  if(standard AND (extensions OR "${extensions}" MATCHES "NOTFOUND$"))
    list(APPEND flags -std=gnu${standard})
  elseif(standard)
    list(APPEND flags -std=c${standard})
  endif()
  set(${out} ${flags} PARENT_SCOPE)
endfunction()

# ... and what one source has besides.
function(_cgoescape_source_flags target source out)
  set(flags)
  get_source_file_property(words ${source} TARGET_DIRECTORY ${target} COMPILE_FLAGS)
  if(words)
    separate_arguments(flags NATIVE_COMMAND "${words}")
  endif()
  foreach(property COMPILE_DEFINITIONS:-D INCLUDE_DIRECTORIES:-I COMPILE_OPTIONS:)
    string(REGEX MATCH "^[A-Z_]+" name ${property})
    string(REGEX REPLACE "^[A-Z_]+:" "" before ${property})
    get_source_file_property(words ${source} TARGET_DIRECTORY ${target} ${name})
    foreach(word ${words})
      if(words)
        list(APPEND flags ${before}${word})
      endif()
    endforeach()
  endforeach()
  set(${out} ${flags} PARENT_SCOPE)
endfunction()

# Sources and headers of a target that the build makes: they must be there before.
function(_cgoescape_made target folder sources out)
  set(made)
  foreach(source ${sources})
    get_filename_component(path ${source} ABSOLUTE BASE_DIR ${folder})
    get_source_file_property(is_made ${path} TARGET_DIRECTORY ${target} GENERATED)
    if(is_made)
      list(APPEND made ${path})
    endif()
  endforeach()
  set(${out} ${made} PARENT_SCOPE)
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
    get_target_property(sources ${target} SOURCES)
    get_target_property(folder ${target} SOURCE_DIR)
    get_target_property(binary ${target} BINARY_DIR)
    _cgoescape_flags(${target} ${folder} ${binary} flags)
    _cgoescape_made(${target} ${folder} "${sources}" made)
    foreach(source ${sources})
      get_filename_component(path ${source} ABSOLUTE BASE_DIR ${folder})
      if(NOT path MATCHES "\\.c$")
        if(source MATCHES "[$]<|\\.(cc|cpp|cxx|c\\+\\+|C|CPP|mm?|cu|[sS]|asm|o|obj)$")
          message(WARNING "cgoescape: ${target}: ${source} is left out, and ${name} taken for the whole program all the same")
        endif()
        continue()
      endif()
      _cgoescape_source_flags(${target} ${path} own)
      string(REGEX REPLACE "[^A-Za-z0-9_.-]" "_" file ${source})
      set(esc ${binary}/cgoescape/${target}/${file}.esc)
      add_custom_command(OUTPUT ${esc}
        COMMAND ${CMAKE_COMMAND} -E make_directory ${binary}/cgoescape/${target}
        COMMAND ${CGOESCAPE} unit -o ${esc} --depfile=${esc}.d -- ${CMAKE_C_COMPILER} ${flags} ${own} -c ${path}
        DEPENDS ${path} ${made} ${CGOESCAPE} DEPFILE ${esc}.d COMMAND_EXPAND_LISTS VERBATIM
        COMMENT "Summary of ${source}")
      list(APPEND summaries ${esc})
    endforeach()
  endforeach()
  # Status 1 is findings: they are the report, no failure of the build. No command of a shell takes a thousand names.
  set(list ${CMAKE_CURRENT_BINARY_DIR}/cgoescape/${name}.list)
  file(GENERATE OUTPUT ${list} CONTENT "${summaries}")
  add_custom_command(OUTPUT ${arg_OUTPUT}
    COMMAND ${CMAKE_COMMAND} "-DCOMMAND=${CGOESCAPE};link;${arg_ARGS}" -DLIST=${list} -DOUT=${arg_OUTPUT}
      -P ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/cgoescape_link.cmake
    DEPENDS ${summaries} ${list} VERBATIM COMMENT "Report ${name}")
  if(arg_ALL)
    add_custom_target(${name} ALL DEPENDS ${arg_OUTPUT})
  else()
    add_custom_target(${name} DEPENDS ${arg_OUTPUT})
  endif()
endfunction()
