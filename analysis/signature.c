/* SPDX-License-Identifier: MIT
 *
 * In: the signature an index keeps. Out: the analyser that made it, or a
 * refusal: searching with other terms than those indexed finds nothing. */
#include "analysis/analysis.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static pilcrow_status refuse(pilcrow_error *err)
{
    return error_set(err, PILCROW_VERSION,
                     "the index was made by another version of the analyser; "
                     "make it anew with 'pilcrow index --full'");
}

pilcrow_status analyser_from_signature(analyser **out, const char *signature,
                                       pilcrow_error *err)
{
    char *end;
    *out = NULL;
    unsigned long version = strtoul(signature, &end, 10);
    if (version != ANALYSIS_VERSION || *end != ' ')
        return refuse(err);
    pilcrow_status status = analyser_new(out, end + 1, NULL);
    if (status == PILCROW_OK &&
        strcmp(analyser_signature(*out), signature) == 0)
        return PILCROW_OK;
    analyser_free(*out);
    *out = NULL;
    return status == PILCROW_NO_MEMORY ? error_no_memory(err) : refuse(err);
}
