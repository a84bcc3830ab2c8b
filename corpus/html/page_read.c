/* SPDX-License-Identifier: MIT
 *
 * In: elements, and what their attributes say. Out: what of a page is read, and
 * what is not, until those elements end.
 *
 * Invariant: `depth` elements are open, and of those that stand within each
 * other the outermost decides. */
#include "corpus/html/page_inside.h"

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

/* --------------------------------------------------------- the elements --- */

void page_open_hidden(page *p, const page_element *e)
{
    (void)e;
    p->hidden++;
}

void page_close_hidden(page *p, const page_element *e)
{
    (void)e;
    p->hidden--;
}

/* In an article or section it is a note on it, else what stands beside the
 * text. */
void page_open_aside(page *p, const page_element *e)
{
    if (p->parts == 0) {
        page_open_hidden(p, e);
        return;
    }
    page_close_block(p);
    p->asides++;
}

void page_close_aside(page *p, const page_element *e)
{
    if (p->parts == 0) {
        page_close_hidden(p, e);
        return;
    }
    page_close_block(p);
    p->asides--;
    p->labelled = false;
}

void page_open_dialog(page *p, const page_element *e)
{
    page_close_block(p);
    if (p->read != p->depth)
        page_open_hidden(p, e);
}

void page_close_dialog(page *p, const page_element *e)
{
    page_close_block(p);
    if (p->read != p->depth)
        page_close_hidden(p, e);
}

/* One that begins a heading or a term shows what is below. */
void page_open_button(page *p, const page_element *e)
{
    if (p->button == 0 && !p->open && (p->level > 0 || p->in_term))
        p->button = p->depth;
    else
        page_open_hidden(p, e);
}

void page_close_button(page *p, const page_element *e)
{
    if (p->button == p->depth)
        p->button = 0;
    else
        page_close_hidden(p, e);
}

/* A header or footer, of the page or of what it stands in; `level` is 1 for a
 * header. */
void page_open_margin(page *p, const page_element *e)
{
    page_close_block(p);
    if (p->scopes > 0 || p->quotes > 0)
        return;
    page_open_hidden(p, e);
    p->headers += e->level;
    p->titled = false;
}

void page_close_margin(page *p, const page_element *e)
{
    page_close_block(p);
    if (p->scopes > 0 || p->quotes > 0)
        return;
    page_close_hidden(p, e);
    p->headers -= e->level;
}

/* ------------------------------------------------------------- the text --- */

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
