# Runs PROGRAM with GOPARK and compares its output, line by line without blanks at the ends of lines,
# with the program's `// Output:` comment. Lines before that comment may say more:
#
#   // Args: -run TestX       arguments behind the program's name
#   // Command: sim           instead of run
#   // Exit status: 1         instead of 0
#   // Stderr has: TEXT       what standard error must contain
#
# How long tests took is not compared.
file(READ ${PROGRAM} source)
string(FIND "${source}" "\n// Output:\n" start REVERSE)
if(start EQUAL -1)
  message(FATAL_ERROR "${PROGRAM} has no // Output: comment")
endif()
string(SUBSTRING "${source}" ${start} -1 want)
string(REGEX REPLACE "^\n// Output:" "" want "${want}")
string(REGEX REPLACE "\n// ?" "\n" want "${want}")

# setting() reads one of the lines above.
function(setting name variable default)
  set(value "${default}")
  if("${source}" MATCHES "\n// ${name}: ([^\n]*)")
    set(value "${CMAKE_MATCH_1}")
  endif()
  set(${variable} "${value}" PARENT_SCOPE)
endfunction()
setting("Command" command run)
setting("Exit status" wantStatus 0)
setting("Stderr has" wantErrors "")
setting("Args" args "")
separate_arguments(args UNIX_COMMAND "${args}")

execute_process(COMMAND ${GOPARK} ${command} ${PROGRAM} ${args} TIMEOUT 60
                OUTPUT_VARIABLE got ERROR_VARIABLE errors RESULT_VARIABLE status)
set(got "\n${got}")
foreach(text want got)
  string(REGEX REPLACE "[ \t]+\n" "\n" ${text} "${${text}}\n")
  string(REGEX REPLACE "\n+$" "\n" ${text} "${${text}}")
  string(REGEX REPLACE "\\([0-9]+\\.[0-9]+s\\)" "(0.00s)" ${text} "${${text}}")
  string(REGEX REPLACE "\t[0-9]+\\.[0-9]+s\n" "\t0.000s\n" ${text} "${${text}}")
endforeach()
if(NOT "${status}" STREQUAL "${wantStatus}" OR NOT "${got}" STREQUAL "${want}")
  message(FATAL_ERROR "${PROGRAM}: exit status ${status}\n${errors}\n--- want${want}--- got${got}")
endif()
string(FIND "${errors}" "${wantErrors}" found)
if(found EQUAL -1)
  message(FATAL_ERROR "${PROGRAM}: standard error lacks `${wantErrors}`:\n${errors}")
endif()
