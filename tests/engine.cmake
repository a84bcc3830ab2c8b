# SPDX-License-Identifier: MIT
# What engine.h promises, held to by every engine of the build.
set(engine_kit engine_kit.c)
pilcrow_engine_unit(engine test_engine.c ${engine_kit})
pilcrow_engine_unit(engine_query test_engine_query.c ${engine_kit})
pilcrow_engine_unit(engine_scores test_engine_scores.c ${engine_kit})
pilcrow_engine_unit(engine_joint test_engine_joint.c ${engine_kit})
pilcrow_engine_unit(engine_folder test_engine_folder.c ${engine_kit})
pilcrow_engine_unit(engine_faults test_engine_faults.c ${engine_kit})
pilcrow_engine_unit(engine_damage test_engine_damage.c ${engine_kit})
pilcrow_engine_unit(engine_positions test_engine_positions.c support.c)
pilcrow_unit(engine_record test_engine_record.c)
pilcrow_unit(engine_names test_engine_names.c)
pilcrow_unit(postings test_postings.c support.c)
pilcrow_unit(packer test_packer.c)
pilcrow_unit(segment_parts test_segment_parts.c support.c)
pilcrow_unit(segment_search test_segment_search.c ${engine_kit} engine_choice.c)
target_link_options(test_segment_search PRIVATE -Wl,--wrap=backend_default)
pilcrow_unit(segment_order test_segment_order.c no_memory.c ${engine_kit}
             engine_choice.c)
pilcrow_unit(segment_alike test_segment_alike.c no_memory.c ${engine_kit}
             engine_choice.c)
foreach(test segment_order segment_alike)
  foreach(name backend_default malloc calloc realloc aligned_alloc strdup)
    target_link_options(test_${test} PRIVATE -Wl,--wrap=${name})
  endforeach()
  set_property(TEST ${test} APPEND PROPERTY
               ENVIRONMENT "PILCROW_TEST_ENGINE=segment")
endforeach()

# What holds of xapian alone.
if("xapian" IN_LIST pilcrow_engines)
  pilcrow_unit(engine_xapian test_engine_xapian.c ${engine_kit}
               engine_choice.c)
  pilcrow_unit(engine_guard test_engine_guard.cc)
  pilcrow_unit(engine_group test_engine_group.cc ${engine_kit}
               engine_choice.c)
  pilcrow_unit(engine_memory test_engine_memory.cc ${engine_kit}
               engine_choice.c)
  foreach(name engine_xapian engine_memory engine_group)
    target_link_options(test_${name} PRIVATE -Wl,--wrap=backend_default)
    set_property(TEST ${name} APPEND PROPERTY
                 ENVIRONMENT "PILCROW_TEST_ENGINE=xapian")
  endforeach()
endif()

# Held against a reference: 2,000 random trees, 100,000 with PILCROW_LONG.
pilcrow_engine_unit(differential test_differential.c pair.c
                    random_trees.c reference.c ${engine_kit})

# The format as it is described, read by another program.
if("segment" IN_LIST pilcrow_engines)
  pilcrow_script(segment_format segment_format.sh)
endif()
