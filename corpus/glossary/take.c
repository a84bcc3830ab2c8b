/* SPDX-License-Identifier: MIT
 *
 * In: a unit that is an entry. Out: the entry, with the forms of its sides and
 * its note, and where it stands. */
#include <string.h>

#include "base/utf8.h"
#include "corpus/glossary/side.h"
#include "corpus/glossary/unit.h"
#include "corpus/text.h"

#define CLOSING_QUOTE "\xC2\xBB"

/* "Where?", "Hello!": behind the marks that the words of a side end with; not
 * where they stand for something left out, as before a comma. */
static size_t past_calls(const buf *text, size_t end)
{
    size_t at = end;
    if (end > 0 && text->data[end - 1] == ')')
        return end;
    while (at < text->len && (text->data[at] == '?' || text->data[at] == '!'))
        at++;
    return at < text->len && text->data[at] == ',' ? end : at;
}

static bool make_side(finder *f, corpus_side *out, buf *note,
                      const unit_place *at, const char *headword)
{
    finder_read(f, &f->left, at->block, at->cell);
    return f->ok &&
           side_make(out, f->out->memory, note, &f->left.d, f->c->text,
                     at->start, past_calls(&f->left.d.text, at->end), headword);
}

static bool has_small(const char *text, size_t at, size_t end)
{
    uint32_t code;
    for (; at < end; at += utf8_read(text + at, end - at, &code))
        if (text_is_lower(text_at(text, end, at)))
            return true;
    return false;
}

/* Make the term, or the first part of two; the other, where the first is an
 * abbreviation of it, is a form of the term, too. */
static bool make_term(finder *f, corpus_side *out, buf *note, const unit *u)
{
    unit_place at = u->term;
    finder_read(f, &f->left, at.block, at.cell);
    const char *text = buf_text(&f->left.d.text);
    bool first = u->first_end > 0;
    bool spells_out =
        first && f->ok && !has_small(text, at.start, u->first_end);
    if (first && !spells_out)
        at.end = u->first_end;
    if (!make_side(f, out, note, &at, f->headword))
        return false;
    if (spells_out)
        out->text = arena_copy(f->out->memory, text + at.start,
                               u->first_end - at.start);
    return out->text != NULL;
}

/* What stands between the sides and behind them is a note, too. */
static void add_remark(const finder *f, buf *note, const unit *u)
{
    const char *text = buf_text(&f->left.d.text);
    size_t from = u->translation.end, to = u->end;
    if (u->translation.cell != UNIT_NO_CELL || u->rest_end > 0 || from >= to ||
        to > f->left.d.text.len)
        return;
    while (from < to && !text_is_letter(text_at(text, to, from)))
        from++;
    if (from == to)
        return;
    if (strncmp(text + to, CLOSING_QUOTE, strlen(CLOSING_QUOTE)) == 0)
        to += strlen(CLOSING_QUOTE);
    if (note->len > 0)
        buf_add_text(note, "; ");
    buf_add(note, text + from, to - from);
}

void finder_take(finder *f, const unit *u)
{
    buf note;
    arena *memory = f->out->memory;
    corpus_entry *entry = arena_alloc(memory, sizeof *entry);
    if (entry == NULL) {
        f->ok = false;
        return;
    }
    buf_init(&note, CORPUS_PARAGRAPH_MAX);
    f->ok = make_term(f, &entry->term, &note, u) &&
            make_side(f, &entry->translation, &note, &u->translation, NULL);
    if (f->ok && entry->term.cyrillic == entry->translation.cyrillic) {
        buf_release(&note); /* a word of the other alphabet was inside a side */
        return;
    }
    if (f->ok && strchr(entry->term.text, '~') == NULL)
        f->headword = entry->term.forms[0];
    if (f->ok)
        add_remark(f, &note, u);
    entry->note = arena_copy(memory, buf_text(&note), note.len);
    f->ok = f->ok && entry->note != NULL && !note.failed;
    buf_release(&note);
    glossary_entry found = {.at = {u->term.block, u->start, u->end},
                            .entry = entry};
    if (u->rest_end > 0)
        found.rest =
            (glossary_part){u->translation.block, u->rest_start, u->rest_end};
    buf_add(&f->out->entries, &found, sizeof found);
    if (u->rest_end == 0)
        return;
    found = (glossary_entry){.at = found.rest};
    buf_add(&f->out->entries, &found, sizeof found);
}
