/* SPDX-License-Identifier: MIT
 *
 * In: hits, views, stats. Out: the JSON that the command prints. Keys and their
 * order are a contract. */
#include "base/error.h"
#include "base/json.h"
#include "searcher/hits.h"

#include <string.h>

#define JSON_MAX ((size_t)1 << 30)

static void key_string(buf *out, const char *key, const char *value)
{
    json_key(out, key);
    json_string(out, value);
}

static void key_number(buf *out, const char *key, uint64_t value)
{
    json_key(out, key);
    json_number(out, value);
}

static void key_real(buf *out, const char *key, double value)
{
    json_key(out, key);
    json_real(out, value);
}

/* Hand the buffer over. */
static pilcrow_status finish(char **out, buf *json, pilcrow_error *err)
{
    *out = buf_take(json);
    return *out == NULL ? error_no_memory(err) : PILCROW_OK;
}

/* Before anything is written: is there something to write, and where to? */
static pilcrow_status begin(char **out, const void *what, const char *name,
                            pilcrow_error *err)
{
    if (out == NULL)
        return error_missing(err, "the place for the JSON");
    *out = NULL;
    return what == NULL ? error_missing(err, name) : PILCROW_OK;
}

/* ---------------------------------------------------------- paragraphs --- */

static void write_place(buf *out, const pilcrow_paragraph *p)
{
    key_string(out, "id", p->id);
    key_string(out, "document", p->document);
    key_string(out, "path", p->path);
    key_number(out, "line", p->line);
    key_number(out, "end_line", p->end_line);
    key_number(out, "byte", p->byte);
    key_number(out, "end_byte", p->end_byte);
    json_key(out, "page");
    if (p->page == 0)
        json_raw(out, "null");
    else
        json_number(out, p->page);
    key_string(out, "title", p->title);
    json_key(out, "heading");
    json_open(out, '[');
    for (size_t i = 0; i < p->heading_count; i++)
        json_string(out, p->heading[i]);
    json_close(out, ']');
    key_string(out, "kind", p->kind);
    key_string(out, "lang", p->lang);
    json_key(out, "text");
    json_text(out, p->text, p->text_len);
}

static void write_meta(buf *out, const pilcrow_paragraph *p)
{
    json_key(out, "meta");
    json_raw(out, p->meta[0] == '\0' ? "{}" : p->meta);
}

static void write_highlights(buf *out, const pilcrow_hit *hit)
{
    json_key(out, "highlights");
    json_open(out, '[');
    for (size_t i = 0; i < hit->highlight_count; i++) {
        json_open(out, '[');
        json_number(out, hit->highlights[i].start);
        json_number(out, hit->highlights[i].end);
        json_close(out, ']');
    }
    json_close(out, ']');
}

static void write_explanation(buf *out, const pilcrow_explanation *e)
{
    json_open(out, '{');
    key_string(out, "term", e->term);
    key_string(out, "kind", e->kind);
    key_string(out, "from", e->from);
    key_number(out, "tf", e->tf);
    key_number(out, "df", e->df);
    key_real(out, "idf", e->idf);
    key_number(out, "length", e->length);
    key_real(out, "weight", e->weight);
    key_real(out, "score", e->score);
    json_close(out, '}');
}

static void write_explanations(buf *out, const pilcrow_hit *hit)
{
    json_key(out, "explain");
    json_open(out, '[');
    for (size_t i = 0; i < hit->explanation_count; i++)
        write_explanation(out, &hit->explanations[i]);
    json_close(out, ']');
}

pilcrow_status pilcrow_hit_json(char **out, const pilcrow_hit *hit,
                                pilcrow_error *err)
{
    buf json;
    pilcrow_status status = begin(out, hit, "the hit", err);
    if (status != PILCROW_OK)
        return status;
    buf_init(&json, JSON_MAX);
    json_open(&json, '{');
    key_number(&json, "rank", hit->rank);
    key_real(&json, "score", hit->score);
    write_place(&json, &hit->paragraph);
    write_highlights(&json, hit);
    key_string(&json, "snippet", hit->snippet);
    write_meta(&json, &hit->paragraph);
    if (hit->explained)
        write_explanations(&json, hit);
    json_close(&json, '}');
    return finish(out, &json, err);
}

static void write_paragraph(buf *out, const pilcrow_paragraph *p)
{
    json_open(out, '{');
    write_place(out, p);
    write_meta(out, p);
    json_close(out, '}');
}

static void write_neighbours(buf *out, const char *key,
                             const pilcrow_view *view, size_t from, size_t to)
{
    json_key(out, key);
    json_open(out, '[');
    for (size_t i = from; i < to; i++)
        write_paragraph(out, &view->list[i]);
    json_close(out, ']');
}

