# SPDX-License-Identifier: MIT
# What pilcrow.h promises to a program that has nothing but that header.
pilcrow_engine_unit(writer test_writer.c support.c)
pilcrow_engine_unit(library test_library.c support.c)
pilcrow_script(schemas test_schemas.sh)
pilcrow_script(docs test_docs.sh)
