# SPDX-License-Identifier: MIT
pilcrow_unit(corpus test_corpus.c test_corpus_kit.c)
pilcrow_unit(corpus_load test_corpus_load.c)
target_link_libraries(test_corpus_load PRIVATE PkgConfig::zlib)
pilcrow_unit(corpus_random test_corpus_random.c test_corpus_kit.c)
pilcrow_unit(corpus_seeds test_corpus_seeds.c test_corpus_kit.c)
pilcrow_unit(corpus_walk test_corpus_walk.c)
