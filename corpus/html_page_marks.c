/* SPDX-License-Identifier: MIT
 *
 * In: what the attributes of elements say. Out: what is read for it, and what
 * is not, until those elements end.
 *
 * Invariant: `depth` elements are open, and of those that stand within each
 * other the outermost decides. */
#include "corpus/html_page_inside.h"

void page_read_again(page *p)
{
    p->unread = 0;
    p->phrase = false;
    p->hidden--;
}

void page_heed(page *p, html_mark mark)
{
    p->depth++;
    if ((mark == HTML_UNREAD || mark == HTML_UNSEEN) && p->unread == 0) {
        p->unread = p->depth;
        p->phrase = mark == HTML_UNSEEN;
        p->hidden++;
    }
    if (mark == HTML_READ && p->read == 0) {
        p->read = p->depth;
        p->parts++;
    }
    if (mark == HTML_FIGURE && p->figure == 0)
        p->figure = p->depth;
    if (mark == HTML_TITLE && p->figure > 0)
        p->caption = p->depth;
}

void page_leave(page *p)
{
    if (p->unread == p->depth)
        page_read_again(p);
    if (p->read == p->depth) {
        p->read = 0;
        p->parts--;
    }
    if (p->figure == p->depth)
        p->figure = 0;
    if (p->caption == p->depth)
        p->caption = 0;
    p->depth--;
}

void page_hide_text(page *p, slice at)
{
    char *text = p->text;
    const bool joins = p->phrase && at.start > 0 && text[at.start - 1] == '>';
    for (size_t i = at.start; i < at.end; i++)
        if (text[i] != '\n' && text[i] != '\r')
            text[i] = '\t'; /* a blank that is not taken for the page's */
    if (joins) {
        text[at.start - 1] = ' ';
        text[at.end - 1] = '>';
    }
}

bool page_is_shown(const page *p)
{
    bool below = p->titled && (p->level > 0 || p->paragraphs > 0);
    return p->hidden == 0 || (p->headers > 0 && p->hidden == p->headers &&
                              (p->level == 1 || below));
}
