/* SPDX-License-Identifier: MIT
 *
 * In: the number of a step. Out: the index changed by it, and what it then
 * holds as a number. */
#include "index_script.h"

#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/engine.h"

#include <xxhash.h>

/* xapian-core's own check of its tables frees a table as its base class, which
 * has no virtual destructor: harmless, and not ours to mend. */
__attribute__((visibility("default"))) const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
    return "new_delete_type_mismatch=0";
}

/* ------------------------------------------------------------ the steps --- */

#define DOCUMENTS_MAX 24
#define TEXT_MAX 2048

static const char *const words[] = {
    "harbour", "asylum",   "refugee", "council", "report",  "winter", "letter",
    "беженцы", "договор",  "совет",   "доклад",  "зима",    "рынок",  "день",
    "treaty",  "migrated", "border",  "ледник",  "граница", "river",
};
#define WORDS (sizeof words / sizeof words[0])

uint32_t script_random(uint64_t *seed)
{
    *seed = *seed * UINT64_C(6364136223846793005) + 1442695040888963407u;
    return (uint32_t)(*seed >> 33);
}

uint64_t script_seed(uint64_t usual)
{
    const char *text = getenv("PILCROW_SEED");
    return text == NULL ? usual : strtoull(text, NULL, 10);
}

static size_t add_words(char *out, size_t used, unsigned count, uint64_t *seed)
{
    for (unsigned i = 0; i < count; i++)
        used += (size_t)snprintf(out + used, TEXT_MAX - used, "%s%s",
                                 i > 0 ? " " : "",
                                 words[script_random(seed) % WORDS]);
    return used;
}

/* Version `version` of document `number`: a title, paragraphs, a glossary. */
static void make_text(char *out, unsigned number, unsigned version)
{
    uint64_t seed = number * 1000 + version;
    size_t used = (size_t)snprintf(out, TEXT_MAX, "# Document %u v%u\n\n",
                                   number, version);
    for (unsigned i = 0; i < 2 + number % 3; i++) {
        used = add_words(out, used, 9 + script_random(&seed) % 20, &seed);
        used += (size_t)snprintf(out + used, TEXT_MAX - used,
                                 ". No %u of %u v%u.\n\n", i, number, version);
    }
    if (number % 4 == 0)
        snprintf(out + used, TEXT_MAX - used,
                 "New words: harbour - гавань; treaty - договор; "
                 "glacier - ледник; border - граница.\n");
}

/* What a step does: documents from `first` on in this version, or one of the
 * other verbs. */
typedef enum verb { INDEX, FORGET, COMPACT, FULL } verb;

static const struct {
    const char *name;
    verb verb;
    unsigned first, count, version;
} steps[SCRIPT_STEPS] = {
    {"index", INDEX, 0, 6, 0},    {"add", INDEX, 6, 2, 0},
    {"update", INDEX, 1, 2, 1},   {"add", INDEX, 8, 1, 0},
    {"add", INDEX, 9, 1, 0},      {"update", INDEX, 9, 1, 1},
    {"add", INDEX, 10, 1, 0},     {"add", INDEX, 11, 1, 0},
    {"merge", INDEX, 12, 1, 0},   {"delete", FORGET, 2, 3, 0},
    {"compact", COMPACT, 0, 0, 0}, {"update", INDEX, 5, 2, 2},
    {"delete", FORGET, 6, 1, 0},  {"rebuild", FULL, 0, 10, 3},
    {"update", INDEX, 3, 4, 4},
};

const char *script_name(size_t step)
{
    return steps[step].name;
}

static pilcrow_status index_documents(size_t step, const char *dir,
                                      pilcrow_error *err)
{
    static char paths[DOCUMENTS_MAX][16], texts[DOCUMENTS_MAX][TEXT_MAX];
    pilcrow_source sources[DOCUMENTS_MAX];
    pilcrow_report *report = NULL;
    for (unsigned i = 0; i < steps[step].count; i++) {
        unsigned number = steps[step].first + i;
        snprintf(paths[i], sizeof paths[i], "d%u.md", number);
        make_text(texts[i], number, steps[step].version);
        sources[i] = (pilcrow_source){paths[i], texts[i], strlen(texts[i])};
    }
    pilcrow_update_options options = PILCROW_UPDATE_OPTIONS_INIT;
    options.full = steps[step].verb == FULL;
    options.memory_mb = 1;
    pilcrow_status status = pilcrow_update(&report, dir, sources,
                                           steps[step].count, &options, err);
    pilcrow_report_free(report);
    return status;
}

static pilcrow_status forget_documents(size_t step, const char *dir,
                                       pilcrow_error *err)
{
    static char names[DOCUMENTS_MAX][16];
    const char *paths[DOCUMENTS_MAX];
    pilcrow_report *report = NULL;
    for (unsigned i = 0; i < steps[step].count; i++) {
        snprintf(names[i], sizeof names[i], "d%u.md", steps[step].first + i);
        paths[i] = names[i];
    }
    pilcrow_status status =
        pilcrow_forget(&report, dir, paths, steps[step].count, err);
    pilcrow_report_free(report);
    /* They went in a try before this one. */
    return status == PILCROW_NOT_FOUND ? PILCROW_OK : status;
}

