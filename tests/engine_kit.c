/* SPDX-License-Identifier: MIT
 *
 * In: tests' words. Out: paragraphs, queries and folders for the engine. */
#include "engine_kit.h"

#include <ftw.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "engine/folder.h"

#define WORDS_MAX 4096

/* xapian-core's own check of its tables frees a table as its base class, which
 * has no virtual destructor: harmless, and not ours to mend. */
__attribute__((visibility("default"))) const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
    return "new_delete_type_mismatch=0";
}

void kit_only(const char *engine)
{
    if (engine_choice_is(engine))
        return;
    print_message("skipped: only about %s\n", engine);
    skip();
}

/* ------------------------------------------------------------ folders --- */

char *kit_folder(void)
{
    const char *parent = getenv("TMPDIR");
    char *dir = NULL;
    if (asprintf(&dir, "%s/pilcrow-engine-XXXXXX",
                 parent != NULL ? parent : "/tmp") < 0)
        fail();
    if (mkdtemp(dir) == NULL)
        fail_msg("cannot make a folder at %s", dir);
    return dir;
}

static int remove_one(const char *path, const struct stat *info, int type,
                      struct FTW *where)
{
    (void)info;
    (void)type;
    (void)where;
    return remove(path);
}

void kit_remove(char *dir)
{
    nftw(dir, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    free(dir);
}

const char *kit_path(const char *dir, const char *name)
{
    static char paths[4][512];
    static unsigned next;
    char *path = paths[next++ % 4];
    snprintf(path, sizeof paths[0], "%s/%s", dir, name);
    return path;
}

const char *kit_data(const char *dir)
{
    char name[64];
    folder_current current;
    assert_ok(folder_read(&current, dir, err));
    snprintf(name, sizeof name, "data-%" PRIu64, current.number);
    return kit_path(dir, name);
}

void kit_write(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
}

void kit_damage(const char *path, long offset, size_t count)
{
    FILE *file = fopen(path, "r+");
    assert_non_null(file);
    for (long at = offset; count > 0; at++, count--) {
        assert_int_equal(fseek(file, at, SEEK_SET), 0);
        int byte = fgetc(file);
        if (byte == EOF)
            break;
        assert_int_equal(fseek(file, at, SEEK_SET), 0);
        fputc(byte ^ 0x10, file);
    }
    assert_int_equal(fclose(file), 0);
}

/* --------------------------------------------------------- paragraphs --- */

engine_writer *kit_writer(const char *dir)
{
    engine_writer *writer = NULL;
    assert_ok(engine_writer_open(&writer, dir, NULL, err));
    return writer;
}

engine_snapshot *kit_snapshot(const char *dir)
{
    engine_snapshot *snapshot = NULL;
    assert_ok(engine_snapshot_open(&snapshot, dir, err));
    return snapshot;
}

bool kit_next_word(kit_word *word)
{
    for (const char *at = word->rest; at != NULL && *at != '\0';) {
        word->position += *at != '/';
        at += strspn(at, " /");
        word->text = at;
        word->len = strcspn(at, " /");
        at += word->len;
        at += *at == ' ';
        word->rest = at;
        if (word->len > 1 || (word->len == 1 && word->text[0] != '_'))
            return true;
    }
    return false;
}

/* The postings of a paragraph under way. */
typedef struct postings {
    arena arena;
    engine_posting list[WORDS_MAX];
    size_t count;
} postings;

static engine_posting *find_posting(postings *p, engine_field field,
                                    const char *word, size_t len)
{
    for (size_t i = 0; i < p->count; i++)
        if (p->list[i].field == field && p->list[i].len == len &&
            memcmp(p->list[i].term, word, len) == 0)
            return &p->list[i];
    return NULL;
}

static void add_filter(postings *p, engine_field field, const char *term)
{
    if (term != NULL && p->count < WORDS_MAX)
        p->list[p->count++] =
            (engine_posting){field, term, strlen(term), 0, NULL};
}

/* Nothing occurs more than `most` times in the text. */
static void add_word(postings *p, engine_field field, const kit_word *word,
                     size_t most)
{
    engine_posting *posting = find_posting(p, field, word->text, word->len);
    uint32_t *positions;
    if (posting == NULL && p->count < WORDS_MAX) {
        posting = &p->list[p->count++];
        positions = arena_array(&p->arena, most, sizeof *positions);
        *posting =
            (engine_posting){field, word->text, word->len, 0, positions};
    }
    positions = (uint32_t *)(uintptr_t)posting->positions;
    if (posting->frequency == 0 ||
        positions[posting->frequency - 1] < word->position)
        positions[posting->frequency++] = word->position;
}

static void add_words(postings *p, engine_field field, const char *text)
{
    const size_t most = text == NULL ? 0 : strlen(text) / 2 + 1;
    kit_word word = {.rest = text};
    while (kit_next_word(&word))
        add_word(p, field, &word, most);
}

pilcrow_status kit_add(engine_writer *writer, const kit_paragraph *paragraph,
                       pilcrow_error *err)
{
    char *record = NULL;
    char document[32];
    /* Too large to be made anew for each of many thousand paragraphs. */
    static _Thread_local postings kept;
    postings *p = &kept;
    p->count = 0;
    arena_init(&p->arena, (size_t)64 << 20);
    snprintf(document, sizeof document, "d%" PRIu64, paragraph->document);
    add_filter(p, ENGINE_ID, paragraph->id);
    add_filter(p, ENGINE_DOC, document);
    add_filter(p, ENGINE_LANG, paragraph->lang);
    if (!paragraph->left_out) {
        add_words(p, ENGINE_BODY, paragraph->body);
        add_words(p, ENGINE_HEADING, paragraph->heading);
    }
    int len = paragraph->record != NULL
                  ? asprintf(&record, "%s", paragraph->record)
                  : asprintf(&record, "%s %s", paragraph->id, paragraph->body);
    engine_paragraph whole = {
        .postings = p->list,
        .posting_count = p->count,
        .record = record,
        .record_len = (size_t)len,
        .values = {paragraph->document, paragraph->ordinal},
        .alike = paragraph->alike,
        .left_out = paragraph->left_out};
    pilcrow_status status = engine_writer_add(writer, &whole, err);
    free(record);
    arena_release(&p->arena);
    return status;
}

void kit_commit_one(engine_writer *writer, const char *id, const char *body)
{
    kit_paragraph paragraph = {.id = id, .body = body};
    assert_ok(kit_add(writer, &paragraph, err));
    assert_ok(engine_writer_commit(writer, err));
}

/* ------------------------------------------------------------- queries --- */

/* Reading "(op NUMBER child child)" or "field:term". */
typedef struct reader {
    arena *arena;
    const char *at;
} reader;

static const struct {
    const char *name;
    engine_op op;
} ops[] = {
    {"or", ENGINE_OR},           {"and", ENGINE_AND},
    {"not", ENGINE_AND_NOT},     {"maybe", ENGINE_AND_MAYBE},
        {"filter", ENGINE_FILTER},
    {"phrase", ENGINE_PHRASE},   {"near", ENGINE_NEAR},
    {"synonym", ENGINE_SYNONYM}, {"scale", ENGINE_SCALE},
    {"range", ENGINE_RANGE},     {"all", ENGINE_ALL},
};

static const struct {
    const char *name;
    engine_field field;
} fields[] = {
    {"heading:", ENGINE_HEADING},
    {"id:", ENGINE_ID},
    {"doc:", ENGINE_DOC},
    {"lang:", ENGINE_LANG},
};

static engine_query *read_node(reader *r);

static void skip_spaces(reader *r)
{
    r->at += strspn(r->at, " ");
}

static void read_op(reader *r, engine_query *node)
{
    size_t len = strcspn(r->at, " )");
    for (size_t i = 0; i < sizeof ops / sizeof *ops; i++)
        if (strlen(ops[i].name) == len &&
            memcmp(ops[i].name, r->at, len) == 0) {
            node->op = ops[i].op;
            r->at += len;
            skip_spaces(r);
            return;
        }
    fail_msg("no such operator: %s", r->at);
}

static double read_number(reader *r)
{
    char *end;
    double number = strtod(r->at, &end);
    r->at = end;
    skip_spaces(r);
    return number;
}

static uint64_t read_whole(reader *r)
{
    char *end;
    uint64_t number = strtoull(r->at, &end, 10);
    r->at = end;
    skip_spaces(r);
    return number;
}

static void read_numbers(reader *r, engine_query *node)
{
    if (node->op == ENGINE_PHRASE || node->op == ENGINE_NEAR)
        node->window = (uint32_t)read_whole(r);
    if (node->op == ENGINE_SCALE)
        node->weight = read_number(r);
    if (node->op != ENGINE_RANGE)
        return;
    node->value = (engine_value)read_whole(r);
    node->low = read_whole(r);
    node->high = read_whole(r);
}

static void read_term(reader *r, engine_query *node)
{
    node->op = ENGINE_TERM;
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        size_t len = strlen(fields[i].name);
        if (strncmp(r->at, fields[i].name, len) != 0)
            continue;
        node->field = fields[i].field;
        r->at += len;
        break;
    }
    node->len = strcspn(r->at, " )");
    node->term = arena_copy(r->arena, r->at, node->len);
    r->at += node->len;
}

