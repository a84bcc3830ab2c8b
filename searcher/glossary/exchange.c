/* SPDX-License-Identifier: MIT
 *
 * pilcrow_glossary_export. In: entries. Out: one text of them: lines with tabs,
 * or TermBase eXchange (ISO 30042:2019, dialect TBX-Basic, data categories as
 * tags). Invariant: what goes out is well-formed whatever the entries hold. */
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "searcher/glossary/glossary.h"

#define EXPORT_MAX ((size_t)2 << 30)

/* ------------------------------------------------------------------ tsv --- */

/* Text in which nothing ends a field or a line, or gives a terminal orders. */
static void put_field(buf *out, const char *text, size_t len)
{
    size_t size;
    for (size_t at = 0; at < len; at += size) {
        uint32_t c;
        size = utf8_read(text + at, len - at, &c);
        if (c < 0x20 || (c >= 0x7F && c < 0xA0))
            buf_add_byte(out, ' ');
        else
            buf_add(out, text + at, size);
    }
}

/* A text that begins with a quote stands between quotes and has each of its own
 * twice, or what reads it would take that one for none of it; so does one that
 * begins with '#', or its line would be a remark. */
static void put_cell(buf *out, const char *text)
{
    const char *quote;
    if (*text != '"' && *text != '#') {
        put_field(out, text, strlen(text));
        return;
    }
    buf_add_byte(out, '"');
    for (; (quote = strchr(text, '"')) != NULL; text = quote + 1) {
        put_field(out, text, (size_t)(quote + 1 - text));
        buf_add_byte(out, '"');
    }
    put_field(out, text, strlen(text));
    buf_add_byte(out, '"');
}

/* A side as it is written, but where "~" stands for a word of the entry
 * before. */
static void put_written(buf *out, const corpus_side *side)
{
    if (strchr(side->text, '~') == NULL) {
        put_cell(out, side->text);
        return;
    }
    for (size_t i = 0; i < side->form_count; i++) {
        buf_add_text(out, i > 0 ? ", " : "");
        put_field(out, side->forms[i], strlen(side->forms[i]));
    }
}

static void put_line(buf *out, const glossary_item *item)
{
    const pilcrow_entry *e = &item->shown;
    put_written(out, &item->entry->term);
    buf_add_byte(out, '\t');
    put_written(out, &item->entry->translation);
    if (e->note[0] != '\0') {
        buf_add_byte(out, '\t');
        put_cell(out, e->note);
    }
    buf_add_byte(out, '\n');
}

static void write_tsv(buf *out, const pilcrow_glossary *g)
{
    for (size_t i = 0; i < g->count; i++)
        put_line(out, &g->items[i]);
}

/* ------------------------------------------------------------------ tbx --- */

/* A character that XML 1.0 may hold at all. */
static bool is_xml(uint32_t c)
{
    return c == '\t' || c == '\n' || (c >= 0x20 && c != 0xFFFE && c != 0xFFFF);
}

static void put_xml(buf *out, const char *text)
{
    static const char *const names[128] = {
        ['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['"'] = "&quot;"};
    size_t len = strlen(text), size;
    for (size_t at = 0; at < len; at += size) {
        uint32_t c;
        size = utf8_read(text + at, len - at, &c);
        if (c < 128 && names[c] != NULL)
            buf_add_text(out, names[c]);
        else if (is_xml(c))
            buf_add(out, text + at, size);
        else
            buf_add_text(out, "\xEF\xBF\xBD");
    }
}

/* Is its text its one form, with its commas and its article? */
static bool is_written_whole(const corpus_side *side)
{
    return side->form_count == 1 && side->text[0] != '\0' &&
           strchr(side->text, '~') == NULL;
}

static void put_element(buf *out, const char *indent, const char *name,
                        const char *text)
{
    buf_add_format(out, "%s<%s>", indent, name);
    put_xml(out, text);
    buf_add_format(out, "</%s>\n", name);
}

/* Each form is a term of its own; a lone one stands as it is written. */
static void put_side(buf *out, const corpus_side *side, const char *lang)
{
    buf_add_format(out, "        <langSec xml:lang=\"%s\">\n", lang);
    for (size_t i = 0; i < side->form_count; i++) {
        buf_add_text(out, "          <termSec>\n");
        put_element(out, "            ", "term",
                    is_written_whole(side) ? side->text : side->forms[i]);
        buf_add_text(out, "          </termSec>\n");
    }
    buf_add_text(out, "        </langSec>\n");
}

static void put_concept(buf *out, const pilcrow_glossary *g, size_t i)
{
    const glossary_item *item = &g->items[i];
    const corpus_side *sides[] = {&item->entry->term,
                                  &item->entry->translation};
    buf_add_format(out, "      <conceptEntry id=\"c%zu\">\n", i + 1);
    buf_add_text(out, "        <basic:source>");
    put_xml(out, item->shown.path);
    buf_add_format(out, ":%zu</basic:source>\n", item->shown.line);
    if (item->shown.note[0] != '\0')
        put_element(out, "        ", "note", item->shown.note);
    for (size_t s = 0; s < 2; s++)
        put_side(out, sides[s], sides[s]->cyrillic ? g->cyrillic : g->latin);
    buf_add_text(out, "      </conceptEntry>\n");
}

static void write_tbx(buf *out, const pilcrow_glossary *g)
{
    buf_add_format(out,
                   "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                   "<tbx type=\"TBX-Basic\" style=\"dct\" xml:lang=\"%s\"\n"
                   "     xmlns=\"urn:iso:std:iso:30042:ed-2\"\n"
                   "     xmlns:basic=\"http://www.tbxinfo.net/ns/basic\">\n"
                   "  <tbxHeader>\n"
                   "    <fileDesc>\n"
                   "      <sourceDesc>\n"
                   "        <p>Glossary entries exported by Pilcrow</p>\n"
                   "      </sourceDesc>\n"
                   "    </fileDesc>\n"
                   "  </tbxHeader>\n"
                   "  <text>\n"
                   "    <body>\n",
                   g->latin);
    for (size_t i = 0; i < g->count; i++)
        put_concept(out, g, i);
    buf_add_text(out, "    </body>\n  </text>\n</tbx>\n");
}

/* -------------------------------------------------------------- formats --- */

static const struct {
    const char *name;
    void (*write)(buf *out, const pilcrow_glossary *g);
} formats[] = {{"tsv", write_tsv}, {"tbx", write_tbx}};

pilcrow_status pilcrow_glossary_export(char **out,
                                       const pilcrow_glossary *glossary,
                                       const char *format, pilcrow_error *err)
{
    buf text;
    if (out == NULL)
        return error_missing(err, "the place for the text");
    *out = NULL;
    if (glossary == NULL || format == NULL)
        return error_missing(err,
                             glossary == NULL ? "the glossary" : "the format");
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        if (strcmp(formats[i].name, format) != 0)
            continue;
        buf_init(&text, EXPORT_MAX);
        buf_add(&text, "", 0);
        formats[i].write(&text, glossary);
        *out = buf_take(&text);
        return *out == NULL ? error_no_memory(err) : PILCROW_OK;
    }
    return error_set(err, PILCROW_INVALID,
                     "there is no format '%s'; use tsv or tbx", format);
}
