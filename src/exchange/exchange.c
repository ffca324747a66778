/* All sources of one workspace, in the order in which they need each other. */
#include "exchange/internal.h"

static void read_kind(struct reading *reading, enum evidence_kind kind,
                      void (*read)(struct reading *))
{
    for (uint32_t i = 0; i < reading->count && !reading->status; i++) {
        if (reading->sources[i].index->kind != kind || reading->sources[i].content.len == 0)
            continue;
        reading_begin(reading, i);
        read(reading);
    }
}

/* A few bodies of alerts, one a line, are no log yet, and answers of clouds are of no known kind.
 */
static void attachment_read(struct reading *reading)
{
    if (!series_read_cloud(reading)) (void)alerts_read_log(reading);
}

enum status exchange_read_from(const struct timeline_source *sources, size_t count,
                               const struct exchange_leads *leads, struct arena *arena,
                               struct timeline_reading *ret, struct error *error)
{
    /* People before what they say, histories before the sessions that they date. */
    static const struct {
        enum evidence_kind kind;
        void (*read)(struct reading *);
    } readers[] = {
        {EVIDENCE_CHAT, chat_read},
        {EVIDENCE_ALERTS, alerts_read},
        {EVIDENCE_MAIL, mail_read},
        {EVIDENCE_SERIES, series_read},
        {EVIDENCE_GIT_LOG, git_log_read},
        {EVIDENCE_GIT_PACK, git_pack_read},
        {EVIDENCE_GIT_OBJECT, git_object_read},
        {EVIDENCE_SHELL_HISTORY, history_read},
        {EVIDENCE_SHELL_SESSION, session_read},
        {EVIDENCE_TABLE, table_read},
        {EVIDENCE_LOG, log_read},
        {EVIDENCE_ATTACHMENT, attachment_read},
    };
    struct reading reading;
    if (count >= UINT32_MAX) return error_set(error, STATUS_LIMIT, "too many sources");
    reading_init(&reading, sources, count, arena, error);
    reading.leads = leads;
    read_kind(&reading, EVIDENCE_CHAT_PEOPLE, people_read);
    people_sort(&reading);
    for (size_t i = 0; i < sizeof readers / sizeof readers[0]; i++)
        read_kind(&reading, readers[i].kind, readers[i].read);
    series_alerts(&reading);
    enum status status = reading_finish(&reading, ret);
    reading_release(&reading);
    return status;
}

enum status exchange_read(const struct timeline_source *sources, size_t count, struct arena *arena,
                          struct timeline_reading *ret, struct error *error)
{
    struct exchange_leads *leads = NULL;
    if (count >= UINT32_MAX) return error_set(error, STATUS_LIMIT, "too many sources");
    enum status status = exchange_find_leads(sources, count, arena, &leads, error);
    return status ? status : exchange_read_from(sources, count, leads, arena, ret, error);
}
