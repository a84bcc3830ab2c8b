/* SPDX-License-Identifier: MIT
 *
 * In: options and the environment. Out: the path of an index folder, or the
 * index in it, open. */
#include "locate.h"

#include <stdlib.h>
#include <string.h>

#include "output.h"

#define NEW_FOLDER ".pilcrow"

static char *copy(const char *text)
{
    char *made = strdup(text);
    if (made == NULL)
        output_no_memory();
    return made;
}

/* What the user said; NULL if nothing. */
static const char *said(const options *o)
{
    const char *variable = getenv("PILCROW_INDEX");
    if (o->index != NULL)
        return o->index;
    return variable != NULL && variable[0] != '\0' ? variable : NULL;
}

char *locate_index(const options *o)
{
    pilcrow_error err = {0};
    char *found = NULL;
    if (said(o) != NULL)
        return copy(said(o));
    if (pilcrow_find(&found, NULL, &err) != PILCROW_OK) {
        output_complain("%s", err.message);
        return NULL;
    }
    char *folder = copy(found);
    pilcrow_free(found);
    return folder;
}

char *locate_new_index(const options *o)
{
    return copy(said(o) != NULL ? said(o) : NEW_FOLDER);
}

pilcrow_index *locate_and_open(const options *o)
{
    pilcrow_error err = {0};
    pilcrow_index *index = NULL;
    char *folder = locate_index(o);
    if (folder == NULL)
        return NULL;
    if (pilcrow_open(&index, folder, &err) != PILCROW_OK)
        output_complain("%s", err.message);
    free(folder);
    return index;
}
