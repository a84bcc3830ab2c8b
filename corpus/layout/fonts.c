/* SPDX-License-Identifier: MIT
 *
 * In: what `pdftohtml -xml` writes, and lines with their places. Out: the size
 * of the letters of each line, and whether they are bold. Invariant: a line
 * that no font is told of keeps the height it has. */
#include "corpus/layout/parts.h"

#include <string.h>

#define CHUNKS_MAX 4000u
#define FONTS_MAX 65536u

typedef struct font {
    float size;
    bool bold;
} font;

/* Letters of one font, side by side. */
typedef struct chunk {
    box at;
    uint32_t font;
} chunk;

typedef struct reader {
    page_set *set;
    buf fonts;   /* of font, by number */
    buf chunks;  /* of chunk, of the page in hand */
    float scale; /* points for each of its units */
    size_t page; /* the pages begun */
} reader;

static const char *const bold_names[] = {
    "Bold", "bold", "Black",       "Heavy", "Demi", "-Medi",
    "CMBX", "SFBX", "LMRoman10-B", "CMB1",  "ecbx"};

static bool is_bold_name(const char *name, size_t len)
{
    for (size_t i = 0; i < sizeof bold_names / sizeof *bold_names; i++)
        if (memmem(name, len, bold_names[i], strlen(bold_names[i])) != NULL)
            return true;
    return false;
}

static void add_font(reader *r, const char *tag, const char *end)
{
    const size_t id = layout_count(tag, end, " id=\"");
    const font none = {0};
    if (id >= FONTS_MAX)
        return;
    while (r->fonts.len / sizeof none <= id)
        if (!buf_add(&r->fonts, &none, sizeof none))
            return;
    font *f = (font *)(void *)r->fonts.data + id;
    const char *name =
        memmem(tag, (size_t)(end - tag), " family=\"", strlen(" family=\""));
    f->size = layout_value(tag, end, " size=\"");
    f->bold = name != NULL && is_bold_name(name, (size_t)(end - name));
}

static void add_chunk(reader *r, const char *tag, const char *end)
{
    const float left = layout_value(tag, end, " left=\"") * r->scale;
    const float top = layout_value(tag, end, " top=\"") * r->scale;
    const chunk c = {{left, top,
                      left + layout_value(tag, end, " width=\"") * r->scale,
                      top + layout_value(tag, end, " height=\"") * r->scale},
                     layout_count(tag, end, " font=\"")};
    if (r->chunks.len / sizeof c < CHUNKS_MAX)
        buf_add(&r->chunks, &c, sizeof c);
}

/* How much of a line's width the chunk lies on. */
static float overlap(const box *line, const box *at)
{
    const float middle = (at->top + at->bottom) / 2;
    const float left = line->left > at->left ? line->left : at->left;
    const float right = line->right < at->right ? line->right : at->right;
    return middle > line->top && middle < line->bottom && right > left
               ? right - left
               : 0;
}

static void set_font(const reader *r, page_line *l)
{
    const chunk *chunks = (const chunk *)(const void *)r->chunks.data;
    const font *fonts = (const font *)(const void *)r->fonts.data;
    const size_t count = r->chunks.len / sizeof *chunks;
    const size_t known = r->fonts.len / sizeof *fonts;
    float best = 0, bold = 0, all = 0;
    for (size_t i = 0; i < count; i++) {
        const float here = overlap(&l->at, &chunks[i].at);
        if (here <= 0 || chunks[i].font >= known)
            continue;
        const font *f = &fonts[chunks[i].font];
        all += here;
        bold += f->bold ? here : 0;
        if (here > best && f->size > 0) {
            best = here;
            l->size = f->size * r->scale;
        }
    }
    l->bold = bold > .8f * all;
}

/* The page in hand is over. */
static bool set_fonts(reader *r)
{
    page_set *s = r->set;
    const size_t chunks = r->chunks.len / sizeof(chunk);
    bool ok = !r->fonts.failed && !r->chunks.failed;
    if (r->page > 0 && r->page <= page_count(s)) {
        const printed_page *p = page_at(s, r->page - 1);
        const size_t count = p->lines < CHUNKS_MAX ? p->lines : 0;
        for (size_t i = 0; ok && i < count; i++) {
            ok = layout_goes_on(s, chunks);
            set_font(r, line_at(s, p->line + i));
        }
    }
    buf_clear(&r->chunks);
    return ok;
}

static bool begin_page(reader *r, const char *tag, const char *end)
{
    const float width = layout_value(tag, end, " width=\"");
    const bool ok = set_fonts(r);
    r->page++;
    r->scale = width > 0 && r->page <= page_count(r->set)
                   ? page_at(r->set, r->page - 1)->width / width
                   : 0;
    return ok;
}

bool layout_fonts(page_set *s, const char *xml, size_t len)
{
    const char *at = xml, *const last = xml + len;
    reader r = {.set = s};
    buf_init(&r.fonts, s->lines.max);
    buf_init(&r.chunks, s->lines.max);
    bool ok = true;
    while (ok && at < last &&
           (at = memchr(at, '<', (size_t)(last - at))) != NULL) {
        const char *end = memchr(at, '>', (size_t)(last - at));
        if (end == NULL)
            break;
        if (layout_is_tag(at + 1, end, "page "))
            ok = begin_page(&r, at, end);
        else if (layout_is_tag(at + 1, end, "fontspec "))
            add_font(&r, at, end);
        else if (layout_is_tag(at + 1, end, "text "))
            add_chunk(&r, at, end);
        at = end;
    }
    ok = ok && set_fonts(&r);
    buf_release(&r.fonts);
    buf_release(&r.chunks);
    return ok;
}
