/* Which way a content is cut, and what all the ways share. */
#include "evidence/document.h"

#include <assert.h>
#include <stdio.h>

void document_layout(struct document *document, const struct evidence_layout *layout)
{
    document->layout = index_builder_layout(document->builder, layout);
}

enum status document_add(struct document *document, uint64_t start,
                         const struct document_time *time, enum evidence_level level,
                         struct error *error)
{
    struct index_builder *builder = document->builder;
    if (builder->count && builder->start[builder->count - 1] >= start) return STATUS_OK;
    document_note_stamp(document, time);
    return index_builder_add(builder, start, time->time, time->flags, level, document->layout,
                             error);
}

void document_note_stamp(struct document *document, const struct document_time *time)
{
    struct evidence_layout *layout = &document->builder->layouts[document->layout];
    if (layout->stamp[0] || time->time == EVIDENCE_NO_TIME) return;
    snprintf(layout->stamp, sizeof layout->stamp, "%s",
             time->format ? stamp_format_name(time->format) : "epoch");
}

enum status document_head(struct document *document, struct probe *ret, struct error *error)
{
    if (document->window.len == 0 && !document->window.end) {
        enum status status = window_more(&document->window, 0, error);
        if (status) return status;
    }
    ret->head = window_from(&document->window, 0);
    ret->whole = document->window.end;
    if (span_starts(ret->head, SPAN("\xef\xbb\xbf"))) ret->head = span_from(ret->head, 3);
    return STATUS_OK;
}

/* ---- choosing ---- */

typedef enum status (*indexer)(struct document *document, struct error *error);

static indexer indexer_of_log(const struct probe *probe)
{
    struct probe_csv csv;
    struct span name;
    if (probe_json_is_document(probe)) return index_json;
    if (probe_journal_export(probe)) return index_journal;
    if (probe_csv(probe, &csv) && csv.log) return index_csv;
    if (probe_xml(probe, &name)) return index_xml;
    return NULL;
}

static indexer indexer_of(enum evidence_kind kind, const struct probe *probe)
{
    switch (kind) {
    case EVIDENCE_LOG: return indexer_of_log(probe);
    case EVIDENCE_CHAT:
    case EVIDENCE_ALERTS: return index_json;
    case EVIDENCE_GIT_LOG: return index_git_log;
    case EVIDENCE_SHELL_HISTORY: return index_history;
    case EVIDENCE_MAIL: return index_mail;
    case EVIDENCE_TABLE: return index_csv;
    default: return NULL;
    }
}

bool document_frames(enum evidence_kind kind, struct span head, uint64_t total)
{
    struct probe probe = {head, head.len >= total};
    if (span_starts(head, SPAN("\xef\xbb\xbf"))) probe.head = span_from(head, 3);
    return kind != EVIDENCE_LOG || indexer_of_log(&probe) != NULL;
}

/* One record for all of it: kinds that are looked at as a whole. */
static enum status index_whole(struct document *document, struct error *error)
{
    const struct document_time none = {EVIDENCE_NO_TIME, 0, NULL};
    struct evidence_layout layout = {.framing = FRAMING_WHOLE};
    snprintf(layout.name, sizeof layout.name, "%s", evidence_kind_word(document->hints->kind));
    document_layout(document, &layout);
    return document->window.reader->size
               ? document_add(document, 0, &none, EVIDENCE_LEVEL_NONE, error)
               : STATUS_OK;
}

enum status document_index(const struct evidence_reader *reader,
                           const struct evidence_index_hints *hints, struct index_builder *builder,
                           struct error *error)
{
    struct document document = {.hints = hints, .builder = builder};
    struct probe probe;
    assert(builder->count == 0);
    window_init(&document.window, reader, hints);
    document_clock_init(&document.clock, hints);
    enum status status = document_head(&document, &probe, error);
    if (status) goto out;
    indexer index = indexer_of(hints->kind, &probe);
    status = index ? index(&document, error) : index_whole(&document, error);
    if (status == STATUS_OK && builder->count == 0 && reader->size > 0)
        status = index_whole(&document, error);
    if (status == STATUS_OK) document_settle(builder, hints, document.clock.european);
out:
    window_release(&document.window);
    return status;
}

/* Records that a program wrote about itself, unlike what people say, type or are told. */
static bool is_log(const struct evidence_layout *layout)
{
    if (layout->framing == FRAMING_JSON_ELEMENTS) return strcmp(layout->name, "chat") != 0;
    return layout->framing == FRAMING_JOURNAL_EXPORT || layout->framing == FRAMING_CSV ||
           layout->framing == FRAMING_XML;
}

/* What stands for a content that is looked at as a whole: its first line, if that is text. */
static struct span first_words(struct span content)
{
    enum { LINE_MOST = 200 };
    struct span head = span_trim(span_sub(content, 0, 4096));
    struct span line = span_sub(span_trim(span_cut(&head, '\n')), 0, LINE_MOST);
    for (size_t i = 0; i < line.len; i++)
        if ((unsigned char)line.at[i] < 0x20 && line.at[i] != '\t')
            return (struct span){line.at, 0};
    return line;
}

void document_fields(const struct evidence_layout *layout, struct span record,
                     struct evidence_fields *ret)
{
    *ret = (struct evidence_fields){.took = -1};
    switch ((enum framing)layout->framing) {
    case FRAMING_JSON_ELEMENTS: fields_json(layout, record, ret); break;
    case FRAMING_ALERTS: fields_alerts(layout, record, ret); break;
    case FRAMING_CSV: fields_csv(layout, record, ret); break;
    case FRAMING_XML: fields_xml(layout, record, ret); break;
    case FRAMING_JOURNAL_EXPORT: fields_journal(record, ret); break;
    case FRAMING_GIT_LOG: fields_git_log(record, ret); break;
    case FRAMING_MAIL: fields_mail(record, ret); break;
    case FRAMING_SHELL_HISTORY: fields_history(record, ret); break;
    default: ret->message = first_words(record); break;
    }
    if (is_log(layout)) {
        fields_of_words(ret->message, ret);
        ret->is_restart = fields_tell_restart(ret->message);
    }
}
