# SPDX-License-Identifier: MIT
# The program from outside: what a user types and what comes back.
# What needs no index runs once, the rest for every engine.
foreach(name help options analyze pages completion)
  pilcrow_script(cli_${name} cli_${name}.sh)
endforeach()
foreach(name search escapes show index formats errors streams terminal watch
             kill similar batch several)
  pilcrow_engine_script(cli_${name} cli_${name}.sh)
endforeach()
