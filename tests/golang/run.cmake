# Runs PROGRAM with GOPARK and compares its output, line by line without blanks at the ends of lines,
# with the program's `// Output:` comment.
file(READ ${PROGRAM} source)
string(FIND "${source}" "\n// Output:\n" start REVERSE)
if(start EQUAL -1)
  message(FATAL_ERROR "${PROGRAM} has no // Output: comment")
endif()
string(SUBSTRING "${source}" ${start} -1 want)
string(REGEX REPLACE "^\n// Output:" "" want "${want}")
string(REGEX REPLACE "\n// ?" "\n" want "${want}")

execute_process(COMMAND ${GOPARK} run ${PROGRAM} TIMEOUT 60
                OUTPUT_VARIABLE got ERROR_VARIABLE errors RESULT_VARIABLE status)
set(got "\n${got}")
foreach(text want got)
  string(REGEX REPLACE "[ \t]+\n" "\n" ${text} "${${text}}\n")
  string(REGEX REPLACE "\n+$" "\n" ${text} "${${text}}")
endforeach()
if(NOT status EQUAL 0 OR NOT "${got}" STREQUAL "${want}")
  message(FATAL_ERROR "${PROGRAM}: exit status ${status}\n${errors}\n--- want${want}--- got${got}")
endif()
