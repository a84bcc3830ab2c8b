# SPDX-License-Identifier: MIT
# `docs`: the documentation of pilcrow.h in docs/html of the build folder, where
# doxygen is installed. It is no part of the build otherwise.
find_program(PILCROW_DOXYGEN doxygen)
if(PILCROW_DOXYGEN)
  configure_file(docs/Doxyfile.in ${CMAKE_BINARY_DIR}/Doxyfile @ONLY)
  add_custom_target(docs COMMAND ${PILCROW_DOXYGEN} ${CMAKE_BINARY_DIR}/Doxyfile
                    WORKING_DIRECTORY ${CMAKE_BINARY_DIR} VERBATIM)
endif()
