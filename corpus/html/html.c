/* SPDX-License-Identifier: MIT
 *
 * In: a page. Out: its blocks.
 *
 * libxml2 calls once for each element that begins or ends, properly nested
 * whatever the page is like, and once for each run of text. Invariant: `seen`
 * is where the last text ended, and never goes back. */
#include "corpus/html/html.h"

#include <string.h>

#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>

#include "base/utf8.h"
#include "corpus/html/page.h"
#include "corpus/text.h"

/* libxml2 looks through all open elements for one that an end tag closes, and
 * puts each complaint into words. */
#define WORK_MAX ((uint64_t)1000000000)
#define COMPLAINT_WORK 200u

typedef struct reader {
    page page;
    htmlParserCtxtPtr parser;
    const char *text; /* the page's */
    size_t seen;
    uint64_t work;
    bool tangled;
} reader;

/* How far libxml2 has read. Elements that it opens or closes by implication,
 * it opens and closes behind the text that implies them. */
static size_t position(const reader *r)
{
    const xmlParserInput *in = r->parser->input;
    if (in == NULL)
        return r->seen;
    size_t at = in->consumed + (size_t)(in->cur - in->base);
    return at > r->seen ? at : r->seen;
}

static bool is_blank(const char *bytes, size_t len)
{
    for (size_t at = 0; at < len;) {
        uint32_t code;
        at += utf8_read(bytes + at, len - at, &code);
        if (!text_is_space(code))
            return false;
    }
    return true;
}

/* Does the text stand in the page right before `end`, unseen? */
static bool ends_at(const reader *r, size_t end, const char *bytes, size_t len)
{
    return len <= end - r->seen && memcmp(r->text + end - len, bytes, len) == 0;
}

/* Where the text that was just read stands in the page: right before the
 * place in hand if it is written as it reads, else from its entity on. A long
 * text comes in parts, the last character of which is still in hand. */
static slice find_text(const reader *r, const char *bytes, size_t len)
{
    size_t here = position(r), left = r->page.len - here;
    uint32_t code;
    size_t next =
        here + (left > 0 ? utf8_read(r->text + here, left, &code) : 0);
    if (ends_at(r, here, bytes, len))
        return (slice){here - len, here};
    const char *entity = memchr(r->text + r->seen, '&', here - r->seen);
    if (entity != NULL)
        return (slice){(size_t)(entity - r->text), here};
    if (ends_at(r, next, bytes, len))
        return (slice){next - len, next};
    return (slice){here, here};
}

/* -------------------------------------------------- what libxml2 calls --- */

static void stop(reader *r)
{
    r->tangled = true;
    xmlStopParser(r->parser);
}

/* A tag has one attribute at most, of a single letter. */
static void on_start(void *ctx, const xmlChar *name, const xmlChar **attributes)
{
    reader *r = ctx;
    const bool marked = attributes != NULL && attributes[0] != NULL;
    const html_mark mark = marked ? (html_mark)attributes[0][0] : HTML_PLAIN;
    r->page.here = position(r);
    page_start(&r->page, (const char *)name, mark);
}

static void on_end(void *ctx, const xmlChar *name)
{
    reader *r = ctx;
    r->page.here = position(r);
    page_end(&r->page, (const char *)name);
}

static void on_text(void *ctx, const xmlChar *text, int len)
{
    reader *r = ctx;
    const char *bytes = (const char *)text;
    slice at = find_text(r, bytes, (size_t)len);
    r->page.here = r->seen = at.end;
    at = slice_trim(r->text, at);
    if (at.start < at.end && !is_blank(bytes, (size_t)len))
        page_text(&r->page, at);
}

/* Every complaint costs time, a misplaced end tag that of all that is open. */
static void on_complaint(void *ctx, xmlErrorPtr error)
{
    reader *r = ctx;
    bool misplaced = error != NULL && error->code == XML_ERR_TAG_NAME_MISMATCH;
    r->work += COMPLAINT_WORK + (misplaced ? (uint64_t)r->parser->nameNr : 0);
    if (r->work > WORK_MAX || page_failed(&r->page))
        stop(r);
}

static htmlParserCtxtPtr make_parser(reader *r, size_t len)
{
    const xmlSAXHandler calls = {.initialized = XML_SAX2_MAGIC,
                                 .startElement = on_start,
                                 .endElement = on_end,
                                 .characters = on_text,
                                 .ignorableWhitespace = on_text,
                                 .cdataBlock = on_text,
                                 .serror = on_complaint};
    /* Where several threads are the first to make a parser, libxml2 may find
     * its own locks half made, and all of them wait for ever. */
    xmlInitParser();
    htmlParserCtxtPtr parser = htmlCreateMemoryParserCtxt(r->text, (int)len);
    if (parser == NULL)
        return NULL;
    htmlCtxtUseOptions(parser, HTML_PARSE_NONET | HTML_PARSE_RECOVER |
                                   HTML_PARSE_IGNORE_ENC | HTML_PARSE_NODEFDTD);
    xmlSwitchEncoding(parser, XML_CHAR_ENCODING_UTF8);
    *parser->sax = calls;
    parser->userData = r;
    return parser;
}

bool html_blocks(block_list *out, size_t *stopped, char *text, size_t len)
{
    reader r = {.text = text};
    *stopped = len;
    if (len == 0)
        return true;
    r.parser = make_parser(&r, len);
    if (r.parser == NULL)
        return false;
    page_init(&r.page, out, text, len);
    htmlParseDocument(r.parser);
    page_finish(&r.page);
    bool ok = r.parser->errNo != XML_ERR_NO_MEMORY && !page_failed(&r.page);
    if (r.tangled)
        *stopped = r.seen;
    if (r.parser->myDoc != NULL)
        xmlFreeDoc(r.parser->myDoc);
    htmlFreeParserCtxt(r.parser);
    page_release(&r.page);
    return ok;
}
