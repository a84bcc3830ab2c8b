/* SPDX-License-Identifier: MIT
 *
 * A libFuzzer target: the invariants of analysis over any bytes, built and run
 * by fuzz_analysis.sh. The first byte chooses the languages, so that seeds begin
 * with a digit: 2 en,ru; 3 fr,de; 4 tr; 0 ro,el; 1 it,ar,hi. */
#include <stdio.h>
#include <stdlib.h>

#include "test_analysis_invariants.h"

/* In the order of the remainders: '0' is 48. */
static const char *const languages[] = {"en,ru", "fr,de", "tr", "ro,el",
                                        "it,ar,hi"};

#define LANGUAGES (sizeof languages / sizeof languages[0])

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static analyser *a[LANGUAGES], *again[LANGUAGES];
    if (size == 0)
        return 0;
    size_t i = data[0] % LANGUAGES;
    if (a[i] == NULL &&
        (analyser_new(&a[i], languages[i], NULL) != PILCROW_OK ||
         analyser_new(&again[i], languages[i], NULL) != PILCROW_OK))
        abort();
    const char *text = (const char *)data + 1;
    const char *broken =
        invariants_broken(a[i], again[i], text, size - 1, NULL);
    if (broken != NULL) {
        fprintf(stderr, "%s\n", broken);
        abort();
    }
    (void)analyser_language(a[i], text, size - 1);
    return 0;
}
