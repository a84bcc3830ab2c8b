/* SPDX-License-Identifier: MIT
 *
 * In: options and the environment. Out: the path of an index folder, or the
 * index in it, open. */
#include "locate.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "output.h"

#define NEW_FOLDER ".pilcrow"

static char *copy(const char *text)
{
    char *made = strdup(text);
    if (made == NULL)
        output_no_memory();
    return made;
}

/* What the user said, the first where it was several; NULL if nothing. */
static const char *said(const options *o)
{
    const char *variable = getenv("PILCROW_INDEX");
    if (o->indexes.count > 0)
        return o->indexes.items[0];
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

/* Does the folder belong to somebody else? What root makes is for all, and
 * root may write anywhere. */
static bool is_anothers(const char *folder)
{
    struct stat at;
    uid_t own = geteuid();
    if (own == 0 || lstat(folder, &at) != 0)
        return false;
    return at.st_uid != own || (stat(folder, &at) == 0 && at.st_uid != own);
}

char *locate_new_index(const options *o, char **shadowed)
{
    char *above = NULL;
    struct stat at;
    *shadowed = NULL;
    if (said(o) != NULL)
        return copy(said(o));
    if (is_anothers(NEW_FOLDER)) {
        output_complain("the index '%s' here belongs to another user; name "
                        "one of your own with -i",
                        NEW_FOLDER);
        return NULL;
    }
    if (lstat(NEW_FOLDER, &at) != 0 &&
        pilcrow_find(&above, NULL, NULL) == PILCROW_OK)
        *shadowed = copy(above);
    pilcrow_free(above);
    return copy(NEW_FOLDER);
}

pilcrow_index *locate_and_open(const options *o)
{
    pilcrow_error err = {0};
    pilcrow_index *index = NULL;
    const text_list *given = &o->indexes;
    char *folder = given->count > 1 ? NULL : locate_index(o);
    pilcrow_status status = PILCROW_OK;
    if (given->count > 1)
        status = pilcrow_open_several(&index, given->items, given->count, &err);
    else if (folder != NULL)
        status = pilcrow_open(&index, folder, &err);
    if (status != PILCROW_OK)
        output_complain("%s", err.message);
    free(folder);
    return index;
}
