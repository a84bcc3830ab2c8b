/* Index what a program holds in memory: records with a title and meta, replaced
 * by their ids, committed together; then look one up by its meta.
 *
 *     memory INDEX */
#include <pilcrow.h>
#include <stdio.h>
#include <string.h>

static const struct {
    const char *id, *title, *text, *meta;
} notes[] = {
    {"note-1", "Harbour", "The harbour is dredged every spring.",
     "{\"author\":\"Ann\",\"year\":2024}"},
    {"note-2", "Lighthouse",
     "The keeper lights the lamp at dusk.\n\n"
     "In fog he sounds the horn as well.",
     "{\"author\":\"Ben\",\"year\":2025}"},
    {"note-3", "Маяк", "Смотритель зажигает лампу маяка в сумерках.",
     "{\"author\":\"Вера\",\"year\":2025}"},
};

static pilcrow_status fill(pilcrow_writer *writer, pilcrow_error *err)
{
    for (size_t i = 0; i < sizeof notes / sizeof *notes; i++) {
        pilcrow_record record = PILCROW_RECORD_INIT;
        record.id = notes[i].id;
        record.title = notes[i].title;
        record.text = notes[i].text;
        record.text_len = strlen(notes[i].text);
        record.meta = notes[i].meta;
        pilcrow_status status = pilcrow_writer_add_record(writer, &record, err);
        if (status != PILCROW_OK)
            return status;
    }
    return pilcrow_writer_commit(NULL, writer, err);
}

static pilcrow_status look_up(const char *folder, const char *query,
                              pilcrow_error *err)
{
    pilcrow_index *index = NULL;
    pilcrow_hits *hits = NULL;
    pilcrow_status status = pilcrow_open(&index, folder, err);
    if (status == PILCROW_OK)
        status = pilcrow_search(&hits, index, query, strlen(query), NULL, err);
    for (size_t i = 0; i < pilcrow_hits_count(hits); i++) {
        const pilcrow_paragraph *p = &pilcrow_hits_get(hits, i)->paragraph;
        printf("%s (%s) %s: %s\n", p->document, p->title, p->meta, p->text);
    }
    pilcrow_hits_free(hits);
    pilcrow_close(index);
    return status;
}

int main(int argc, char **argv)
{
    const char *folder = argc > 1 ? argv[1] : "notes.index";
    pilcrow_writer *writer = NULL;
    pilcrow_error err;
    pilcrow_status status = pilcrow_writer_open(&writer, folder, NULL, &err);
    if (status == PILCROW_OK)
        status = fill(writer, &err);
    pilcrow_writer_close(writer); /* what was not committed is thrown away */
    if (status == PILCROW_OK)
        status = look_up(folder, "lamps", &err);
    if (status == PILCROW_OK)
        status = look_up(folder, "лампы", &err);
    if (status != PILCROW_OK)
        fprintf(stderr, "memory: %s\n", err.message);
    return status == PILCROW_OK ? 0 : 2;
}