static engine_query *read_node(reader *r)
{
    engine_query *node = arena_alloc(r->arena, sizeof *node);
    const engine_query *children[32];
    size_t count = 0;
    skip_spaces(r);
    if (*r->at != '(') {
        read_term(r, node);
        return node;
    }
    r->at++;
    read_op(r, node);
    read_numbers(r, node);
    for (; *r->at != ')' && *r->at != '\0' && count < 32; skip_spaces(r))
        children[count++] = read_node(r);
    r->at += *r->at == ')';
    const engine_query **kept = arena_array(r->arena, count + 1, sizeof *kept);
    memcpy(kept, children, count * sizeof *kept);
    node->children = kept;
    node->child_count = count;
    return node;
}

engine_query *kit_query(arena *a, const char *text)
{
    reader r = {a, text};
    return read_node(&r);
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

const char *kit_sorted(const char *text)
{
    static char out[512];
    char copy[512];
    char *words[64];
    size_t count = 0;
    char *rest = NULL;
    snprintf(copy, sizeof copy, "%s", text);
    for (char *word = strtok_r(copy, " ", &rest); word != NULL && count < 64;
         word = strtok_r(NULL, " ", &rest))
        words[count++] = word;
    qsort(words, count, sizeof *words, by_text);
    out[0] = '\0';
    for (size_t i = 0; i < count; i++) {
        strcat(out, i > 0 ? " " : "");
        strcat(out, words[i]);
    }
    return out;
}

engine_search_options kit_options(void)
{
    return (engine_search_options){.limit = 100, .k1 = 1.2, .b = 0.75};
}

engine_ref kit_ref(engine_snapshot *snapshot, const char *id)
{
    engine_result result;
    const engine_query query = {.op = ENGINE_TERM,
                                .field = ENGINE_ID,
                                .term = id,
                                .len = strlen(id)};
    const engine_search_options options = kit_options();
    assert_ok(engine_search(snapshot, &query, &options, &result, err));
    if (result.count != 1)
        fail_msg("%zu paragraphs are '%s'", result.count, id);
    const engine_ref ref = result.hits[0].ref;
    engine_result_release(&result);
    return ref;
}

const char *kit_search(engine_snapshot *snapshot, const char *query,
                       const engine_search_options *options)
{
    static char ids[4096];
    arena a;
    buf record;
    engine_result result;
    engine_search_options usual = kit_options();
    arena_init(&a, 1 << 20);
    buf_init(&record, ENGINE_RECORD_MAX);
    assert_ok(engine_search(snapshot, kit_query(&a, query),
                            options != NULL ? options : &usual, &result, err));
    ids[0] = '\0';
    for (size_t i = 0; i < result.count; i++) {
        assert_ok(engine_fetch(snapshot, result.hits[i].ref, &record, err));
        size_t used = strlen(ids);
        snprintf(ids + used, sizeof ids - used, "%s%.*s", i > 0 ? " " : "",
                 (int)strcspn(record.data, " "), record.data);
    }
    engine_result_release(&result);
    buf_release(&record);
    arena_release(&a);
    return ids;
}

uint64_t kit_generation(engine_snapshot *snapshot)
{
    engine_stats stats = {0};
    assert_ok(engine_snapshot_stats(snapshot, &stats, err));
    return stats.generation;
}

uint64_t kit_paragraphs(engine_snapshot *snapshot)
{
    engine_stats stats = {0};
    assert_ok(engine_snapshot_stats(snapshot, &stats, err));
    return stats.paragraphs;
}
