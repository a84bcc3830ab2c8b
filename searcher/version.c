/* SPDX-License-Identifier: MIT
 *
 * In: nothing. Out: the versions of what the library is made of, those of the
 * libraries that run where they tell, else those it was built with. */
#include <libxml/xmlversion.h>
#include <utf8proc.h>
#include <zlib.h>

#include "analysis/analysis.h"
#include "engine/engine.h"
#include "pilcrow.h"

#define TEXT_OF(number) #number
#define NUMBER_TEXT(number) TEXT_OF(number)

static const char *analysis(void)
{
    return NUMBER_TEXT(ANALYSIS_VERSION);
}

static const char *libxml2(void)
{
    return LIBXML_DOTTED_VERSION;
}

static const struct {
    const char *name;
    const char *(*version)(void);
} components[] = {
    {"analysis", analysis},
    {"Unicode", utf8proc_unicode_version},
    {"utf8proc", utf8proc_version},
    {"zlib", zlibVersion},
    {"libxml2", libxml2},
};

#define COMPONENTS (sizeof components / sizeof *components)

const char *pilcrow_component(size_t i, const char **version)
{
    const char *ignored;
    version = version != NULL ? version : &ignored;
    *version = NULL;
    if (i < COMPONENTS) {
        *version = components[i].version();
        return components[i].name;
    }
    size_t left = i - COMPONENTS;
    for (size_t k = 0; engine_name(k) != NULL; k++) {
        const char *name = engine_library(k, version);
        if (name != NULL && left-- == 0)
            return name;
    }
    *version = NULL;
    return NULL;
}
