# SPDX-License-Identifier: MIT
# cmake --install: the header, both libraries, what finds them (pkg-config and
# CMake), the program, its man pages and completions, licence and notes.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)
set(pilcrow_package ${CMAKE_INSTALL_LIBDIR}/cmake/Pilcrow)

install(FILES include/pilcrow.h DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
        COMPONENT dev)
install(TARGETS pilcrow_shared EXPORT PilcrowShared
        LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}
        COMPONENT lib NAMELINK_COMPONENT dev
        INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(TARGETS pilcrow_static EXPORT PilcrowStatic
        ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT dev
        INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(TARGETS pilcrow RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR}
        COMPONENT bin)
install(DIRECTORY ${CMAKE_BINARY_DIR}/man/
        DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT bin)
foreach(completion
        pilcrow.bash:bash-completion/completions:pilcrow
        _pilcrow:zsh/site-functions:_pilcrow
        pilcrow.fish:fish/vendor_completions.d:pilcrow.fish)
  string(REPLACE ":" ";" completion ${completion})
  list(GET completion 0 file)
  list(GET completion 1 folder)
  list(GET completion 2 name)
  install(FILES ${CMAKE_BINARY_DIR}/completions/${file}
          DESTINATION ${CMAKE_INSTALL_DATADIR}/${folder}
          RENAME ${name} COMPONENT bin)
endforeach()
install(DIRECTORY schemas DESTINATION ${CMAKE_INSTALL_DATADIR}/pilcrow
        COMPONENT dev)
install(DIRECTORY examples DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT dev)
install(FILES README.md ARCHITECTURE.md CHANGELOG.md LICENSE
        DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT dev)

# ---------------------------------------------------------------- CMake ---
set_target_properties(pilcrow_shared PROPERTIES EXPORT_NAME pilcrow)
install(EXPORT PilcrowShared NAMESPACE Pilcrow::
        DESTINATION ${pilcrow_package} COMPONENT dev)
install(EXPORT PilcrowStatic NAMESPACE Pilcrow::
        DESTINATION ${pilcrow_package} COMPONENT dev)
configure_package_config_file(cmake/PilcrowConfig.cmake.in
  ${CMAKE_BINARY_DIR}/PilcrowConfig.cmake
  INSTALL_DESTINATION ${pilcrow_package})
write_basic_package_version_file(${CMAKE_BINARY_DIR}/PilcrowConfigVersion.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_BINARY_DIR}/PilcrowConfig.cmake
              ${CMAKE_BINARY_DIR}/PilcrowConfigVersion.cmake
        DESTINATION ${pilcrow_package} COMPONENT dev)

# ----------------------------------------------------------- pkg-config ---
# Paths are told from where the file itself lies: it is right below any prefix,
# also one that is only known when installing, or moved afterwards.
set(PILCROW_PC_PREFIX ${CMAKE_INSTALL_PREFIX})
if(NOT IS_ABSOLUTE "${CMAKE_INSTALL_LIBDIR}")
  file(RELATIVE_PATH up "/prefix/${CMAKE_INSTALL_LIBDIR}/pkgconfig" "/prefix")
  string(REGEX REPLACE "/$" "" up "${up}")
  set(PILCROW_PC_PREFIX "\${pcfiledir}/${up}")
endif()
foreach(folder INCLUDEDIR LIBDIR)
  if(IS_ABSOLUTE "${CMAKE_INSTALL_${folder}}")
    set(PILCROW_PC_${folder} "${CMAKE_INSTALL_${folder}}")
  else()
    set(PILCROW_PC_${folder} "\${prefix}/${CMAKE_INSTALL_${folder}}")
  endif()
endforeach()
list(TRANSFORM pilcrow_modules REPLACE "^[^:]*:" ""
     OUTPUT_VARIABLE PILCROW_PC_REQUIRES)
list(JOIN PILCROW_PC_REQUIRES " " PILCROW_PC_REQUIRES)
string(REGEX REPLACE ">=" " >= " PILCROW_PC_REQUIRES "${PILCROW_PC_REQUIRES}")
set(PILCROW_PC_LIBS "-lstemmer -lm")
if(PILCROW_XAPIAN)
  string(APPEND PILCROW_PC_LIBS " -lstdc++")
endif()
configure_file(cmake/pilcrow.pc.in ${CMAKE_BINARY_DIR}/pilcrow.pc @ONLY)
install(FILES ${CMAKE_BINARY_DIR}/pilcrow.pc
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT dev)
