/* SPDX-License-Identifier: MIT
 *
 * What the attributes of an element say of its text. */
#ifndef PILCROW_CORPUS_HTML_ATTRIBUTES_H
#define PILCROW_CORPUS_HTML_ATTRIBUTES_H

#include <stddef.h>

/* html_quiet() leaves the value as the only attribute of a tag. */
typedef enum html_mark {
    HTML_PLAIN = 0,
    HTML_UNREAD = 'u', /* no text: a way through pages, a dialog that is shut */
    HTML_UNSEEN = 'v', /* a phrase that is not shown */
    HTML_FIGURE = 'x', /* a figure, table or example of DocBook */
    HTML_TITLE = 'y',  /* a paragraph that is the title of something */
    HTML_READ = 'w'    /* an aside that is a note, a dialog that is open */
} html_mark;

/* What a tag says that begins `tag`, with its '<', has a name of `name` bytes
 * and ends before `len`. Tabs, collapsed parts and all else that a click may
 * show are text, hidden or not, and so is what is shown to no eye but read
 * aloud. */
html_mark html_attributes(const char *tag, size_t name, size_t len);

#endif