pilcrow_status pilcrow_view_json(char **out, const pilcrow_view *view,
                                 pilcrow_error *err)
{
    buf json;
    pilcrow_status status = begin(out, view, "the view", err);
    if (status != PILCROW_OK)
        return status;
    const pilcrow_paragraph *focus = &view->list[view->focus];
    buf_init(&json, JSON_MAX);
    json_open(&json, '{');
    write_place(&json, focus);
    write_meta(&json, focus);
    write_neighbours(&json, "before", view, 0, view->focus);
    write_neighbours(&json, "after", view, view->focus + 1, view->count);
    json_close(&json, '}');
    return finish(out, &json, err);
}

/* --------------------------------------------------- stats and summary --- */

static void write_languages(buf *out, const char *languages)
{
    json_key(out, "languages");
    json_open(out, '[');
    while (*languages != '\0') {
        size_t len = strcspn(languages, ",");
        json_text(out, languages, len);
        languages += len + (languages[len] == ',');
    }
    json_close(out, ']');
}

pilcrow_status pilcrow_stats_json(char **out, const pilcrow_stats *stats,
                                  pilcrow_error *err)
{
    buf json;
    pilcrow_status status = begin(out, stats, "the stats", err);
    if (status != PILCROW_OK)
        return status;
    buf_init(&json, JSON_MAX);
    json_open(&json, '{');
    key_number(&json, "documents", stats->documents);
    key_number(&json, "paragraphs", stats->paragraphs);
    key_number(&json, "words", stats->words);
    key_number(&json, "bytes", stats->bytes);
    key_string(&json, "engine", stats->engine);
    key_number(&json, "generation", stats->generation);
    write_languages(&json, stats->languages);
    key_number(&json, "glossary_entries", stats->glossary_entries);
    json_close(&json, '}');
    return finish(out, &json, err);
}

static void write_entry(buf *out, const pilcrow_entry *entry)
{
    key_string(out, "term", entry->term);
    key_string(out, "translation", entry->translation);
    key_string(out, "note", entry->note);
    key_string(out, "path", entry->path);
    key_number(out, "line", entry->line);
    json_key(out, "id");
    if (entry->id[0] == '\0')
        json_raw(out, "null");
    else
        json_string(out, entry->id);
}

pilcrow_status pilcrow_entry_json(char **out, const pilcrow_entry *entry,
                                  pilcrow_error *err)
{
    buf json;
    pilcrow_status status = begin(out, entry, "the entry", err);
    if (status != PILCROW_OK)
        return status;
    buf_init(&json, JSON_MAX);
    json_open(&json, '{');
    write_entry(&json, entry);
    json_close(&json, '}');
    return finish(out, &json, err);
}

pilcrow_status pilcrow_finding_json(char **out, const pilcrow_finding *finding,
                                    pilcrow_error *err)
{
    buf json;
    pilcrow_status status = begin(out, finding, "the finding", err);
    if (status != PILCROW_OK)
        return status;
    buf_init(&json, JSON_MAX);
    json_open(&json, '{');
    key_string(&json, "kind", finding->kind);
    key_string(&json, "reason", finding->reason);
    write_entry(&json, finding->entry);
    json_key(&json, "other");
    if (finding->other == NULL) {
        json_raw(&json, "null");
    } else {
        json_open(&json, '{');
        write_entry(&json, finding->other);
        json_close(&json, '}');
    }
    json_close(&json, '}');
    return finish(out, &json, err);
}

/* {"kind":{"paragraph":12,"list":3},"lang":{...},"document":{...}} */
static void write_facets(buf *out, const pilcrow_hits *hits)
{
    const char *name = NULL;
    json_key(out, "facets");
    json_open(out, '{');
    for (size_t i = 0; i < hits->facet_count; i++) {
        const pilcrow_facet *facet = &hits->facets[i];
        if (name == NULL || strcmp(name, facet->name) != 0) {
            if (name != NULL)
                json_close(out, '}');
            json_key(out, facet->name);
            json_open(out, '{');
            name = facet->name;
        }
        key_number(out, facet->value, facet->count);
    }
    if (name != NULL)
        json_close(out, '}');
    json_close(out, '}');
}

pilcrow_status pilcrow_summary_json(char **out, const pilcrow_hits *hits,
                                    pilcrow_error *err)
{
    buf json;
    pilcrow_status status = begin(out, hits, "the hits", err);
    if (status != PILCROW_OK)
        return status;
    buf_init(&json, JSON_MAX);
    json_open(&json, '{');
    json_key(&json, "summary");
    json_open(&json, '{');
    key_number(&json, "total", hits->total);
    json_key(&json, "exact");
    json_bool(&json, hits->exact);
    json_key(&json, "notices");
    json_open(&json, '[');
    for (size_t i = 0; i < hits->notices.count; i++)
        json_string(&json, hits->notices.list[i]);
    json_close(&json, ']');
    json_key(&json, "suggestions");
    json_open(&json, '[');
    for (size_t i = 0; i < hits->suggestion_count; i++)
        json_string(&json, hits->suggestions[i]);
    json_close(&json, ']');
    write_facets(&json, hits);
    json_close(&json, '}');
    json_close(&json, '}');
    return finish(out, &json, err);
}