pilcrow_status script_step(size_t step, const char *dir, pilcrow_error *err)
{
    switch (steps[step].verb) {
    case FORGET:
        return forget_documents(step, dir, err);
    case COMPACT:
        return pilcrow_compact(NULL, NULL, dir, err);
    default:
        return index_documents(step, dir, err);
    }
}

/* --------------------------------------------------------------- content --- */

/* The hash of each paragraph, by its ref: refs differ from one build of the
 * same content to the next. */
typedef struct paragraphs {
    struct {
        engine_ref ref;
        uint64_t hash;
    } *list;
    size_t count, capacity;
    uint64_t sum;
    bool broken;
} paragraphs;

static uint64_t mix(uint64_t hash, const void *bytes, size_t len)
{
    return XXH3_64bits_withSeed(bytes, len, hash);
}

static bool see_record(void *ctx, engine_ref ref, const char *record,
                       size_t len, const uint64_t *values, const char *reason)
{
    paragraphs *p = ctx;
    if (p->count == p->capacity) {
        p->capacity = p->capacity * 2 + 64;
        p->list = realloc(p->list, p->capacity * sizeof *p->list);
        if (p->list == NULL)
            abort();
    }
    p->broken = p->broken || reason != NULL || record == NULL;
    if (p->broken)
        return false;
    uint64_t hash = mix(1, record, len);
    hash = mix(hash, values, ENGINE_VALUE_COUNT * sizeof *values);
    p->list[p->count].ref = ref;
    p->list[p->count++].hash = hash;
    p->sum += hash;
    return true;
}

static int by_ref(const void *a, const void *b)
{
    engine_ref left, right;
    memcpy(&left, a, sizeof left);
    memcpy(&right, b, sizeof right);
    return (left > right) - (left < right);
}

static bool see_posting(void *ctx, engine_ref ref,
                        const engine_posting *posting)
{
    paragraphs *p = ctx;
    const uint64_t *found =
        p->count == 0 ? NULL
                      : bsearch(&ref, p->list, p->count, sizeof *p->list,
                                by_ref);
    if (found == NULL) {
        p->broken = true;
        return false;
    }
    uint64_t hash = mix(found[1] + posting->field, posting->term, posting->len);
    hash = mix(hash, &posting->frequency, sizeof posting->frequency);
    if (posting->positions != NULL)
        hash = mix(hash, posting->positions,
                   posting->frequency * sizeof *posting->positions);
    p->sum += hash;
    return true;
}

static bool see_metadata(void *ctx, const char *key, size_t key_len,
                         const char *value, size_t len)
{
    paragraphs *p = ctx;
    p->sum += mix(mix(3, key, key_len), value, len);
    return true;
}

static pilcrow_status read_all(paragraphs *p, engine_snapshot *snapshot,
                               pilcrow_error *err)
{
    pilcrow_status status = engine_each_record(snapshot, see_record, p, err);
    if (p->count > 0)
        qsort(p->list, p->count, sizeof *p->list, by_ref);
    if (status == PILCROW_OK)
        status = engine_each_posting(snapshot, see_posting, p, err);
    if (status == PILCROW_OK)
        status =
            engine_metadata_each(snapshot, "", 0, see_metadata, p, err);
    if (status == PILCROW_OK && p->broken)
        status = error_set(err, PILCROW_CORRUPT, "a record cannot be read");
    return status;
}

pilcrow_status script_read(script_content *out, const char *dir,
                           pilcrow_error *err)
{
    paragraphs p = {0};
    engine_stats stats = {0};
    engine_snapshot *snapshot = NULL;
    *out = (script_content){0};
    if (!engine_is_index(dir))
        return PILCROW_OK;
    pilcrow_status status = engine_snapshot_open(&snapshot, dir, err);
    if (status == PILCROW_OK)
        status = engine_snapshot_stats(snapshot, &stats, err);
    if (status == PILCROW_OK)
        status = read_all(&p, snapshot, err);
    engine_snapshot_close(snapshot);
    free(p.list);
    out->sum = p.sum;
    out->generation = stats.generation;
    return status;
}

/* -------------------------------------------------------------- searches --- */

static const char *const queries[] = {
    "harbour", "беженцы договор",    "\"asylum refugee\"", "+council -winter",
    "migr*",   "a NEAR/5 document",  "heading:document",  "kind:glossary",
    "lang:ru", "refuge~ treaty zzz",
};
#define QUERIES (sizeof queries / sizeof queries[0])

