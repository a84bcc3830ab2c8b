/* A tool with Pilcrow in it: a mailbox in mbox format, searchable.
 *
 *     mailbox add INDEX FILE       index the messages of an mbox file
 *     mailbox find INDEX [from:NAME/] WORDS...
 *     mailbox drop INDEX ID        forget a message
 *
 * Each message is a record "SENDER/NUMBER": its subject the title, sender and
 * date its meta. A folder of records, "SENDER/", is a filter for a sender. Hits
 * come as JSON, one a line. Exit status: 0 found or done, 1 nothing, 2 an
 * error. */
#include <pilcrow.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINE_MAX_BYTES 4096

/* ------------------------------------------------------------ messages --- */

typedef struct message {
    char sender[256], subject[512], date[128];
    char *text;
    size_t len, room;
    unsigned number;
    bool open, in_head;
} message;

static void begin(message *m)
{
    m->sender[0] = m->subject[0] = m->date[0] = '\0';
    m->len = 0;
    m->number++;
    m->open = m->in_head = true;
}

/* Take the value of a header line of that name. */
static void take_header(char *out, size_t size, const char *name,
                        const char *line)
{
    size_t len = strlen(name);
    if (strncmp(line, name, len) != 0)
        return;
    line += len + strspn(line + len, " ");
    snprintf(out, size, "%.*s", (int)strcspn(line, "\r\n"), line);
}

static bool take_line(message *m, const char *line)
{
    size_t len = strlen(line);
    if (m->len + len > m->room) {
        size_t room = 2 * m->room + len;
        char *text = realloc(m->text, room);
        if (text == NULL)
            return false;
        m->text = text;
        m->room = room;
    }
    memcpy(m->text + m->len, line, len);
    m->len += len;
    return true;
}

/* A text as a JSON string's inside; what is no plain character goes. */
static void quote(char *out, size_t size, const char *text)
{
    size_t used = 0;
    for (; *text != '\0' && used + 3 < size; text++) {
        if (*text == '"' || *text == '\\')
            out[used++] = '\\';
        if ((unsigned char)*text >= ' ')
            out[used++] = *text;
    }
    out[used] = '\0';
}

static pilcrow_status add_message(pilcrow_writer *writer, message *m,
                                  pilcrow_error *err)
{
    char id[300], meta[1200], sender[520], date[260];
    pilcrow_record record = PILCROW_RECORD_INIT;
    if (!m->open)
        return PILCROW_OK;
    m->open = false;
    snprintf(id, sizeof id, "%s/%u", m->sender, m->number);
    quote(sender, sizeof sender, m->sender);
    quote(date, sizeof date, m->date);
    snprintf(meta, sizeof meta, "{\"from\":\"%s\",\"date\":\"%s\"}", sender,
             date);
    record.id = id;
    record.title = m->subject;
    record.text = m->text;
    record.text_len = m->len;
    record.meta = meta;
    return pilcrow_writer_add_record(writer, &record, err);
}

/* --------------------------------------------------------------- verbs --- */

static pilcrow_status read_mailbox(pilcrow_writer *writer, FILE *file,
                                   pilcrow_error *err)
{
    char line[LINE_MAX_BYTES];
    message m = {.text = NULL};
    pilcrow_status status = PILCROW_OK;
    while (status == PILCROW_OK && fgets(line, sizeof line, file) != NULL) {
        if (strncmp(line, "From ", 5) == 0) {
            status = add_message(writer, &m, err);
            begin(&m);
        } else if (m.in_head) {
            take_header(m.sender, sizeof m.sender, "From:", line);
            take_header(m.subject, sizeof m.subject, "Subject:", line);
            take_header(m.date, sizeof m.date, "Date:", line);
            m.in_head = line[0] != '\n' && line[0] != '\r';
        } else if (!take_line(&m, line)) {
            status = PILCROW_NO_MEMORY;
        }
    }
    if (status == PILCROW_OK)
        status = add_message(writer, &m, err);
    free(m.text);
    return status;
}

