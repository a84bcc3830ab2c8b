# SPDX-License-Identifier: MIT
# Disks that fail, power that goes, files that rot; see README.md.
set(fault_script index_script.c faulty_disk.c)
pilcrow_engine_unit(faults_kill test_faults_kill.c ${fault_script})

# These are about the segment engine; with $PILCROW_TEST_ENGINE they run on the
# other one by hand.
function(pilcrow_segment_unit name)
  pilcrow_unit(${name} ${ARGN} engine_choice.c)
  target_link_options(test_${name} PRIVATE -Wl,--wrap=backend_default)
  set_property(TEST ${name} APPEND PROPERTY
               ENVIRONMENT "PILCROW_TEST_ENGINE=segment")
endfunction()
pilcrow_segment_unit(faults_errors test_faults_errors.c ${fault_script})
pilcrow_segment_unit(faults_power test_faults_power.c power_loss.c
                     ${fault_script})
pilcrow_segment_unit(faults_rot test_faults_rot.c index_script.c)
pilcrow_segment_unit(faults_memory test_faults_memory.c index_script.c)
if(pilcrow_deflate STREQUAL libdeflate)
  target_compile_definitions(test_faults_memory PRIVATE WITH_LIBDEFLATE)
  target_link_options(test_faults_memory PRIVATE
                      -Wl,--wrap=libdeflate_alloc_compressor
                      -Wl,--wrap=libdeflate_alloc_decompressor)
endif()
foreach(name malloc calloc realloc aligned_alloc strdup vasprintf realpath
             fdopendir mmap iconv_open sb_stemmer_new htmlCreateMemoryParserCtxt
             deflateInit2_ inflateInit2_ deflateCopy)
  target_link_options(test_faults_memory PRIVATE -Wl,--wrap=${name})
endforeach()
pilcrow_segment_unit(segment_jobs test_segment_jobs.c no_memory.c support.c)
foreach(name malloc calloc realloc aligned_alloc strdup)
  target_link_options(test_segment_jobs PRIVATE -Wl,--wrap=${name})
endforeach()
find_package(Threads REQUIRED)
pilcrow_engine_unit(readers test_readers.c index_script.c)
target_link_libraries(test_readers PRIVATE Threads::Threads)

if("xapian" IN_LIST pilcrow_engines)
  pilcrow_unit(torn_reads test_torn_reads.c index_script.c engine_choice.c)
  target_link_options(test_torn_reads PRIVATE -Wl,--wrap=backend_default)
  # Where a block is torn xapian-core compares bytes past its end; what comes of
  # it is thrown away, as the test asserts. Loads of our own code are looked at
  # all the same.
  set_property(TEST torn_reads APPEND PROPERTY
               ENVIRONMENT "PILCROW_TEST_ENGINE=xapian;${pilcrow_asan}:intercept_memcmp=0")
endif()

if("segment" IN_LIST pilcrow_engines)
  pilcrow_script(segment_fuzz fuzz_segment.sh)
  set_tests_properties(segment_fuzz PROPERTIES TIMEOUT 2400)
endif()
