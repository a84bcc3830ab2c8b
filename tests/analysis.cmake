# SPDX-License-Identifier: MIT
pilcrow_unit(analysis test_analysis.c test_analysis_cases.c)
pilcrow_unit(analysis_pairs test_analysis_pairs.c
             test_analysis_cases.c)
pilcrow_unit(analysis_random test_analysis_random.c
             test_analysis_invariants.c)

# fuzz_analysis: run it by hand on a folder of seeds.
if(CMAKE_C_COMPILER_ID MATCHES Clang)
  add_executable(fuzz_analysis fuzz_analysis.c test_analysis_invariants.c)
  target_include_directories(fuzz_analysis PRIVATE ${CMAKE_SOURCE_DIR})
  target_compile_options(fuzz_analysis PRIVATE -fsanitize=fuzzer)
  target_link_options(fuzz_analysis PRIVATE -fsanitize=fuzzer)
  target_link_libraries(fuzz_analysis PRIVATE pilcrow_static pilcrow_flags)
endif()
