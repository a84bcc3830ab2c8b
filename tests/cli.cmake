# SPDX-License-Identifier: MIT
# The program from outside: what a user types and what comes back.
# What needs no index runs once, the rest for every engine.
foreach(name help options analyze pages completion)
  pilcrow_script(cli_${name} cli_${name}.sh)
endforeach()
pilcrow_engine_script(cli_jobs cli_jobs.sh)
pilcrow_engine_script(cli_alike cli_alike.sh)
foreach(name search escapes show index roots formats errors streams terminal
             watch kill similar glossary batch several full_disk)
  pilcrow_engine_script(cli_${name} cli_${name}.sh)
endforeach()
# The command's own sources, of which its parts that need no verb.
set(pilcrow_printer)
foreach(name character link output printer terminal width)
  list(APPEND pilcrow_printer ${CMAKE_SOURCE_DIR}/cli/${name}.c)
endforeach()
pilcrow_unit(cli_printer test_printer.c ${pilcrow_printer})
target_include_directories(test_cli_printer PRIVATE ${CMAKE_SOURCE_DIR}/cli)
