# cmake -DCOMMAND=... -DLIST=FILE -DOUT=FILE -P cgoescape_link.cmake: only trouble (status 2) fails.
file(READ ${LIST} files)
execute_process(COMMAND ${COMMAND} ${files} OUTPUT_FILE ${OUT}.new RESULT_VARIABLE status)
if(NOT status MATCHES "^[01]$")
  file(REMOVE ${OUT}.new)
  message(FATAL_ERROR "cgoescape link: status ${status}")
endif()
file(RENAME ${OUT}.new ${OUT})