static pilcrow_status add(const char *folder, const char *path,
                          pilcrow_error *err)
{
    pilcrow_writer *writer = NULL;
    pilcrow_report *report = NULL;
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        snprintf(err->message, sizeof err->message, "cannot read %s", path);
        return PILCROW_IO;
    }
    pilcrow_status status = pilcrow_writer_open(&writer, folder, NULL, err);
    if (status == PILCROW_OK)
        status = read_mailbox(writer, file, err);
    if (status == PILCROW_OK)
        status = pilcrow_writer_commit(&report, writer, err);
    if (status == PILCROW_OK)
        printf("%llu messages added, %llu unchanged\n",
               (unsigned long long)pilcrow_report_counts(report)->added,
               (unsigned long long)pilcrow_report_counts(report)->unchanged);
    pilcrow_report_free(report);
    pilcrow_writer_close(writer);
    fclose(file);
    return status;
}

static pilcrow_status drop(const char *folder, const char *id,
                           pilcrow_error *err)
{
    return pilcrow_forget(NULL, folder, &id, 1, err);
}

static pilcrow_status print_hits(const pilcrow_hits *hits, pilcrow_error *err)
{
    pilcrow_status status =
        pilcrow_hits_count(hits) > 0 ? PILCROW_OK : PILCROW_NOT_FOUND;
    for (size_t i = 0; i < pilcrow_hits_count(hits); i++) {
        char *json = NULL;
        status = pilcrow_hit_json(&json, pilcrow_hits_get(hits, i), err);
        if (status != PILCROW_OK)
            return status;
        puts(json);
        pilcrow_free(json);
    }
    for (size_t i = 0; pilcrow_hits_suggestion(hits, i) != NULL; i++)
        fprintf(stderr, "did you mean: %s\n", pilcrow_hits_suggestion(hits, i));
    if (status == PILCROW_NOT_FOUND)
        snprintf(err->message, sizeof err->message, "no message was found");
    return status;
}

static pilcrow_status find(const char *folder, char **words, int count,
                           pilcrow_error *err)
{
    char query[2048] = "";
    pilcrow_index *index = NULL;
    pilcrow_hits *hits = NULL;
    pilcrow_filter sender = {"document", NULL};
    pilcrow_search_options options = PILCROW_SEARCH_OPTIONS_INIT;
    options.filters = &sender;
    for (int i = 0; i < count; i++) {
        if (strncmp(words[i], "from:", 5) == 0) {
            sender.value = words[i] + 5;
            options.filter_count = 1;
            continue;
        }
        snprintf(query + strlen(query), sizeof query - strlen(query), "%s%s",
                 query[0] == '\0' ? "" : " ", words[i]);
    }
    pilcrow_status status = pilcrow_open(&index, folder, err);
    if (status == PILCROW_OK)
        status =
            pilcrow_search(&hits, index, query, strlen(query), &options, err);
    if (status == PILCROW_OK)
        status = print_hits(hits, err);
    pilcrow_hits_free(hits);
    pilcrow_close(index);
    return status;
}

int main(int argc, char **argv)
{
    pilcrow_error err = {.message = "out of memory"};
    pilcrow_status status;
    if (argc == 4 && strcmp(argv[1], "add") == 0)
        status = add(argv[2], argv[3], &err);
    else if (argc == 4 && strcmp(argv[1], "drop") == 0)
        status = drop(argv[2], argv[3], &err);
    else if (argc >= 4 && strcmp(argv[1], "find") == 0)
        status = find(argv[2], argv + 3, argc - 3, &err);
    else
        return fputs("usage: mailbox add|find|drop INDEX ...\n", stderr), 2;
    if (status != PILCROW_OK)
        fprintf(stderr, "mailbox: %s\n", err.message);
    if (status == PILCROW_NOT_FOUND)
        return 1;
    return status == PILCROW_OK ? 0 : 2;
}
