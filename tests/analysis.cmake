# SPDX-License-Identifier: MIT
pilcrow_unit(analysis test_analysis.c test_analysis_cases.c)
pilcrow_unit(analysis_pairs test_analysis_pairs.c
             test_analysis_cases.c)
pilcrow_unit(analysis_random test_analysis_random.c
             test_analysis_invariants.c)
pilcrow_unit(analysis_api test_analysis_api.c)
pilcrow_script(analysis_fuzz fuzz_analysis.sh)
set_tests_properties(analysis_fuzz PROPERTIES TIMEOUT 2400)
