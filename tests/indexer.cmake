# SPDX-License-Identifier: MIT
pilcrow_engine_unit(update test_update.c support.c)
pilcrow_engine_unit(roots test_roots.c support.c)
pilcrow_engine_unit(check test_check.c support.c)
pilcrow_engine_unit(watch test_watch.c support.c)
pilcrow_engine_unit(glossary_index test_glossary_index.c support.c)