/* The numbers of hits add up in no order: equal scores may come in either. */
static pilcrow_status show(uint64_t *sum, pilcrow_index *index, const char *id,
                           pilcrow_error *err)
{
    pilcrow_view *view = NULL;
    pilcrow_status status = pilcrow_show(&view, index, id, 1, err);
    for (size_t i = 0; status == PILCROW_OK && i < pilcrow_view_count(view);
         i++) {
        const char *text = pilcrow_view_get(view, i)->text;
        *sum += mix(5, text, strlen(text));
    }
    pilcrow_view_free(view);
    return status;
}

static pilcrow_status run_query(uint64_t *sum, pilcrow_index *index,
                                const char *query, pilcrow_error *err)
{
    pilcrow_hits *hits = NULL;
    pilcrow_search_options options = PILCROW_SEARCH_OPTIONS_INIT;
    options.limit = 1000;
    options.count = options.facets = true;
    pilcrow_status status = pilcrow_search(&hits, index, query, strlen(query),
                                           &options, err);
    for (size_t i = 0; status == PILCROW_OK && i < pilcrow_hits_count(hits);
         i++) {
        const pilcrow_hit *hit = pilcrow_hits_get(hits, i);
        *sum += mix(mix(4, query, strlen(query)), hit->paragraph.text,
                    strlen(hit->paragraph.text));
        if (i < 3)
            status = show(sum, index, hit->paragraph.id, err);
    }
    if (status == PILCROW_OK)
        *sum += pilcrow_hits_total(hits, NULL) * 31;
    pilcrow_hits_free(hits);
    return status;
}

pilcrow_status script_search(uint64_t *out, const char *dir,
                             pilcrow_error *err)
{
    pilcrow_index *index = NULL;
    *out = 0;
    pilcrow_status status = pilcrow_open(&index, dir, err);
    for (size_t i = 0; i < QUERIES && status == PILCROW_OK; i++)
        status = run_query(out, index, queries[i], err);
    pilcrow_close(index);
    return status;
}

static void print_damage(void *ctx, const char *sentence)
{
    (void)ctx;
    printf("check: %s\n", sentence);
}

bool script_is_whole(const char *dir)
{
    pilcrow_error err = {0};
    if (!engine_is_index(dir) ||
        pilcrow_check(dir, print_damage, NULL, &err) == PILCROW_OK)
        return true;
    printf("check: %s\n", err.message);
    return false;
}

/* --------------------------------------------------------------- folders --- */

void script_folder(char out[64])
{
    snprintf(out, 64, "%s/pilcrow-faults-XXXXXX",
             access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
    if (mkdtemp(out) == NULL)
        abort();
}

static int remove_one(const char *path, const struct stat *info, int type,
                      struct FTW *where)
{
    (void)info;
    (void)type;
    (void)where;
    return remove(path);
}

void script_empty(const char *path)
{
    nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static void copy_file(int from, int to)
{
    char bytes[65536];
    for (ssize_t len; (len = read(from, bytes, sizeof bytes)) > 0;)
        if (write(to, bytes, (size_t)len) != len)
            abort();
    close(from);
    close(to);
}

void script_copy(const char *from, const char *to)
{
    char path[512], copy[512];
    if (mkdir(to, 0777) != 0)
        abort();
    DIR *dir = opendir(from);
    if (dir == NULL)
        abort();
    for (const struct dirent *entry; (entry = readdir(dir)) != NULL;) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        snprintf(path, sizeof path, "%s/%s", from, entry->d_name);
        snprintf(copy, sizeof copy, "%s/%s", to, entry->d_name);
        if (entry->d_type == DT_DIR)
            script_copy(path, copy);
        else
            copy_file(open(path, O_RDONLY | O_CLOEXEC),
                      open(copy, O_WRONLY | O_CREAT | O_CLOEXEC, 0666));
    }
    closedir(dir);
}

/* ------------------------------------------------------------ a whole life --- */

static void die(const char *what, size_t step, const pilcrow_error *err)
{
    printf("without a fault, %s %zu (%s): %s\n", what, step,
           step < SCRIPT_STEPS ? script_name(step) : "end", err->message);
    abort();
}

static void kept(const script_life *life, size_t step, char out[128])
{
    snprintf(out, 128, "%s/before-%zu", life->folder, step);
}

void script_live(script_life *life)
{
    char path[128];
    pilcrow_error err = {0};
    script_folder(life->folder);
    snprintf(life->now, sizeof life->now, "%s/now", life->folder);
    for (size_t step = 0; step <= SCRIPT_STEPS; step++) {
        if (step > 0 &&
            script_step(step - 1, life->now, &err) != PILCROW_OK)
            die("step", step - 1, &err);
        if (script_read(&life->before[step], life->now, &err) != PILCROW_OK)
            die("reading before step", step, &err);
        kept(life, step, path);
        if (step > 0)
            script_copy(life->now, path);
    }
}

void script_restore(const script_life *life, size_t step)
{
    char path[128];
    script_empty(life->now);
    kept(life, step, path);
    if (step > 0)
        script_copy(path, life->now);
}

void script_end(script_life *life)
{
    script_empty(life->folder);
}
