# SPDX-License-Identifier: MIT
# What is installed, used from outside the tree. These tests share one build as
# users have it, without sanitizers, in $BUILD/plain.
pilcrow_script(plain_build plain_build.sh)
set_tests_properties(plain_build PROPERTIES FIXTURES_SETUP plain TIMEOUT 1800)
set_property(TEST plain_build APPEND PROPERTY
             ENVIRONMENT "LAUNCHER=${CMAKE_C_COMPILER_LAUNCHER}"
             "XAPIAN=${PILCROW_XAPIAN}")

# pilcrow_installed(NAME SCRIPT ARG...): a script that wants that build.
function(pilcrow_installed name script)
  pilcrow_script(${name} ${script} ${ARGN})
  set_tests_properties(${name} PROPERTIES FIXTURES_REQUIRED plain)
  set_property(TEST ${name} APPEND PROPERTY ENVIRONMENT "PLAIN=${CMAKE_BINARY_DIR}/plain")
endfunction()

pilcrow_installed(install test_install.sh)
pilcrow_installed(rules test_rules.sh)
pilcrow_installed(examples test_examples.sh)
pilcrow_installed(python test_python.sh)
pilcrow_installed(readme_use test_readme_use.sh)
pilcrow_installed(growth test_growth.sh)
pilcrow_script(debian test_debian.sh)
