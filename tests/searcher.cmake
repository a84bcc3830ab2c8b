# SPDX-License-Identifier: MIT
pilcrow_unit(query test_query.c)
pilcrow_unit(snippet test_snippet.c)
pilcrow_engine_unit(query_found test_query_found.c support.c)
pilcrow_engine_unit(query_logic test_query_logic.c support.c)
pilcrow_engine_unit(search test_search.c support.c)
pilcrow_engine_unit(translate test_translate.c support.c)
pilcrow_engine_script(seeds test_seeds.sh)
pilcrow_engine_unit(several test_several.c support.c)
