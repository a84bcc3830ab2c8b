# SPDX-License-Identifier: MIT
pilcrow_unit(analysis test_analysis.c test_analysis_cases.c)
pilcrow_unit(analysis_pairs test_analysis_pairs.c
             test_analysis_cases.c)
pilcrow_unit(analysis_random test_analysis_random.c
             test_analysis_invariants.c)

# fuzz_analysis: run it by hand on a folder of seeds. It compiles what it fuzzes
# itself, for libFuzzer to see the branches taken.
if(CMAKE_C_COMPILER_ID MATCHES Clang)
  get_target_property(sources pilcrow_objects SOURCES)
  list(FILTER sources INCLUDE REGEX "/(analysis/.*|base/(buf|error|utf8))\\.c$")
  add_executable(fuzz_analysis fuzz_analysis.c test_analysis_invariants.c
                 ${sources})
  target_include_directories(fuzz_analysis PRIVATE
    ${CMAKE_SOURCE_DIR} ${CMAKE_SOURCE_DIR}/include)
  target_compile_options(fuzz_analysis PRIVATE -fsanitize=fuzzer)
  target_link_options(fuzz_analysis PRIVATE -fsanitize=fuzzer)
  target_link_libraries(fuzz_analysis PRIVATE pilcrow_flags ${pilcrow_needs})
endif()
