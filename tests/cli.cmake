# SPDX-License-Identifier: MIT
# The program from outside: what a user types and what comes back.
foreach(name help options search escapes show index formats errors streams terminal)
  pilcrow_script(cli_${name} cli_${name}.sh)
endforeach()
pilcrow_script(cli_watch cli_watch.sh)
pilcrow_script(cli_kill cli_kill.sh)
pilcrow_script(cli_similar cli_similar.sh)
pilcrow_script(cli_analyze cli_analyze.sh)
